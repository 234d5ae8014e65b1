import path from 'node:path'
import { expect, test } from 'vitest'
import { samplePayload } from '../../src/core/seen/samples.ts'
import { EVENTS, type EventName } from '../../src/runtime/src/events.ts'
import { put, type Scratch, scratch, snapshot } from '../scenarios/cli.ts'

interface Json {
  readonly payload: { readonly hook_event_name: string; readonly tool_input?: object }
  readonly decision?: string
  readonly hooks: readonly {
    readonly what: string
    readonly fires: string
    readonly run?: {
      readonly outcome: { readonly decision: string; readonly client: string; readonly model?: string }
    }
  }[]
}

const ask = async (at: Scratch, ...args: readonly string[]): Promise<Json> =>
  JSON.parse((await at.done(['explain', ...args, '--json'])).stdout) as Json

const group = (command: string, more: object = {}, matcher = 'Bash') => ({
  matcher,
  hooks: [{ type: 'command', command, ...more }],
})

test('an installed guard is explained, and run on a command it refuses', async () => {
  const at = scratch()
  await at.done(['add', 'block-dangerous-bash', '--yes'])
  const before = snapshot(at.root)
  const { stdout } = await at.done([
    'explain',
    'PreToolUse',
    'Bash',
    '--input',
    'command=rm -rf ~',
    '--run',
    '--yes',
  ])
  expect(stdout).toContain('block-dangerous-bash/guard')
  expect(stdout).toContain('matcher `Bash` is a list of names, and has Bash')
  expect(stdout).toMatch(/deny, exit status 0, \d+ ms/)
  expect(stdout).toContain('the client: the call does not run')
  expect(stdout).toContain('(filesystem/remove-tree): `rm -rf ~` removes ~')
  expect(snapshot(at.root)).toEqual(before)
})

test('matchers and rules say why a hook runs or not', async () => {
  const at = scratch()
  put(at.settings, {
    hooks: {
      PreToolUse: [
        group('git', { if: 'Bash(git *)' }),
        group('npm', { if: 'Bash(npm *)' }),
        group('edit', {}, 'Edit|Write'),
        group('broken', {}, '('),
      ],
    },
  })
  const { hooks } = await ask(at, 'PreToolUse', 'Bash', '--input', 'command=true && git status | cat')
  expect(hooks.map(({ what, fires }) => `${what} ${fires}`)).toEqual([
    'git yes',
    'npm no',
    'edit no',
    'broken no',
  ])
  const { stdout } = await at.done([
    'explain',
    'PreToolUse',
    'Bash',
    '-i',
    'command=true && git status | cat',
  ])
  expect(stdout).toContain('if `Bash(git *)` is met: compared with `true`, `git status`, `cat`')
  expect(stdout).toContain('if `Bash(npm *)` is not met')
  expect(stdout).toContain('matcher `Edit|Write` is a list of names, without Bash')
  expect(stdout.split('\n').filter((line) => line.length > 80 && !line.includes(at.root))).toEqual([])
})

/** The hooks of these projects are of nobody whom the user has approved. */
const RUN = ['--run', '--yes', '--allow-project']

const answer = (own: object) =>
  JSON.stringify({ hookSpecificOutput: { hookEventName: 'PreToolUse', ...own } })

test.each([
  ['exit 2 with a word on stderr', 'echo no >&2; exit 2', 'deny', 'the call does not run'],
  [
    'a JSON deny, whatever the exit status',
    `echo '${answer({ permissionDecision: 'deny', permissionDecisionReason: 'no' })}'; exit 1`,
    'deny',
    'the call does not run',
  ],
  [
    'a line beside the JSON',
    `echo log; echo '${answer({ permissionDecision: 'deny' })}'`,
    'none',
    'plain text',
  ],
  ['a wrong decision', `echo '${answer({ permissionDecision: 'refuse' })}'`, 'failed', 'not valid'],
  [
    'the name of another event',
    `echo '{"hookSpecificOutput":{"hookEventName":"Stop"}}'`,
    'failed',
    'hookEventName',
  ],
  ['braces that hold no JSON', 'echo "{x}"', 'failed', 'looks like JSON'],
  ['another exit status', 'exit 3', 'failed', 'it ended with 3'],
  ['a program that is not there', './gone.sh', 'failed', 'it ended with 127'],
  ['an ask', `echo '${answer({ permissionDecision: 'ask' })}'`, 'ask', 'permission is asked'],
  ['nothing', 'cat > /dev/null', 'none', 'goes on'],
])('what the client makes of %s', async (_, command, decision, client) => {
  const at = scratch()
  put(at.settings, { hooks: { PreToolUse: [group(command)] } })
  const { hooks } = await ask(at, 'PreToolUse', 'Bash', ...RUN)
  expect(hooks[0]?.run?.outcome).toMatchObject({ decision, client: expect.stringContaining(client) })
})

