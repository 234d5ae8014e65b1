import { describe, expect, test } from 'vitest'
import type { EventName } from '../../../src/runtime/src/events.ts'
import type { Decision } from '../../../src/runtime/src/types.ts'
import { ALLOW, DENIED, DENY, decided, own, printed } from './printed.ts'

describe('lines beside JSON', () => {
  const pretty = JSON.stringify(DENY, null, 2)

  test.each([
    ['before it', `loading…\n${pretty}\n`],
    ['after it', `${pretty}\ndone\n`],
    ['on its last line', `${JSON.stringify(DENY)} done`],
    ['on all sides, indented, with CRLF', `{\r\n[\r\n  ${pretty.replaceAll('\n', '\r\n')}\r\n}\r\n`],
    ['that are other JSON', `{"level":"info"}\n[1,2]\n${pretty}\n{"level":"info"}`],
    ['that are the beginning of JSON', `{"level": [\n${pretty}\n`],
    ['that are a byte order mark', `\ufeff${pretty}`],
  ])('do not void a refusal: %s', (_, stdout) => {
    expect(decided('PreToolUse', { stdout })).toEqual([DENIED])
  })

  test('several objects decide together', () => {
    const lines = [{ systemMessage: 's' }, DENY, own('PreToolUse', { additionalContext: 'c' })]
    const decisions = [{ kind: 'tell', text: 's' }, DENIED, { kind: 'context', text: 'c' }]
    expect(printed('PreToolUse', ...lines)).toEqual(decisions)
    expect(decided('PreToolUse', { stdout: lines.map((line) => JSON.stringify(line)).join(' ') })).toEqual(
      decisions,
    )
  })

  test.each<[EventName, object]>([
    ['PreToolUse', ALLOW],
    ['PreToolUse', { decision: 'approve' }],
    ['PermissionRequest', own('PermissionRequest', { decision: { behavior: 'allow', updatedInput: {} } })],
    ['PermissionDenied', own('PermissionDenied', { retry: true })],
    ['Elicitation', own('Elicitation', { action: 'accept' })],
    ['PostToolUse', own('PostToolUse', { classifierContext: 'harmless' })],
  ])('make an approval nothing, as in the client: %s %j', (event, output) => {
    expect(printed(event, output)).not.toEqual([])
    expect(printed(event, 'text of others', output)).toEqual([])
    expect(printed(event, output, { suppressOutput: true })).toEqual([])
  })

  test.each<[EventName, object, string]>([
    ['PreToolUse', own('PreToolUse', { updatedInput: { command: 'ls' } }), 'modify'],
    ['MessageDisplay', own('MessageDisplay', { displayContent: 'x' }), 'display'],
  ])('make a change a failure: %s', (event, output, kind) => {
    expect(() => printed(event, 'text of others', output)).toThrow(
      `it printed other lines beside its JSON; ${kind} counts only without them`,
    )
    expect(printed(event, output)).toHaveLength(1)
  })

  test.each([
    '{"decision":"block","reason":"two\nlines"}',
    "{'decision': 'block'}",
    'log\n{"systemMessage":"x","decision":"block",}\nlog',
    'Checking… {"hookSpecificOutput":{}}',
    '{oops}',
  ])('that are broken JSON are a failure: %j', (stdout) => {
    expect(() => decided('PreToolUse', { stdout })).toThrow(/^it printed JSON that is not valid/)
  })
})

describe('a refusal in a form that the client does not take still counts', () => {
  test.each<[EventName, object, Decision['kind']]>([
    ['PreToolUse', { permissionDecision: 'deny', reason: 'r' }, 'deny'],
    ['PreToolUse', { permissionDecision: 'ask', reason: 'r' }, 'ask'],
    ['PreToolUse', { decision: 'deny', reason: 'r' }, 'deny'],
    [
      'PreToolUse',
      { hookSpecificOutput: { permissionDecision: 'deny', permissionDecisionReason: 'r' } },
      'deny',
    ],
    ['PreToolUse', own('PostToolUse', { permissionDecision: 'block', reason: 'r' }), 'deny'],
    ['PreToolUse', own('PreToolUse', { decision: 'block', reason: 'r' }), 'deny'],
    [
      'PermissionRequest',
      own('PreToolUse', { permissionDecision: 'deny', permissionDecisionReason: 'r' }),
      'deny',
    ],
    ['PermissionRequest', { decision: { behavior: 'deny', message: 'r' } }, 'deny'],
    ['Stop', { decision: 'deny', reason: 'r' }, 'block'],
    [
      'UserPromptSubmit',
      own('PreToolUse', { permissionDecision: 'deny', permissionDecisionReason: 'r' }),
      'block',
    ],
  ])('%s: %j', (event, output, kind) => {
    expect(printed(event, output)).toEqual([{ kind, reason: 'r' }])
  })

  test('beside an approval of another event, which does not', () => {
    expect(
      printed('PreToolUse', {
        ...own('Stop', { permissionDecision: 'allow' }),
        continue: false,
        stopReason: 'r',
      }),
    ).toEqual([{ kind: 'stop', reason: 'r' }])
  })

  test('on PermissionRequest to ask is what happens anyway', () => {
    expect(printed('PermissionRequest', { permissionDecision: 'ask' })).toEqual([])
  })
})

describe('an approval in a form that the client does not take', () => {
  test.each<[EventName, object]>([
    ['PreToolUse', { permissionDecision: 'allow' }],
    ['PostToolUse', own('PostToolUse', { permissionDecision: 'allow' })],
    ['UserPromptSubmit', { decision: 'approve' }],
  ])('and ignores is nothing: %s %j', (event, output) => {
    expect(printed(event, output)).toEqual([])
  })

  test.each<[EventName, object, string]>([
    [
      'PreToolUse',
      { decision: 'allow' },
      'it printed a decision of "allow", but PreToolUse knows block, approve',
    ],
    [
      'PreToolUse',
      own('PreToolUse', { permissionDecision: 'yes' }),
      'it printed a hookSpecificOutput.permissionDecision of "yes", but PreToolUse knows deny, ask, allow, defer',
    ],
    [
      'PreToolUse',
      own('Stop', { permissionDecision: 'allow' }),
      'it printed a hookSpecificOutput for "Stop", but the event is PreToolUse',
    ],
    [
      'PreToolUse',
      { hookSpecificOutput: { permissionDecision: 'allow' } },
      'it printed a hookSpecificOutput without "hookEventName": "PreToolUse"',
    ],
    [
      'PermissionRequest',
      own('PermissionRequest', { decision: 'allow' }),
      'it printed a hookSpecificOutput.decision of "allow", but PermissionRequest knows an object',
    ],
    [
      'Elicitation',
      own('Elicitation', { action: 'yes' }),
      'what it printed is not right: accept needs the answers, as an object',
    ],
  ])('and refuses is a failure: %s %j', (event, output, message) => {
    expect(() => printed(event, output)).toThrow(new Error(message))
  })
})
