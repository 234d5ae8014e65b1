import { describe, expect, test } from 'vitest'
import { isForeign, matches } from '../../src/runtime/src/agent.ts'
import type { Answer } from '../../src/runtime/src/encode.ts'
import * as morePart from '../../src/runtime/src/more.ts'
import { runHooks } from '../../src/runtime/src/run.ts'
import type { Decide, Handler, TableHook } from '../../src/runtime/src/types.ts'

type Guard = Handler<'PreToolUse'>
type Hook = Partial<TableHook> & { readonly handler: Guard }

const deny: Guard = (_, decide) => decide.deny('no')
const fail: Guard = () => {
  throw new Error('oh')
}

/** Runs all hooks on one payload, as one process would. */
async function runAll(
  hooks: readonly Hook[],
  payload: object = {},
  env: Record<string, string> = {},
): Promise<Answer> {
  const names = hooks.map((_, at) => `pack/${at}`)
  const entries = hooks.map(({ handler: _, ...hook }, at): [string, TableHook] => [
    `pack/${at}`,
    {
      event: 'PreToolUse',
      module: String(at),
      pack: 'p',
      options: {},
      failure: 'block',
      timeout: 10,
      ...hook,
    },
  ])
  const sent = { hook_event_name: 'PreToolUse', session_id: 's1', tool_name: 'Bash', ...payload }
  const { answer } = await runHooks({
    root: '/scope',
    table: { version: 1, hooks: Object.fromEntries(entries) },
    hooks: names,
    payload: sent,
    text: () => JSON.stringify(sent),
    env,
    files: {
      text: () => '',
      requireFor: () => ({ load: require, node: () => require }),
      load: (file) => hooks[Number(file.slice('/scope/'.length))]?.handler,
      check: () => undefined,
    },
    elapsed: () => 0,
    onStray: () => undefined,
    parts: { more: () => morePart },
  })
  return answer
}

const decisionOf = ({ stdout }: Answer): Record<string, string> => JSON.parse(stdout).hookSpecificOutput
const late = (ms: number, decide: () => ReturnType<Guard>): ReturnType<Guard> =>
  new Promise((resolve) => setTimeout(resolve, ms)).then(decide)

describe('several hooks in one process', () => {
  test('are merged: the strongest decides, contexts are joined in order', async () => {
    const answer = await runAll([
      { handler: (_, decide) => late(20, () => decide.context('first')) },
      { handler: (_, decide) => decide.ask('sure?') },
      { handler: (_, decide) => decide.context('second') },
      { handler: () => undefined },
      { handler: (_, decide) => late(1, () => decide.deny('no')) },
    ])
    expect(decisionOf(answer)).toMatchObject({
      permissionDecision: 'deny',
      permissionDecisionReason: 'no',
      additionalContext: 'first\nsecond',
    })
  })

  test('wait side by side', async () => {
    const before = performance.now()
    const handler: Guard = (_, decide) => late(200, () => decide.context('x'))
    await runAll([{ handler }, { handler }, { handler }, { handler }])
    expect(performance.now() - before).toBeLessThan(600)
  })

  test('do not disturb each other when one fails', async () => {
    const soft = await runAll([
      { handler: fail, failure: 'continue' },
      { handler: (_, decide) => decide.allow('fine') },
    ])
    expect(decisionOf(soft)).toMatchObject({ permissionDecision: 'allow' })
    expect(soft).toMatchObject({ status: 0, stderr: 'hookpack: pack/0 failed: oh' })
    const hard = await runAll([{ handler: fail }, { handler: (_, decide) => decide.allow('fine') }])
    expect(decisionOf(hard)).toMatchObject({
      permissionDecision: 'deny',
      permissionDecisionReason: expect.stringContaining('pack/0 failed: oh'),
    })
  })

  test('run only on their own event', async () => {
    expect(
      await runAll([{ handler: deny }, { handler: deny, event: 'Stop', failure: 'continue' }], {
        hook_event_name: 'Stop',
      }),
    ).toMatchObject({
      stdout: '',
      stderr: expect.stringContaining('decide.deny does not exist on Stop'),
    })
    expect(await runAll([{ handler: deny }], { hook_event_name: 'SomethingNew' })).toEqual({
      stdout: '',
      stderr: '',
      status: 0,
    })
  })
})

