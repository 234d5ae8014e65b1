import path from 'node:path'
import { expect, test } from 'vitest'
import { put, refused, type Scratch, scratch } from '../scenarios/cli.ts'

const long = (out: string): readonly string[] => out.split('\n').filter((line) => line.length > 80)

const command = (text: string, more: object = {}, matcher = 'Bash') => ({
  matcher,
  hooks: [{ type: 'command', command: text, ...more }],
})

const LINT = './scripts/lint.sh --with many --options that --nobody --will ever --read to --the end'

/** Hooks of many kinds, some of which do not run. */
function busy(): Scratch {
  const at = scratch()
  put(path.join(at.home, '.claude/settings.json'), {
    enabledPlugins: { 'demo@market': false },
    hooks: { PreToolUse: [command('echo twice')] },
  })
  const plugin = path.join(at.home, '.claude/plugins/cache/market/demo/1.2.3')
  put(path.join(at.home, '.claude/plugins/installed_plugins.json'), {
    version: 2,
    plugins: { 'demo@market': [{ scope: 'user', installPath: plugin, version: '1.2.3' }] },
  })
  // biome-ignore lint/suspicious/noTemplateCurlyInString: the client fills it in
  const check = 'node "${CLAUDE_PLUGIN_ROOT}/check.mjs"'
  put(path.join(plugin, 'hooks/hooks.json'), {
    hooks: { PreToolUse: [command(check)] },
  })
  put(at.settings, {
    hooks: {
      PreToolUse: [command('echo twice'), command(LINT, { if: 'Bash(git push *)' })],
      PostToolUseFailure: [command(LINT, { async: true, timeout: 20 }, 'Edit|MultiEdit|Write|NotebookEdit')],
      SessionStart: [{ hooks: [{ type: 'http', url: 'http://localhost:9/start' }] }],
    },
  })
  put(
    path.join(at.project, '.claude/agents/aide.md'),
    '---\nname: aide\ndescription: x\nhooks:\n  Stop:\n    - hooks:\n        - type: command\n          command: ./aide.sh\n---\n',
  )
  return at
}

test('no screen is wider than 80 columns, and paths are written as people write them', async () => {
  const at = busy()
  await at.done(['add', 'block-dangerous-bash', '--yes'])
  for (const args of [
    ['list'],
    ['list', '--table'],
    ['explain', 'PreToolUse', 'Bash', '-i', `command=git log && ${LINT}`],
    ['explain', 'PreToolUse', 'Bash', '-i', 'command=cd /tmp && rm -rf ~', '--run', '--yes'],
    ['explain', 'PostToolUseFailure', 'Edit'],
    ['doctor'],
  ]) {
    const { stdout } = await at.run(args)
    expect(long(stdout), args.join(' ')).toEqual([])
    expect(stdout, args.join(' ')).not.toContain(at.home)
  }
  const { stdout } = await at.done(['list'])
  expect(stdout).toMatch(/^project {2}\.claude\/settings\.json$/m)
  expect(stdout).toMatch(/^user {2}~\/\.claude\/settings\.json$/m)
})

test('list says the time limit of a pack’s hook, and of what never runs only what keeps it from that', async () => {
  const at = busy()
  await at.done(['add', 'block-dangerous-bash', '--yes'])
  const { stdout } = await at.done(['list'])
  expect(stdout).toMatch(/block-dangerous-bash +1\.0\.0 +PreToolUse +Bash +at most 10 s/)
  expect(stdout).toMatch(/aide\.sh\n +does not run: you have not trusted/)
  expect(stdout).not.toContain('runs in the agent aide')
})

test('with long names beside it, what is said of a pack’s hook stays in its column', async () => {
  const at = scratch()
  await at.done(['add', 'strict', '--yes'])
  const { stdout } = await at.done(['list'])
  expect(long(stdout)).toEqual([])
  expect(stdout).toMatch(
    /^ {2}notify-done .* Stop {20,}async,\n {60,}at most 30 s\n {20,}Notification {12,}async,\n/m,
  )
  expect(stdout).not.toMatch(/at most$/m)
})