test('a hook that may not fail refuses; one that takes too long is ended, and what it printed is lost', async () => {
  const at = scratch()
  const deny = `echo '${answer({ permissionDecision: 'deny' })}'; sleep 20`
  put(at.settings, {
    hooks: { PreToolUse: [group('exit 3', { onFailure: 'block' }), group(deny, { timeout: 0.3 })] },
  })
  const { hooks, decision } = await ask(at, 'PreToolUse', 'Bash', ...RUN)
  expect(hooks.map(({ run }) => run?.outcome.decision)).toEqual(['deny', 'failed'])
  expect(decision).toBe('deny')
})

test('hooks run in scratch folders: what they write and remove is nobody else’s', async () => {
  const at = scratch()
  put(path.join(at.project, '.claude/hooks/check.sh'), 'touch made; rm -rf ~/* ; echo "$HOME" >&2; exit 2\n')
  put(path.join(at.home, 'keep.txt'), 'kept')
  put(at.settings, { hooks: { PreToolUse: [group('sh "$CLAUDE_PROJECT_DIR"/.claude/hooks/check.sh')] } })
  const before = snapshot(at.root)
  const { hooks } = await ask(at, 'PreToolUse', 'Bash', ...RUN)
  expect(hooks[0]?.run?.outcome.decision).toBe('deny')
  // Its home was a scratch folder, and is told as the one that it stands for.
  expect(hooks[0]?.run?.outcome.model).toContain(at.home)
  expect(snapshot(at.root)).toEqual(before)
})

test('a guard’s verdict has the rule and the part of the command that it is about', async () => {
  const at = scratch()
  await at.done(['add', 'block-dangerous-bash', '--yes'])
  const ask = ['explain', 'PreToolUse', 'Bash', '--run', '--yes', '-i']
  const { stdout } = await at.done([...ask, 'command=cd /tmp && rm -rf ~'])
  expect(stdout).toContain('    rule: filesystem/remove-tree\n')
  expect(stdout).toContain('    part: `rm -rf ~`, characters 12 to 19 of 19\n')
  const hidden = await at.done([...ask, "command=r''m -rf ~"])
  expect(hidden.stdout).toMatch(/rule: filesystem\/remove-tree\n +part: `.*~`/)
  const question = await at.done([...ask, 'command=npm publish'])
  expect(question.stdout).toMatch(/ask, exit status 0.*\n +rule: publish\/\S+\n +part: `npm publish`/)
  expect(question.stdout).toContain('the user reads:')
  const { stdout: json } = await at.done([...ask, 'command=cd /tmp && rm -rf ~', '--json'])
  expect(JSON.parse(json).hooks[0].run.verdicts).toEqual([
    {
      pack: 'block-dangerous-bash',
      rule: 'filesystem/remove-tree',
      part: 'rm -rf ~',
      at: { from: 12, to: 19, of: 19 },
    },
  ])
})

