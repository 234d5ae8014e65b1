import { describe, expect, test } from 'vitest'
import { EVENTS, type EventName } from '../../../src/runtime/src/events.ts'
import { ALLOW, DENIED, DENY, decided, EVENT_NAMES, NO_REASON, printed } from './printed.ts'

describe('status 2', () => {
  test.each(EVENT_NAMES)('on %s refuses what can be refused, with stderr as the reason', (event) => {
    const methods: readonly string[] = EVENTS[event]
    const run = () => decided(event, { status: 2, stdout: '{"continue":false}', stderr: ' not\nthis\n' })
    if (methods.includes('deny')) expect(run()).toEqual([{ kind: 'deny', reason: 'not\nthis' }])
    else if (methods.includes('block')) expect(run()).toEqual([{ kind: 'block', reason: 'not\nthis' }])
    else if (methods.includes('decline')) expect(run()).toEqual([{ kind: 'decline' }])
    else expect(run).toThrow(`it ended with status 2, which refuses nothing on ${event}: not`)
  })

  test.each([
    ['of its JSON', JSON.stringify(DENY), 'no'],
    ['on stdout', 'Blocked.\n', 'Blocked.'],
    ['nowhere', '', NO_REASON],
  ])('without stderr takes the reason %s', (_, stdout, reason) => {
    expect(decided('PreToolUse', { status: 2, stdout })).toEqual([{ kind: 'deny', reason }])
  })

  test.each([
    "/p/guard.sh: line 3: syntax error near unexpected token `fi'",
    '/p/guard.sh: 3: Syntax error: "fi" unexpected',
  ])('of a shell that does not understand the script is a failure: %s', (stderr) => {
    expect(() => decided('PreToolUse', { status: 2, stderr })).toThrow(stderr)
  })

  test('keeps both ends of a very long reason', () => {
    const [decision] = decided('Stop', { status: 2, stderr: `first${'x'.repeat(1_000_000)}last` })
    const { reason } = decision as { reason: string }
    expect(reason.length).toBeLessThan(20_100)
    expect(reason).toMatch(/^firstx+\n\[980009 characters left out\]\nx+last$/)
  })
})

describe('other ends', () => {
  test.each([
    [{ status: 1, stderr: '\nfirst line\nsecond\n' }, 'it ended with status 1: first line'],
    [{ status: 127 }, 'it ended with status 127'],
    [{ status: null, signal: 'SIGSEGV', stderr: 'oh' }, 'it was ended by SIGSEGV: oh'],
    [
      { status: 1, stderr: 'Traceback (most recent call last):\n  File "x"\nValueError: bad\n' },
      'it ended with status 1: ValueError: bad',
    ],
    [
      { status: 1, stderr: '/x.js:1\nthrow e\n^\n\nTypeError: worse\n    at x\n' },
      'it ended with status 1: TypeError: worse',
    ],
    [{ status: 1, stdout: 'words' }, 'it ended with status 1'],
    [{ status: 1, stdout: '{"name":"x"}' }, 'it ended with status 1'],
    [{ status: null, late: true }, 'it did not end within 2 s'],
    [{ status: null, late: true, stdout: JSON.stringify(ALLOW) }, 'it did not end within 2 s'],
  ])('%j is a failure', (ended, message) => {
    for (const event of EVENT_NAMES) expect(() => decided(event, ended)).toThrow(new Error(message))
  })

  test('JSON decides with every other status, and after a signal', () => {
    for (const ended of [{ status: 1 }, { status: 3 }, { status: null, signal: 'SIGTERM' }])
      expect(decided('PreToolUse', { ...ended, stdout: JSON.stringify(DENY) })).toEqual([DENIED])
  })

  test('a refusal counts although the script did not end in time', () => {
    const stdout = `${JSON.stringify(DENY)}\n{"systemMessage":"x"}`
    expect(decided('PreToolUse', { status: null, late: true, stdout })).toEqual([DENIED])
  })
})

describe('plain text', () => {
  const MEANT: Partial<Record<EventName, string>> = {
    SessionStart: 'context',
    UserPromptSubmit: 'context',
    UserPromptExpansion: 'context',
    PreCompact: 'instructions',
  }

  test.each(EVENT_NAMES.filter((event) => event !== 'WorktreeCreate'))(
    'on %s is context, instructions, or nothing',
    (event) => {
      for (const text of ['words\nof it', '{"name":"x"}', '[1]', '7', '{ not closed']) {
        const expected = MEANT[event] ? [{ kind: MEANT[event], text }] : []
        expect(decided(event, { stdout: `\n${text}\n` })).toEqual(expected)
      }
      expect(decided(event, { stdout: ' \n' })).toEqual([])
      expect(decided(event, { stdout: '{"async":true,"asyncTimeout":5}\n' })).toEqual([])
    },
  )

  test('beside JSON is not lost either', () => {
    expect(printed('UserPromptSubmit', 'before', { decision: 'block', reason: 'r' }, 'after')).toEqual([
      { kind: 'block', reason: 'r' },
      { kind: 'context', text: 'before\n\nafter' },
    ])
  })

  test('may hold examples of JSON for other EVENT_NAMES', () => {
    const text = `How to write a hook:\n${JSON.stringify(DENY)}\nThat is all.`
    expect(decided('SessionStart', { stdout: text })).toEqual([{ kind: 'context', text }])
  })

  test.each(['/w t', 'HEAD is now at 123\n/w t\n', '\ufeff/w t\r\n'])(
    'on WorktreeCreate ends with the path: %j',
    (stdout) => {
      expect(decided('WorktreeCreate', { stdout })).toEqual([{ kind: 'worktree', text: '/w t' }])
    },
  )

  test.each(['', 'relative', '/w\nnot this', '{"suppressOutput":true}'])(
    'on WorktreeCreate without the path is a failure: %j',
    (stdout) => {
      expect(() => decided('WorktreeCreate', { stdout })).toThrow('it must print the absolute path')
    },
  )
})
