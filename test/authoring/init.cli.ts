import { mkdirSync, readFileSync, symlinkSync } from 'node:fs'
import path from 'node:path'
import { execa } from 'execa'
import { describe, expect, test } from 'vitest'
import { BIN, put, readJson, refused, type Scratch, scratch, snapshot } from '../scenarios/cli.ts'

const REPOSITORY = path.resolve(import.meta.dirname, '../..')

interface Made {
  readonly name: string
  readonly template: string
  readonly event: string | null
  readonly folder: string
  readonly files: readonly string[]
  readonly written: boolean
  readonly next: readonly string[]
}

async function made(at: Scratch, args: readonly string[]): Promise<Made> {
  const { stdout } = await at.done(['init', ...args, '--json'])
  return JSON.parse(stdout) as Made
}

/** Runs `hooks validate --strict` and `hooks test` in a pack; gives how many cases passed and were not run. */
async function validatedAndTested(at: Scratch, cwd: string): Promise<readonly [number, number]> {
  const validated = await at.run(['validate', '--strict', '--json'], { cwd })
  expect(validated, validated.stdout).toMatchObject({ status: 0, stderr: '' })
  expect(JSON.parse(validated.stdout)).toMatchObject({ ok: true, errors: [], warnings: [] })
  const tested = await at.run(['test', '--json'], { cwd })
  expect(tested, tested.stdout).toMatchObject({ status: 0, stderr: '' })
  const { ok, passed, failed, notRun } = JSON.parse(tested.stdout)
  expect({ ok, failed }).toEqual({ ok: true, failed: 0 })
  return [passed, notRun]
}

describe('a new pack has no fault, and its cases pass', () => {
  const common = ['README.md', 'cases/check.json', 'hooks.json', 'package.json']
  test.each([
    ['guard', ['hooks/check.cjs'], 'PreToolUse', [3, 0]],
    ['bash', ['hooks/check.sh'], 'PreToolUse', [2, 0]],
    ['python', ['hooks/check.py'], 'PreToolUse', [3, 0]],
    ['http', [], 'PostToolUse', [0, 1]],
    ['prompt', [], 'PreToolUse', [0, 1]],
  ])('%s', async (template, handlers, event, counts) => {
    const at = scratch()
    const folder = path.join(at.project, 'my-pack')
    expect(await made(at, ['@you/my-pack', '--template', template])).toEqual({
      ...{ name: '@you/my-pack', template, event, folder, written: true },
      files: [...common, ...handlers].sort(),
      next: ['cd my-pack', 'hooks validate', 'hooks test'],
    })
    expect(readJson<{ name: string }>(path.join(folder, 'package.json')).name).toBe('@you/my-pack')
    expect(await validatedAndTested(at, folder)).toEqual(counts)
  })

  test('team', async () => {
    const at = scratch()
    const { folder, event } = await made(at, ['our-hooks', '-t', 'team'])
    expect(event).toBeNull()
    expect(readJson<{ packs: object }>(path.join(folder, 'hooks.json')).packs).toHaveProperty(
      'block-dangerous-bash',
    )
    expect(await validatedAndTested(at, folder)).toEqual([0, 0])
    const { stdout } = await at.done(['test', folder])
    expect(stdout).toBe('our-hooks has no hooks of its own: there is nothing to run\n')
  })

  test('typescript, once it is built', async () => {
    const at = scratch()
    const { folder, next } = await made(at, ['my-pack', '-t', 'typescript'])
    expect(next).toEqual(['cd my-pack && npm install && npm run build', 'hooks validate', 'hooks test'])
    for (const args of [['validate'], ['test'], ['pack', '--dry-run']]) {
      const before = await at.run(args, { cwd: folder })
      expect(before.status).toBe(1)
      expect(before.stdout + before.stderr).toMatch(/no file `dist\/check.cjs`[\s\S]*build it/)
    }
    install(folder)
    const { scripts } = readJson<{ scripts: Record<string, string> }>(path.join(folder, 'package.json'))
    for (const script of ['check', 'build']) await runScript(folder, scripts[script] ?? '')
    expect(await validatedAndTested(at, folder)).toEqual([3, 0])
  })
})

/** What `npm install` would do, with the packages that this repository has. */
function install(folder: string): void {
  mkdirSync(path.join(folder, 'node_modules/@hookpack'), { recursive: true })
  symlinkSync(
    path.join(REPOSITORY, 'src/runtime'),
    path.join(folder, 'node_modules/@hookpack/runtime'),
    'dir',
  )
}

/** What `npm run` does. */
async function runScript(cwd: string, script: string): Promise<void> {
  const [program = '', ...args] = script.split(' ')
  await execa(path.join(REPOSITORY, 'node_modules/.bin', program), args, { cwd })
}

