import { describe, expect, test } from 'vitest'
import { checkedDecisions, decideFor } from '../../src/runtime/src/decide.ts'
import { encode } from '../../src/runtime/src/encode.ts'
import { EVENTS, type EventName, isEventName } from '../../src/runtime/src/events.ts'
import type { DecideMethods, Decision } from '../../src/runtime/src/types.ts'

const events = Object.keys(EVENTS) as EventName[]
const methods: Readonly<Record<keyof DecideMethods, Decision>> = {
  deny: { kind: 'deny', reason: 'words' },
  interrupt: { kind: 'interrupt', reason: 'words' },
  ask: { kind: 'ask', reason: 'words' },
  allow: { kind: 'allow', reason: 'words' },
  defer: { kind: 'defer', reason: 'words' },
  block: { kind: 'block', reason: 'words' },
  stop: { kind: 'stop', reason: 'words' },
  context: { kind: 'context', text: 'words' },
  tell: { kind: 'tell', text: 'words' },
  title: { kind: 'title', text: 'words' },
  firstMessage: { kind: 'firstMessage', text: 'words' },
  instructions: { kind: 'instructions', text: 'words' },
  classify: { kind: 'classify', text: 'words' },
  display: { kind: 'display', text: '' },
  terminal: { kind: 'terminal', text: '\u001b]9;done\u0007\u0007' },
  worktree: { kind: 'worktree', text: '/somewhere' },
  modify: { kind: 'modify', input: { command: 'ls' } },
  accept: { kind: 'accept', content: { name: 'x' } },
  remember: { kind: 'remember', permissions: [{ type: 'addRules' }] },
  watch: { kind: 'watch', paths: ['/somewhere/file'] },
  setEnv: { kind: 'setEnv', variables: { NAME: "it's" } },
  replaceOutput: { kind: 'replaceOutput', output: { stdout: '' } },
  decline: { kind: 'decline' },
  cancel: { kind: 'cancel' },
  retry: { kind: 'retry' },
  hidePrompt: { kind: 'hidePrompt' },
  reloadSkills: { kind: 'reloadSkills' },
}
const names = Object.keys(methods) as (keyof DecideMethods)[]

function call(event: EventName, name: keyof DecideMethods): unknown {
  const decide = decideFor(event) as unknown as Record<string, (value: unknown) => unknown>
  return decide[name]?.(Object.values(methods[name])[1])
}

const isPlain = (event: EventName, name: string): boolean =>
  name === 'worktree' || name === 'instructions' || (event === 'PostCompact' && name === 'tell')

/** Decisions that say nothing to the client by themselves: they go with another one, or through a file. */
const SILENT_ALONE: ReadonlySet<string> = new Set(['setEnv', 'remember'])

test('there are 33 events, and inherited names are not among them', () => {
  expect(events).toHaveLength(33)
  expect(isEventName('PreToolUse')).toBe(true)
  for (const name of ['toString', '__proto__', 'preToolUse', '', undefined, 7])
    expect(isEventName(name)).toBe(false)
})

describe.each(events)('on %s', (event) => {
  const has: readonly string[] = EVENTS[event]

  test.each(names.filter((name) => has.includes(name)))(
    'decide.%s makes a decision that is accepted and encoded',
    (name) => {
      expect(call(event, name)).toEqual(methods[name])
      expect(checkedDecisions(methods[name], event)).toEqual([methods[name]])
      const { stdout, stderr, status } = encode(event, [methods[name]])
      const silent = SILENT_ALONE.has(name) || (event === 'PermissionRequest' && name === 'modify')
      if (silent) expect(stdout).toBe('')
      else if (status === 2) expect(stderr).toBe('words')
      else if (isPlain(event, name)) expect(stdout).toBe(call(event, name) && Object.values(methods[name])[1])
      else expect(JSON.parse(stdout)).not.toEqual({})
    },
  )

  test.each(names.filter((name) => !has.includes(name)))('decide.%s throws, made by hand too', (name) => {
    expect(() => call(event, name)).toThrow(`decide.${name} does not exist on ${event}`)
    expect(() => checkedDecisions(methods[name], event)).toThrow('not a decision')
  })
})

describe('what a handler returned', () => {
  test.each([undefined, null])('%s is no opinion', (value) => {
    expect(checkedDecisions(value, 'PreToolUse')).toEqual([])
  })

  test.each([
    ['a text', 'deny'],
    ['true', true],
    ['false', false],
    ['a number', 0],
    ['a function', () => methods.deny],
    ['a list with something else in it', [methods.deny, 'deny']],
    ['a list in a list', [[methods.deny]]],
    ["the client's own words", { permissionDecision: 'deny' }],
    ['an unknown kind', { kind: 'refuse', reason: 'words' }],
    ['no reason', { kind: 'deny' }],
    ['an empty reason', { kind: 'deny', reason: '' }],
    ['a reason that is no text', { kind: 'deny', reason: ['words'] }],
    ['a context without text', { kind: 'context', reason: 'words' }],
    ['an input that is a list', { kind: 'modify', input: [] }],
    ['an input that is nothing', { kind: 'modify' }],
    ['an input that is null', { kind: 'modify', input: null }],
  ])('%s is an error', (_, value) => {
    expect(() => checkedDecisions(value, 'PreToolUse')).toThrow(TypeError)
  })
})

test('several decisions come as a list, an empty list is no opinion', () => {
  const both = [methods.allow, methods.context]
  expect(checkedDecisions(both, 'PreToolUse')).toEqual(both)
  expect(checkedDecisions([], 'PreToolUse')).toEqual([])
})

describe('what a decision must have', () => {
  test.each([
    ['SessionStart', { kind: 'watch', paths: ['relative'] }, 'absolute paths'],
    ['SessionStart', { kind: 'watch', paths: '/a' }, 'absolute paths'],
    ['SessionStart', { kind: 'setEnv', variables: { 'A-B': 'x' } }, 'names and texts'],
    ['SessionStart', { kind: 'setEnv', variables: { A: 1 } }, 'names and texts'],
    ['SessionStart', { kind: 'title', text: '' }, 'a text'],
    ['WorktreeCreate', { kind: 'worktree', text: 'relative' }, 'an absolute path'],
    ['WorktreeCreate', { kind: 'worktree', text: '/a\nb' }, 'an absolute path'],
    ['Elicitation', { kind: 'accept' }, 'the answers'],
    ['PermissionRequest', { kind: 'remember', permissions: ['Bash'] }, 'a list of permission updates'],
    ['PostToolUse', { kind: 'replaceOutput' }, 'the new output'],
    ['PostToolUse', { kind: 'classify', text: 'x'.repeat(2001) }, 'at most 2000'],
    ['Stop', { kind: 'terminal', text: '\u001b[2J' }, 'OSC'],
    ['Stop', { kind: 'terminal', text: '\u001b]52;c;eA==\u0007' }, 'OSC'],
    ['MessageDisplay', { kind: 'display' }, 'a text'],
  ] as const)('%s: %o lacks %s', (event, decision, says) => {
    expect(() => checkedDecisions(decision, event)).toThrow(says)
  })
})