test('the table gives each reason once, below', async () => {
  const at = busy()
  await at.done(['add', 'format-on-edit', '--yes'])
  await at.done(['disable', 'format-on-edit', '--yes'])
  const { stdout } = await at.done(['list', '--table'])
  expect(stdout).toMatch(/^project +PreToolUse +Bash +command +600 s +-p only +echo twice$/m)
  expect(stdout).toMatch(/^user +PreToolUse +Bash +command +600 s +no \[1\] +echo twice$/m)
  expect(stdout).toMatch(/^\[1\] does not run: the same hook runs from \.claude\/settings\.json/m)
  expect(stdout).toMatch(/^project +PostToolUse +Edit.* no \[\d\] +format-on-edit/m)
  expect(stdout).toMatch(/^\[\d\] does not run: disabled in hookpack\.json$/m)
  expect(stdout).toMatch(/async /)
})

test('a choice that nothing meets is not told as an empty machine, and a misspelt event is refused', async () => {
  const at = busy()
  const { stdout } = await at.done(['list', '--pack', 'none'])
  expect(stdout).toBe('no such hook; `hooks list` shows all there are\n')
  await refused(at, ['list', '--event', 'pretooluse'], {
    code: 'usage',
    says: ['`pretooluse`'],
    hint: /did you mean `PreToolUse`/,
  })
})

test('hooks that are disabled are told by explain and by doctor', async () => {
  const at = scratch()
  await at.done(['add', 'block-dangerous-bash', 'format-on-edit', '--yes'])
  await at.done(['disable', 'block-dangerous-bash', '--yes'])
  const { stdout } = await at.done(['explain', 'PreToolUse', 'Bash'])
  expect(stdout).toContain('no hook runs')
  expect(stdout).toMatch(/2 on this event do not:\n +block-dangerous-bash\/guard\n/)
  expect(stdout.replace(/\s+/g, ' ')).toContain(
    'does not run: disabled in hookpack.json; `hooks enable block-dangerous-bash/guard` undoes it',
  )
  const json = JSON.parse((await at.done(['explain', 'PreToolUse', 'Bash', '--json'])).stdout)
  expect(json.disabled).toMatchObject([
    { hook: 'block-dangerous-bash/guard', scope: 'project', matcherWas: { met: true } },
    { hook: 'block-dangerous-bash/powershell', scope: 'project', matcherWas: { met: false } },
  ])
  const doctor = await at.done(['doctor'])
  expect(doctor.stdout.replace(/\s+/g, ' ')).toContain(
    'note: block-dangerous-bash/guard, block-dangerous-bash/powershell are disabled in .claude/hookpack/hookpack.json; `hooks enable` undoes it',
  )
  expect(JSON.parse((await at.done(['doctor', '--json'])).stdout)).toMatchObject({
    ok: true,
    disabled: [{ hook: 'block-dangerous-bash/guard' }, { hook: 'block-dangerous-bash/powershell' }],
  })
})

test('what is true of all hooks of a file is said once', async () => {
  const at = scratch()
  put(at.settings, {
    disableAllHooks: true,
    hooks: { PreToolUse: [command('one'), command('two')], Stop: [command('three', {}, '')] },
  })
  const { stdout } = await at.done(['list'])
  expect(stdout.match(/disableAllHooks/g)).toHaveLength(1)
  expect(stdout).toContain('warning: `disableAllHooks` is true: none of these hooks runs')
  put(path.join(at.project, '.claude/settings.local.json'), { disableAllHooks: false })
  expect((await at.done(['list'])).stdout).not.toContain('disableAllHooks')
  const sub = path.join(at.project, 'sub')
  put(path.join(sub, 'x'), '')
  const elsewhere = (await at.done(['list', '--scope', 'project'], { cwd: sub })).stdout
  expect(elsewhere.match(/none of these runs: read only when/g)).toHaveLength(1)
})
