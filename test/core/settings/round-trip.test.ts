import fc from 'fast-check'
import { describe, expect, test } from 'vitest'
import type { LockedEntry } from '../../../src/core/lockfile.ts'
import { addEntry, changeEntry, type Draft, removeEntry } from '../../../src/core/settings/edit.ts'
import { locate } from '../../../src/core/settings/locate.ts'
import { parseSettings } from '../../../src/core/settings/tree.ts'

const guard: LockedEntry = {
  event: 'PreToolUse',
  matcher: 'Bash',
  hooks: ['guard/guard'],
  handler: { type: 'command', command: 'node -e "x" guard/guard', timeout: 10, onFailure: 'block' },
}
const notify: LockedEntry = {
  event: 'Stop',
  hooks: ['notify/done'],
  handler: { type: 'command', command: 'node -e "x" notify/done', timeout: 30, async: true },
}
const second: LockedEntry = {
  event: 'PreToolUse',
  matcher: 'Bash',
  hooks: ['other/guard'],
  handler: { type: 'command', command: 'node -e "x" other/guard', timeout: 5 },
}

const draft = (text: string | null): Draft => ({ file: 'settings.json', text, undo: [] })

describe('a settings text gets its bytes back', () => {
  const texts: Record<string, string | null> = {
    'no file': null,
    'an empty file': '',
    'white space only': ' \n\n',
    'an empty object': '{}',
    'an empty object with a line break': '{\n}\n',
    'an empty object with a space': '{ }',
    'a byte order mark': '\uFEFF{\n  "model": "opus"\n}\n',
    'a byte order mark alone': '\uFEFF',
    'one line': '{"model":"opus","hooks":{"Stop":[{"hooks":[{"type":"command","command":"true"}]}]}}',
    'one line with spaces': '{ "model": "opus" }',
    tabs: '{\n\t"model": "opus",\n\t"env": {\n\t\t"A": "1"\n\t}\n}\n',
    CRLF: '{\r\n    "model": "opus"\r\n}\r\n',
    'no final line break': '{\n  "model": "opus"\n}',
    'empty hooks': '{\n  "hooks": {}\n}\n',
    'empty hooks over lines': '{\n  "hooks": {\n\n  }\n}\n',
    'an empty event': '{\n  "hooks": {"PreToolUse": []}\n}\n',
    'an empty event with a space': '{\n  "hooks": {"PreToolUse": [ ]}\n}\n',
    'an event with a group':
      '{\n  "hooks": {\n    "PreToolUse": [\n      { "matcher": "Edit", "hooks": [] }\n    ]\n  }\n}\n',
    'odd spellings': '{"a":1e2,\n "b" : "\\u0041",   "c":[ 1,2 ]\n,"hooks":{ "Stop" :[ ]}}',
    'duplicate keys': '{"hooks":{},"model":"opus","hooks":{"PreToolUse":[]}}',
    comments: '{\n  // mine\n  "model": "opus", // keep\n  "hooks": { /* none */ }\n}\n',
    'a trailing comma': '{\n  "model": "opus",\n}\n',
  }
  for (const [name, text] of Object.entries(texts)) {
    test(`with ${name}`, () => {
      const once = addEntry(draft(text), guard)
      const twice = addEntry(addEntry(once, notify), second)
      expect(removeEntry(once, guard)).toEqual(draft(text))
      for (const order of [
        [guard, notify, second],
        [second, notify, guard],
        [notify, guard, second],
        [guard, second, notify],
      ]) {
        expect(order.reduce(removeEntry, twice)).toEqual(draft(text))
      }
    })
  }

  test('for any JSON in any of the usual layouts', () => {
    const hooks = fc.dictionary(
      fc.constantFrom('PreToolUse', 'Stop', 'Notification'),
      fc.array(
        fc.record({ hooks: fc.array(fc.record({ type: fc.constant('command'), command: fc.string() })) }),
      ),
    )
    const settings = fc.tuple(
      fc.dictionary(fc.string(), fc.jsonValue()),
      fc.option(hooks, { nil: undefined }),
    )
    const layout = fc.record({
      indent: fc.constantFrom('', ' ', '  ', '    ', '\t'),
      eol: fc.constantFrom('\n', '\r\n'),
      end: fc.constantFrom('', '\n', '\n\n'),
      bom: fc.boolean(),
    })
    fc.assert(
      fc.property(settings, layout, ([other, hooks], { indent, eol, end, bom }) => {
        delete other['hooks']
        const value = hooks === undefined ? other : { ...other, hooks }
        const text = (bom ? '\uFEFF' : '') + JSON.stringify(value, null, indent).replaceAll('\n', eol) + end
        const full = [guard, notify, second].reduce(addEntry, draft(text))
        expect(() => JSON.parse((full.text ?? '').replace('\uFEFF', ''))).not.toThrow()
        const left = [guard, second, notify].reduce(removeEntry, full)
        expect(left).toEqual(draft(text))
      }),
      { numRuns: 400 },
    )
  })
})

describe('an entry', () => {
  test('is found again after the client has rewritten the whole file', () => {
    const full = addEntry(draft('{\n\t"model": "opus"\n}'), guard)
    const value = JSON.parse(full.text ?? '')
    const handler = value.hooks.PreToolUse[0].hooks[0]
    value.hooks.PreToolUse[0].hooks[0] = Object.fromEntries(Object.entries(handler).toReversed())
    const rewritten = { ...full, text: `${JSON.stringify({ hooks: value.hooks, model: 'opus' }, null, 2)}\n` }
    expect(removeEntry(rewritten, guard).text).toBe('{\n  "model": "opus"\n}\n')
  })

  test('is the same until somebody changes it', () => {
    const { text } = addEntry(draft('{}'), guard)
    expect(locate(parseSettings(text ?? '', 'settings.json'), guard)?.state).toBe('same')
    expect(locate(parseSettings((text ?? '').replace('10', '60'), 'settings.json'), guard)?.state).toBe(
      'edited',
    )
    expect(
      locate(parseSettings((text ?? '').replace('node', 'deno'), 'settings.json'), guard),
    ).toBeUndefined()
  })

  test('changes its command in place and back', () => {
    const full = addEntry(draft('{\n  "model": "opus"\n}\n'), guard)
    const wider = { ...guard, handler: { ...guard.handler, command: 'node -e "x" guard/guard other/guard' } }
    const changed = changeEntry(full, guard, wider)
    expect(changed.text).toContain('guard/guard other/guard')
    expect(changeEntry(changed, wider, guard)).toEqual(full)
  })

  test('leaves a group alone that the user has put a handler of his own into', () => {
    const full = addEntry(draft('{}'), guard)
    const value = JSON.parse(full.text ?? '')
    value.hooks.PreToolUse[0].hooks.push({ type: 'command', command: 'mine' })
    const shared = { ...full, text: JSON.stringify(value, null, 2) }
    const left = removeEntry(shared, guard)
    expect(JSON.parse(left.text ?? '')).toEqual({
      hooks: { PreToolUse: [{ matcher: 'Bash', hooks: [{ type: 'command', command: 'mine' }] }] },
    })
  })
})