test('versions that a template names are those of this repository', () => {
  const named = readJson<{ devDependencies: Record<string, string> }>(
    path.join(REPOSITORY, 'templates/typescript/package.json'),
  ).devDependencies
  const own = readJson<{ version: string }>(path.join(REPOSITORY, 'src/runtime/package.json')).version
  const ours = readJson<{ devDependencies: Record<string, string> }>(
    path.join(REPOSITORY, 'package.json'),
  ).devDependencies
  const minor = (version = '') =>
    version
      .replace(/^[^\d]*/, '')
      .split('.')
      .slice(0, 2)
      .join('.')
  expect(minor(named['@hookpack/runtime'])).toBe(minor(own))
  expect(minor(named['esbuild'])).toBe(minor(ours['esbuild']))
})

describe('hooks init', () => {
  test('says what was made, and the next three commands', async () => {
    const at = scratch()
    const { stdout } = await at.done(['init', 'my-pack'])
    expect(stdout).toBe(`made my-pack in ${path.join(at.project, 'my-pack')} (template guard, on PreToolUse)
  README.md
  cases/check.json
  hooks.json
  hooks/check.cjs
  package.json

next:
  cd my-pack
  hooks validate
  hooks test
`)
  })

  test('makes a pack for another event, in another folder', async () => {
    const at = scratch()
    const folder = path.join(at.root, 'packs', 'greeter')
    await at.done(['init', 'hello', '--event', 'SessionStart', '--dir', '../packs/greeter'])
    const { hooks } = readJson<{ hooks: readonly object[] }>(path.join(folder, 'hooks.json'))
    expect(hooks).toEqual([
      expect.objectContaining({ event: 'SessionStart', handler: { module: 'hooks/check.cjs' } }),
    ])
    expect(hooks[0]).not.toHaveProperty('tools')
    expect(readFileSync(path.join(folder, 'hooks/check.cjs'), 'utf8')).toContain('decide.context(')
    expect(await validatedAndTested(at, folder)).toEqual([3, 0])
  })

  test('fills an empty folder, and writes nothing with --dry-run', async () => {
    const at = scratch()
    mkdirSync(path.join(at.project, 'my-pack'))
    const before = snapshot(at.root)
    const { stdout } = await at.done(['init', 'my-pack', '--dry-run'])
    expect(stdout).toMatch(/^would make my-pack in /)
    expect(stdout).toMatch(/\n {2}hooks\.json\n[\s\S]*\nnothing was written\n$/)
    expect(snapshot(at.root)).toEqual(before)
    expect((await made(at, ['my-pack', '-n'])).written).toBe(false)
    await at.done(['init', 'my-pack'])
  })

  test('has a pack that can be installed and decides', async () => {
    const at = scratch()
    const { folder } = await made(at, ['my-pack', '-t', 'bash'])
    await at.done(['add', folder, '--yes'])
    expect((await at.done(['list'])).stdout).toContain('my-pack')
  })

  test('never overwrites anything', async () => {
    const at = scratch()
    put(path.join(at.project, 'my-pack/notes.txt'), 'mine')
    put(path.join(at.project, 'a-file'), 'mine')
    await refused(at, ['init', 'my-pack'], {
      code: 'folder-not-empty',
      says: [/my-pack is not empty/],
      hint: '--dir',
    })
    await refused(at, ['init', 'other', '--dir', 'a-file'], {
      code: 'folder-not-empty',
      says: [/a-file cannot be a folder/],
      hint: '--dir',
    })
  })

  test.each([
    ['a name that is none', ['My Pack'], '`My Pack` is not a name', 'my-pack'],
    ['a folder for a name', ['../pack'], '`../pack` is not a name', 'my-pack'],
    ['no name', [], 'needs <name>', '--help'],
    ['a template that does not exist', ['p', '-t', 'gaurd'], 'no template `gaurd`', 'did you mean `guard`'],
    ['an event that does not exist', ['p', '--event', 'Stopp'], '`Stopp` is not an event', '`Stop`'],
    ['an event that no template suits', ['p', '--event', 'WorktreeCreate'], 'make every worktree', /./],
    ['an event for a team', ['p', '-t', 'team', '--event', 'Stop'], 'has no hook', 'leave --event out'],
    [
      'an event on which the client runs no such handler',
      ['p', '-t', 'http', '--event', 'SessionStart'],
      'no http handlers on SessionStart',
      'guard',
    ],
  ])('refuses %s', async (_, args, says, hint) => {
    await refused(scratch(), ['init', ...args], { code: 'usage', says: [says], hint })
  })

  test.runIf(process.platform === 'linux')('lists the templates on a terminal', async () => {
    const at = scratch()
    const inTerminal = async (args: string): Promise<string> => {
      const command = `"${process.execPath}" "${BIN}" init ${args}`
      const { stdout } = await execa('script', ['-qec', command, '/dev/null'], {
        cwd: at.project,
        env: at.env,
        extendEnv: false,
      })
      return stdout.replaceAll('\r', '')
    }
    const listed = await inTerminal('one')
    expect(listed).toMatch(
      /templates:\n {2}guard +a function in JavaScript[\s\S]* {2}team +brings other packs/,
    )
    expect(listed).toContain('choose another with --template <name>')
    expect(listed).toContain('made one in ')
    for (const args of ['two --yes', 'three --template guard'])
      expect(await inTerminal(args)).not.toContain('templates:')
  })
})