describe('a hook that blocks on failure', () => {
  test.each([
    ['PreToolUse', 0, { hookSpecificOutput: { permissionDecision: 'deny' } }],
    ['PermissionRequest', 0, { hookSpecificOutput: { decision: { behavior: 'deny' } } }],
    ['PreModelSwitch', 0, { hookSpecificOutput: { permissionDecision: 'deny' } }],
    ['UserPromptSubmit', 0, { decision: 'block' }],
    ['PostToolUse', 0, { decision: 'block' }],
    ['Stop', 0, { decision: 'block' }],
    ['TeammateIdle', 2, undefined],
    ['SessionStart', 1, undefined],
    ['Notification', 1, undefined],
    ['FileChanged', 1, undefined],
  ] as const)('on %s ends with status %i', async (event, status, output) => {
    const answer = await runAll([{ handler: fail, event }], { hook_event_name: event })
    expect(answer).toMatchObject({ status, stderr: expect.stringContaining('pack/0 failed: oh') })
    if (output) expect(JSON.parse(answer.stdout)).toMatchObject(output)
    else expect(answer.stdout).toBe('')
  })
})

describe('another agent that executes the same settings', () => {
  const agents: readonly (readonly [string, object, Record<string, string>])[] = [
    ['Copilot', {}, { COPILOT_CLI: '1' }],
    ['Copilot inside Claude Code', {}, { COPILOT_CLI: '1', CLAUDE_CODE_SESSION_ID: 'another' }],
    [
      'VS Code',
      { hook_event_name: undefined, session_id: undefined, hookEventName: 'PreToolUse', sessionId: 's1' },
      {},
    ],
    ['Cursor', { hook_event_name: 'preToolUse', conversation_id: 'c', cursor_version: '2' }, {}],
  ]

  test.each(agents)('%s is answered a deny by status 2 and stderr', async (_, payload, env) => {
    expect(await runAll([{ handler: deny }, { handler: deny }], payload, env)).toEqual({
      stdout: '',
      stderr: 'no\nno',
      status: 2,
    })
  })

  test.each(agents)(
    '%s is let go on when a hook fails, asks, allows or says something',
    async (_, payload, env) => {
      const softly = (pick: (decide: Decide<'PreToolUse'>) => ReturnType<Guard>): Hook => ({
        handler: (__, decide) => pick(decide),
      })
      const hooks = [
        { handler: fail },
        softly((decide) => decide.ask('?')),
        softly((decide) => decide.allow('fine')),
        softly((decide) => decide.modify({ command: 'x' })),
        softly((decide) => decide.context('c')),
      ]
      const answer = await runAll(hooks, payload, env)
      expect(answer).toEqual({ stdout: '', stderr: 'hookpack: pack/0 failed: oh', status: 0 })
    },
  )

  test.each(agents)('%s does not reach a hook whose matcher names another tool', async (_, payload, env) => {
    const answer = await runAll([{ handler: deny, matcher: 'Edit|Write' }], payload, env)
    expect(answer).toEqual({ stdout: '', stderr: '', status: 0 })
  })

  test('is not suspected where Claude Code was started from its shell', () => {
    const env = { COPILOT_CLI: '1', CLAUDE_CODE_SESSION_ID: 's1' }
    expect(isForeign({ hook_event_name: 'PreToolUse', session_id: 's1' }, env)).toBe(false)
    expect(isForeign({ hook_event_name: 'PreToolUse', session_id: 's1' }, {})).toBe(false)
    expect(isForeign({}, {})).toBe(false)
  })
})

test.each([
  [undefined, 'Bash', true],
  ['', 'Bash', true],
  ['*', 'Bash', true],
  ['Bash', 'Bash', true],
  ['bash', 'Bash', false],
  ['Ba', 'Bash', false],
  ['Edit|Write', 'Write', true],
  ['Edit, Write', 'Write', true],
  ['Edit Write', 'Write', false],
  ['Bash|', 'Bash', true],
  ['B.*', 'Bash', true],
  ['^Ba', 'Bash', true],
  ['mcp__demo', 'mcp__demo__echo', false],
  ['mcp__demo__.*', 'mcp__demo__echo', true],
  ['mcp__my-srv__echo', 'mcp__my-srv__echo', true],
  ['/Bash/', 'Bash', false],
  ['(', 'Bash', false],
])('the matcher %j on %s is %s, as in the client', (matcher, name, expected) => {
  expect(matches(matcher, name)).toBe(expected)
})
