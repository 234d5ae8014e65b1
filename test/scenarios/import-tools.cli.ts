import { existsSync } from 'node:fs'
import path from 'node:path'
import { describe, expect, test } from 'vitest'
import { put, readJson, scratch, snapshot } from './cli.ts'
import {
  BASH,
  elsewhere,
  expectGuards,
  expectRefused,
  type Files,
  GUARD,
  imported,
  withFiles,
} from './importing.ts'

describe('HOOK.md of OpenClaw', () => {
  const head = (openclaw: object, more: string): string =>
    `---\nname: guard\ndescription: d\nmetadata: ${JSON.stringify({ openclaw })}\n${more}---\n# Guard\n`

  test('what it requires is declared by the pack, or told', async () => {
    const requires = {
      ...{
        bins: ['grep'],
        anyBins: ['rg', 'ag'],
        env: ['GUARD_TOKEN', 'not a name'],
        config: ['workspace.dir'],
      },
      os: ['linux', 'darwin'],
    }
    const md = head(
      { requires, install: [{ kind: 'brew' }] },
      'hooks:\n  - event: PreToolUse\n    matcher: Bash\n',
    )
    const at = withFiles({ 'g/HOOK.md': md, 'g/guard.sh': GUARD })
    const { notes } = await imported(at, 'g')
    expect(readJson(path.join(at.project, 'theirs/hooks.json'))).toMatchObject({
      requires: { commands: ['grep'], platforms: ['linux', 'darwin'] },
      permissions: { env: ['GUARD_TOKEN'] },
    })
    expect(notes).toEqual([
      'it needs one of the programs rg, ag',
      'it needs settings of OpenClaw, which Claude Code has not: workspace.dir',
      'what its `install` names was not installed',
    ])
    await expectGuards(at)
  })

  test('events of its own stay, and a missing script is named', async () => {
    const at = withFiles({
      'own/HOOK.md': head({ events: ['command:new'] }, ''),
      'bare/HOOK.md': head({ requires: 'x' }, 'hooks:\n  - event: Stop\n'),
    })
    const before = snapshot(at.root)
    const whys = { own: '`command:new` is no event of Claude Code', bare: 'such as guard.sh' }
    for (const [name, why] of Object.entries(whys)) {
      const { status, stdout } = await at.run(['import', name])
      expect(status).toBe(1)
      expect(stdout.replace(/\s+/g, ' ')).toContain(why)
    }
    expect(snapshot(at.root)).toEqual(before)
  })
})

describe('files of other tools', () => {
  test('one hook of agpm; a time limit over an hour is an hour', async () => {
    const at = withFiles({
      'one.json': {
        ...{ events: ['PreToolUse'], matcher: 'Bash', type: 'command', description: 'd' },
        ...{ command: '.claude/scripts/guard.sh', timeout: 5000 },
      },
      '.claude/scripts/guard.sh': GUARD,
    })
    const { notes } = await imported(at, 'one.json')
    expect(notes).toEqual([expect.stringContaining('[0] gets an hour')])
    await expectGuards(await elsewhere(at))
  })

  test('tools and folders of other agents get the names that Claude Code has for them', async () => {
    const hook = (command: string) => [{ type: 'command', command }]
    const sources: Files = {
      '.devin/hooks.v1.json': { PreToolUse: [{ matcher: 'exec', hooks: hook('$DEVIN_PROJECT_DIR/g.sh') }] },
      '.gemini/settings.json': {
        hooks: { BeforeTool: [{ matcher: 'run_shell_command', hooks: hook('$GEMINI_PROJECT_DIR/g.sh') }] },
      },
      '.cursor/hooks.json': { version: 1, hooks: { preToolUse: [{ matcher: 'Shell', command: './g.sh' }] } },
    }
    for (const [name, content] of Object.entries(sources)) {
      const at = withFiles({ [name]: content, 'g.sh': GUARD })
      expect((await imported(at, '.')).shape).toBe('other agent')
      await expectGuards(await elsewhere(at))
    }
  })

  test('cases of cc-hook-test come along with their hook, and pass', async () => {
    const cases = [
      {
        name: 'refuses',
        input: { tool_input: { command: 'rm -rf /' } },
        expect_exit: 2,
        expect_stderr: 'not that',
      },
      { name: 'allows', input: { tool_input: { command: 'ls' } }, expect_exit: 0 },
    ]
    const hook = { event: 'PreToolUse', matcher: 'Bash', command: './guard.sh' }
    const at = withFiles({ 'g/hook.json': hook, 'g/guard.sh': GUARD, 'g/tests.json': cases })
    const { notes } = await imported(at, 'g')
    expect(notes).toEqual([expect.stringContaining('its cases came along as cases/pre-tool-use-guard.json')])
    expect((await at.done(['test', 'theirs'])).stdout).toContain('2 passed')
  })

  test('cases that are none of cc-hook-test are left where they are', async () => {
    const hook = { event: 'PreToolUse', matcher: 'Bash', command: './guard.sh' }
    const at = withFiles({ 'hook.json': hook, 'guard.sh': GUARD, 'tests.json': '[{"name": "x"}, {' })
    await imported(at, 'hook.json')
    expect(existsSync(path.join(at.project, 'theirs/cases'))).toBe(false)
  })

  test('of a folder without known places all JSON with hooks is taken; what has faults is told', async () => {
    const at = withFiles({
      'd/a.json': BASH('sh .claude/hooks/a.sh'),
      'd/a.sh': GUARD,
      'd/b.json': { event: 'Stop', command: 'true' },
      'd/broken.json': '{',
      'd/data.json': { hooksCount: 2 },
      'd/tsconfig.json': '{',
      'd/z.json': { supportingFiles: [{ source: '../a' }], hooks: {} },
    })
    const { hooks, notes } = await imported(at, 'd')
    expect(hooks).toMatchObject([{ script: 'files/a.sh' }, { event: 'Stop' }])
    expect(notes).toEqual([
      expect.stringContaining('broken.json was left out: it is not JSON'),
      expect.stringContaining('z.json was left out: `../a` is no path inside its folder'),
    ])
  })

  test('what is of a known kind, and no hook, is called by its name', async () => {
    const kinds: Readonly<Record<string, readonly [content: string | object, says: string]>> = {
      'skills-lock.json': [{ version: 1, skills: { x: { source: 'a/b' } } }, 'it locks skills, and no hooks'],
      'tests.json': [[{ name: 'n', input: {}, expect_exit: 2 }], 'these are cases of cc-hook-test'],
      'apm.yml': ['name: x\nlifecycle:\n  install: touch installed\n', '`lifecycle` runs when apm installs'],
      'apm.lock.yaml': ['deployments: []\n', 'it is a lockfile'],
      'prpm.lock': [{ packages: { x: { hookMetadata: { hookId: 'x' } } } }, 'it is a lockfile'],
      'lefthook.yml': ['pre-commit:\n  jobs: []\n', 'its hooks run in git'],
      'marketplace.json': [
        { name: 'm', plugins: [{ name: 'a', source: './a' }] },
        'import the folder of one, such as ./a',
      ],
      'hooks.json': [{ modules: ['./x.ts'], hooks: {} }, 'its `modules` are functions'],
    }
    const at = scratch()
    for (const [name, [content, says]] of Object.entries(kinds)) {
      put(path.join(at.project, name), content)
      await expectRefused(at, name, says)
    }
  })
})
