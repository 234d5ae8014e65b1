import fc from 'fast-check'
import { describe, expect, test } from 'vitest'
import { encode } from '../../src/runtime/src/encode.ts'
import { SILENCE } from '../../src/runtime/src/silence.ts'
import type { Decision, VerdictKind } from '../../src/runtime/src/types.ts'

const verdict = (kind: VerdictKind, reason: string): Decision => ({ kind, reason })
const modify = (command: string): Decision => ({ kind: 'modify', input: { command } })
const context = (text: string): Decision => ({ kind: 'context', text })

const onPreToolUse = (...decisions: Decision[]): unknown => JSON.parse(encode('PreToolUse', decisions).stdout)
const own = (fields: object): object => ({ hookSpecificOutput: { hookEventName: 'PreToolUse', ...fields } })
const permission = (kind: string, reason: string): object => ({
  permissionDecision: kind,
  permissionDecisionReason: reason,
})

test('no decision is silence', () => {
  expect(encode('PreToolUse', [])).toEqual(SILENCE)
})

describe('on PreToolUse', () => {
  test.each([
    ['a deny', [verdict('deny', 'a')], own(permission('deny', 'a'))],
    ['an ask', [verdict('ask', 'a')], own(permission('ask', 'a'))],
    ['an allow', [verdict('allow', 'a')], own(permission('allow', 'a'))],
    ['a defer', [verdict('defer', 'a')], own(permission('defer', 'a'))],
    ['a new input', [modify('x')], own({ updatedInput: { command: 'x' } })],
    [
      'an allowed new input',
      [modify('x'), verdict('allow', 'a')],
      own({ ...permission('allow', 'a'), updatedInput: { command: 'x' } }),
    ],
    ['a denied new input', [modify('x'), verdict('deny', 'a')], own(permission('deny', 'a'))],
    ['two contexts', [context('a'), context('b')], own({ additionalContext: 'a\nb' })],
    ['two denies', [verdict('deny', 'a'), verdict('deny', 'b')], own(permission('deny', 'a\nb'))],
    ['a word to the user', [{ kind: 'tell', text: 'a' }], { systemMessage: 'a' }],
    [
      'a stop',
      [{ kind: 'stop', reason: 'a' }],
      { continue: false, stopReason: 'a', ...own(permission('deny', 'a')) },
    ],
    [
      'a deny with context and a word',
      [context('c'), verdict('deny', 'a'), { kind: 'tell', text: 't' }],
      { systemMessage: 't', ...own({ ...permission('deny', 'a'), additionalContext: 'c' }) },
    ],
  ] as const)('%s is one document', (_, decisions, expected) => {
    expect(onPreToolUse(...decisions)).toEqual(expected)
  })

  test('deny wins over defer, defer over ask, ask over allow, in whatever order they come', () => {
    const order: readonly VerdictKind[] = ['deny', 'defer', 'ask', 'allow']
    fc.assert(
      fc.property(fc.array(fc.constantFrom(...order), { minLength: 1 }), (kinds) => {
        const strongest = order.find((kind) => kinds.includes(kind)) ?? ''
        const reasons = kinds.flatMap((kind, at) => (kind === strongest ? [String(at)] : [])).join('\n')
        expect(onPreToolUse(...kinds.map((kind, at) => verdict(kind, String(at))))).toEqual(
          own(permission(strongest, reasons)),
        )
      }),
    )
  })

  test('the last of two different inputs counts, and the user is told', () => {
    expect(onPreToolUse(modify('x'), modify('y'))).toEqual({
      systemMessage: expect.stringContaining('several hooks rewrote the input'),
      ...own({ updatedInput: { command: 'y' } }),
    })
    expect(onPreToolUse(modify('x'), modify('x'))).toEqual(own({ updatedInput: { command: 'x' } }))
  })

  test('any text is one line of JSON that reads back the same', () => {
    fc.assert(
      fc.property(fc.string({ minLength: 1, unit: 'binary' }), (text) => {
        const { stdout } = encode('PreToolUse', [verdict('deny', text)])
        expect(stdout).not.toContain('\n')
        expect(JSON.parse(stdout)).toEqual(own(permission('deny', text)))
      }),
    )
  })
})