test('hooks of the user run with their scripts, and what they say has the folders that people know', async () => {
  const at = scratch()
  const script = path.join(at.home, '.claude/hooks/check.sh')
  put(script, '#!/bin/sh\necho "no: $HOME and $CLAUDE_PROJECT_DIR" >&2\nexit 2\n')
  put(path.join(at.home, 'bin/other.sh'), 'exit 2\n')
  put(path.join(at.home, '.claude/settings.json'), {
    hooks: { PreToolUse: [group('sh ~/.claude/hooks/check.sh'), group('sh "$HOME"/bin/other.sh x')] },
  })
  const { hooks } = await ask(at, 'PreToolUse', 'Bash', '--run', '--yes')
  expect(hooks.map(({ run }) => run?.outcome.decision)).toEqual(['deny', 'deny'])
  expect(hooks[0]?.run?.outcome.model).toContain(`no: ${at.home} and ${at.project}`)
})

test('what a hook has printed is not told twice', async () => {
  const at = scratch()
  put(at.settings, { hooks: { PreToolUse: [group('echo never again >&2; exit 2')] } })
  const { stdout } = await at.done(['explain', 'PreToolUse', 'Bash', ...RUN])
  expect(stdout.match(/never again$/gm)).toHaveLength(1)
})

test('of answers to a permission request the first counts, not the strongest', async () => {
  const at = scratch()
  const says = (behavior: string) =>
    `echo '${JSON.stringify({ hookSpecificOutput: { hookEventName: 'PermissionRequest', decision: { behavior } } })}'`
  put(at.settings, {
    hooks: { PermissionRequest: [group(says('allow')), group(`sleep 2; ${says('deny')}`)] },
  })
  expect((await ask(at, 'PermissionRequest', 'Bash', ...RUN)).decision).toBe('allow')
})

test.each([
  ['PreToolUse', 'deny wins over'],
  ['Stop', 'one hook that blocks is enough'],
  ['SessionStart', 'no hook can block here'],
  ['MessageDisplay', 'the last text counts'],
])('how decisions on %s become one', async (event, says) => {
  const at = scratch()
  put(at.settings, { hooks: { [event]: [group('one', {}, ''), group('two', {}, '')] } })
  expect((await at.done(['explain', event])).stdout).toContain(`together: ${says}`)
})

test('nothing runs without a yes', async () => {
  const at = scratch()
  put(at.settings, { hooks: { PreToolUse: [group('touch made')] } })
  const { status, stderr } = await at.run(['explain', 'PreToolUse', 'Bash', '--run'])
  expect(status).toBe(1)
  expect(stderr).toContain('error[confirmation-needed]')
})

test('a payload can come from a file or from stdin, and its event from itself', async () => {
  const at = scratch()
  put(at.settings, { hooks: { SessionStart: [group('again', {}, 'resume'), group('new', {}, 'startup')] } })
  const file = path.join(at.root, 'payload.json')
  put(file, { hook_event_name: 'SessionStart', source: 'resume' })
  const { hooks } = await ask(at, '--payload', file)
  expect(hooks.map(({ what, fires }) => `${what} ${fires}`)).toEqual(['again yes', 'new no'])
  expect((await ask(at, 'SessionStart', 'startup')).hooks.map(({ fires }) => fires)).toEqual(['no', 'yes'])
})

test.each([
  [['explain'], 'needs an event or a payload'],
  [['explain', 'PreToolUs'], 'is not an event'],
  [['explain', 'PreToolUse', 'Bash', 'x'], 'one argument too many'],
  [['explain', 'Stop', 'Bash'], 'Stop has no matchers'],
  [['explain', 'PreToolUse', 'bash'], 'no tool `bash`'],
  [['explain', 'PreToolUse', '--input', 'x'], '`--input x`'],
  [['explain', '--payload', 'gone.json'], 'there is no file'],
])('%j is refused', async (args, says) => {
  const { status, stderr } = await scratch().run(args)
  expect(status).toBe(2)
  expect(stderr).toContain(says)
  expect(stderr).toContain('hint: ')
})

test('there is a sample of each of the 33 events', () => {
  const names = Object.keys(EVENTS) as EventName[]
  expect(names).toHaveLength(33)
  for (const event of names) {
    const payload = samplePayload(event, undefined, { cwd: '/project', home: '/home/user' })
    expect(payload).toMatchObject({ hook_event_name: event, cwd: '/project', session_id: expect.any(String) })
  }
})
