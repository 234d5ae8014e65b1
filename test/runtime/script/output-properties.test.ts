import fc from 'fast-check'
import { expect, test } from 'vitest'
import { checkedDecisions } from '../../../src/runtime/src/decide.ts'
import { EVENTS, type EventName } from '../../../src/runtime/src/events.ts'
import type { Ended } from '../../../src/runtime/src/script/child.ts'
import { decisionsOf } from '../../../src/runtime/src/script/output.ts'

const events = Object.keys(EVENTS) as EventName[]
const event = fc.constantFrom(...events)

const word = fc.constantFrom(
  'deny',
  'block',
  'ask',
  'allow',
  'approve',
  'defer',
  'accept',
  'decline',
  'cancel',
  '',
)
const anything = fc.oneof(
  word,
  fc.string(),
  fc.jsonValue(),
  fc.constantFrom('/a', ['/a'], ['b'], true, false, null),
)
const request = fc.record(
  {
    behavior: word,
    message: anything,
    interrupt: anything,
    updatedInput: anything,
    updatedPermissions: anything,
  },
  { requiredKeys: [] },
)
const own = fc.record(
  {
    hookEventName: fc.oneof(event, anything),
    permissionDecision: anything,
    permissionDecisionReason: anything,
    updatedInput: anything,
    additionalContext: anything,
    decision: fc.oneof(request, anything),
    updatedToolOutput: anything,
    updatedMCPToolOutput: anything,
    classifierContext: anything,
    sessionTitle: anything,
    suppressOriginalPrompt: anything,
    initialUserMessage: anything,
    watchPaths: anything,
    reloadSkills: anything,
    retry: anything,
    action: anything,
    content: anything,
    worktreePath: anything,
    displayContent: anything,
  },
  { requiredKeys: [] },
)
const output = fc.record(
  {
    continue: anything,
    stopReason: anything,
    systemMessage: anything,
    terminalSequence: anything,
    decision: fc.oneof(request, anything),
    reason: anything,
    permissionDecision: anything,
    async: anything,
    hookSpecificOutput: fc.oneof(own, anything),
  },
  { requiredKeys: [] },
)
const line = fc.oneof(
  fc.string(),
  output.map((object) => JSON.stringify(object)),
  output.map((object) => JSON.stringify(object, null, 2)),
  // Broken somewhere.
  fc.tuple(output, fc.nat(200)).map(([object, length]) => JSON.stringify(object).slice(0, length)),
)
const stdout = fc.array(line, { maxLength: 4 }).map((lines) => lines.join('\n'))
const ended: fc.Arbitrary<Ended> = fc.record({
  status: fc.constantFrom(0, 0, 0, 1, 2, 127, null),
  signal: fc.constant('SIGKILL'),
  late: fc.constantFrom(false, false, true),
  stdout,
  stderr: fc.oneof(fc.constant(''), fc.string()),
})

test('whatever a script prints, its decisions are good ones or it has failed, in one line', () => {
  fc.assert(
    fc.property(event, ended, (name, how) => {
      try {
        const decisions = decisionsOf(how, { event: name, file: '/f', limitMs: 1000 })
        expect(checkedDecisions(decisions, name)).toEqual(decisions)
      } catch (error) {
        if (!(error instanceof Error) || error.constructor !== Error) throw error
        expect(error.message).toMatch(/^(?:what )?it .+$/u)
      }
    }),
    { numRuns: 1500 },
  )
})

const refusals = fc.constantFrom<[EventName, object, string]>(
  ['PreToolUse', { hookSpecificOutput: { hookEventName: 'PreToolUse', permissionDecision: 'deny' } }, 'deny'],
  ['PreToolUse', { decision: 'block' }, 'deny'],
  ['PreToolUse', { permissionDecision: 'ask' }, 'ask'],
  [
    'PermissionRequest',
    { hookSpecificOutput: { hookEventName: 'PermissionRequest', decision: { behavior: 'deny' } } },
    'deny',
  ],
  ['Stop', { decision: 'block', reason: 'tests fail' }, 'block'],
  ['Elicitation', { hookSpecificOutput: { hookEventName: 'Elicitation', action: 'decline' } }, 'decline'],
  ['UserPromptSubmit', { continue: false }, 'stop'],
)
const noise = fc.array(
  fc.oneof(
    fc.string().filter((text) => !/[{\r\n]/.test(text)),
    fc.constantFrom(
      '{',
      '{ not JSON }',
      '{"open": ',
      '{"level":"info"}',
      '[',
      ']',
      '}',
      '\u001b[31mred\u001b[0m',
    ),
  ),
  { maxLength: 5 },
)

test('a refusal that is buried in noise is found', () => {
  fc.assert(
    fc.property(
      refusals,
      noise,
      noise,
      fc.constantFrom(0, 2),
      fc.constantFrom('\n', '\r\n'),
      (refusal, before, after, space, newline) => {
        const [name, object, kind] = refusal
        // A brace that closes what noise has opened would make the refusal a part of other JSON.
        const opened = before.some((text) => text.startsWith('{"open"'))
        const rest = opened ? after.map((text) => text.replaceAll('}', '')) : after
        const text = [...before, JSON.stringify(object, null, space), ...rest]
          .join('\n')
          .replaceAll('\n', newline)
        const decisions = decisionsOf(
          { status: 0, signal: null, late: false, stdout: text, stderr: '' },
          { event: name, file: '/f', limitMs: 1000 },
        )
        expect(decisions.map((decision) => decision.kind)).toContain(kind)
      },
    ),
    { numRuns: 1000 },
  )
})

test('no noise makes an approval or a change out of nothing, nor lets one through', () => {
  const effects = [
    'allow',
    'modify',
    'remember',
    'accept',
    'retry',
    'classify',
    'firstMessage',
    'display',
    'terminal',
  ]
  fc.assert(
    fc.property(event, stdout, fc.string({ minLength: 1 }), (name, text, beside) => {
      fc.pre(beside.trim() !== '' && !/[{}]/.test(beside))
      try {
        const decisions = decisionsOf(
          { status: 0, signal: null, late: false, stdout: `${beside}\n${text}`, stderr: '' },
          { event: name, file: '/f', limitMs: 1000 },
        )
        expect(decisions.filter(({ kind }) => effects.includes(kind))).toEqual([])
      } catch (error) {
        if (!(error instanceof Error) || error.constructor !== Error) throw error
      }
    }),
    { numRuns: 1000 },
  )
})

test.each([
  ['{"decision":"block"}\n', 'SessionStart'],
  ['{"decision":"block"}\n', 'Stop'],
  ['{"systemMessage":"x"} ', 'Stop'],
  ['{  ', 'Stop'],
  ["{'decision'  ", 'Stop'],
  ['{"decision":\n', 'UserPromptSubmit'],
  ['a.b.Errors ', 'Stop'],
  ['\r\n', 'WorktreeCreate'],
] as const)('a hostile megabyte of %j on %s takes no more time than its size', (repeated, name) => {
  const text = repeated.repeat(1_000_000 / repeated.length)
  const started = performance.now()
  for (const status of [0, 1, 2]) {
    try {
      decisionsOf(
        { status, signal: null, late: false, stdout: text, stderr: text },
        { event: name, file: '/f', limitMs: 1000 },
      )
    } catch (error) {
      expect((error as Error).message.length).toBeLessThan(1000)
    }
  }
  // Far from tight, see the test of the JSON search.
  expect(performance.now() - started).toBeLessThan(15_000)
})