describe('other events', () => {
  test.each([
    'PostToolUse',
    'Stop',
    'UserPromptSubmit',
    'SubagentStop',
    'ConfigChange',
    'PreCompact',
    'TaskCreated',
    'TaskCompleted',
  ] as const)('%s is blocked by JSON', (event) => {
    expect(encode(event, [verdict('block', 'a')])).toEqual({
      stdout: '{"decision":"block","reason":"a"}',
      stderr: '',
      status: 0,
    })
  })

  test.each(['TeammateIdle', 'WorktreeCreate'] as const)('%s is blocked by status 2', (event) => {
    expect(encode(event, [verdict('block', 'a')])).toEqual({ stdout: '', stderr: 'a', status: 2 })
  })

  test('PermissionRequest has a form of its own', () => {
    const behaviour = (decision: Decision): unknown =>
      JSON.parse(encode('PermissionRequest', [decision]).stdout).hookSpecificOutput
    expect(behaviour(verdict('deny', 'a'))).toEqual({
      hookEventName: 'PermissionRequest',
      decision: { behavior: 'deny', message: 'a' },
    })
    expect(behaviour(verdict('allow', 'a'))).toEqual({
      hookEventName: 'PermissionRequest',
      decision: { behavior: 'allow' },
    })
  })

  test('context carries the name of its event', () => {
    expect(encode('SessionStart', [context('a')]).stdout).toBe(
      '{"hookSpecificOutput":{"hookEventName":"SessionStart","additionalContext":"a"}}',
    )
  })

  test('a worktree is where the first hook made it, whatever others say', () => {
    const made = (text: string): Decision => ({ kind: 'worktree', text })
    expect(encode('WorktreeCreate', [verdict('block', 'no'), made('/a'), made('/b')])).toEqual({
      stdout: '/a',
      stderr: '',
      status: 0,
    })
  })

  test('compacting gets the instructions of all hooks as plain text, and JSON only to be blocked', () => {
    const told = (text: string): Decision => ({ kind: 'instructions', text })
    expect(encode('PreCompact', [told('keep a'), told('keep b')]).stdout).toBe('keep a\n\nkeep b')
    expect(encode('PreCompact', [told('keep a'), verdict('block', 'no')]).stdout).toBe(
      '{"decision":"block","reason":"no"}',
    )
  })

  test.each([
    [['accept', 'cancel'], 'cancel'],
    [['cancel', 'accept'], 'accept'],
    [['decline', 'accept'], 'decline'],
    [['accept', 'decline', 'cancel'], 'decline'],
  ] as const)('an elicitation that gets %j is answered with %s', (kinds, action) => {
    const decisions = kinds.map((kind): Decision => (kind === 'accept' ? { kind, content: {} } : { kind }))
    expect(JSON.parse(encode('Elicitation', decisions).stdout).hookSpecificOutput.action).toBe(action)
  })

  test('an allowed permission carries the new input and the rules, a denied one neither', () => {
    const decisions: Decision[] = [
      verdict('allow', 'a'),
      modify('x'),
      { kind: 'remember', permissions: [{ type: 'addRules' }] },
    ]
    const answer = (more: Decision[]): unknown =>
      JSON.parse(encode('PermissionRequest', [...decisions, ...more]).stdout).hookSpecificOutput.decision
    expect(answer([])).toEqual({
      behavior: 'allow',
      updatedInput: { command: 'x' },
      updatedPermissions: [{ type: 'addRules' }],
    })
    expect(answer([verdict('interrupt', 'no')])).toEqual({ behavior: 'deny', message: 'no', interrupt: true })
  })

  test('what there can be one of is that of the last hook, and watched paths are those of all', () => {
    const decisions: Decision[] = [
      { kind: 'title', text: 'a' },
      { kind: 'firstMessage', text: 'a' },
      { kind: 'watch', paths: ['/a', '/b'] },
      { kind: 'title', text: 'b' },
      { kind: 'firstMessage', text: 'b' },
      { kind: 'watch', paths: ['/b', '/c'] },
      { kind: 'reloadSkills' },
    ]
    expect(JSON.parse(encode('SessionStart', decisions).stdout)).toEqual({
      hookSpecificOutput: {
        hookEventName: 'SessionStart',
        sessionTitle: 'b',
        initialUserMessage: 'b',
        watchPaths: ['/a', '/b', '/c'],
        reloadSkills: true,
      },
    })
  })
})
