import { execFileSync } from 'node:child_process'
import fs from 'node:fs'
import path from 'node:path'
import { beforeEach, describe, expect, it } from 'vitest'
import { payloadOf, runCase } from '../../../src/runtime/src/testing/index.ts'
import { ownState, schemaDefaults } from '../../_shared/test/pack-under-test.ts'
import atStart from '../src/at-start.ts'
import create from '../src/create.ts'
import { commandFor } from '../src/install.ts'
import { DEFAULTS } from '../src/options.ts'
import remove from '../src/remove.ts'

const { folder } = ownState()

it('the defaults are those of the schema', () => expect(DEFAULTS).toEqual(schemaDefaults('worktree-setup')))

const git = (cwd: string, ...args: string[]): string => {
  const identity = ['-c', 'user.name=A', '-c', 'user.email=a@example.com', '-c', 'commit.gpgSign=false']
  return execFileSync('git', [...identity, ...args], {
    cwd,
    encoding: 'utf8',
    stdio: ['ignore', 'pipe', 'ignore'],
  })
}
const put = (file: string, text: string): void => {
  fs.mkdirSync(path.dirname(file), { recursive: true })
  fs.writeFileSync(file, text)
}
const setting = (options: object, projectDir: string) => ({
  options: { ...DEFAULTS, ...options },
  projectDir,
})

let main = ''
beforeEach(() => {
  main = fs.realpathSync(folder())
  git(main, 'init', '-b', 'main')
  put(path.join(main, '.gitignore'), '.env*\nnode_modules/\n.claude/\nlink.env\n')
  put(path.join(main, 'a.txt'), 'one\n')
  git(main, 'add', '.')
  git(main, 'commit', '-m', 'First')
  put(path.join(main, '.env'), 'SECRET=1\n')
  put(path.join(main, 'packages/app/.env.local'), 'LOCAL=1\n')
  put(path.join(main, 'node_modules/x/.env'), 'NO\n')
  put(path.join(main, '.environment/file'), 'NO\n')
})

const make = async (name: string, options: object = {}, cwd = main) => {
  const result = await runCase(create, payloadOf('WorktreeCreate', { name, cwd }), setting(options, cwd))
  return { ...result, root: result.decision === 'worktree' ? (result.reason ?? '') : '' }
}
const begin = (cwd: string, options: object = {}) =>
  runCase(atStart, payloadOf('SessionStart', { source: 'startup', cwd }), setting(options, cwd))
const end = (worktree_path: string) =>
  runCase(remove, payloadOf('WorktreeRemove', { worktree_path, cwd: main }), setting({}, main))
const has = (root: string, name: string): boolean => fs.existsSync(path.join(root, name))

describe('a worktree that is made', () => {
  it('is on a branch of its own and has the ignored files, but no ignored folders', async () => {
    const { root } = await make('wt1')
    expect(root).toBe(path.join(main, '.claude/worktrees/wt1'))
    expect(git(root, 'branch', '--show-current').trim()).toBe('worktree-wt1')
    expect(fs.readFileSync(path.join(root, '.env'), 'utf8')).toBe('SECRET=1\n')
    expect(has(root, 'packages/app/.env.local')).toBe(true)
    expect(has(root, 'node_modules') || has(root, '.environment')).toBe(false)
    expect(git(root, 'status', '--porcelain')).toBe('')
    const { reason } = await begin(root)
    expect(reason).toContain('Done: copied from the main worktree: .env, packages/app/.env.local.')
    expect((await begin(root)).decision).toBe('none')
  })

  it('is used again when it is there, and its branch when only that is', async () => {
    const { root } = await make('feature/x')
    expect(path.basename(root)).toBe('feature+x')
    expect((await make('feature/x')).root).toBe(root)
    put(path.join(root, 'b.txt'), 'two\n')
    git(root, 'add', '.')
    git(root, 'commit', '-m', 'Second')
    await end(root)
    expect(fs.existsSync(root)).toBe(false)
    expect(has((await make('feature/x')).root, 'b.txt')).toBe(true)
  })

  it('begins at the default branch of origin, or at HEAD of the session', async () => {
    const clone = path.join(fs.realpathSync(folder()), 'clone')
    git(main, 'clone', main, clone)
    put(path.join(clone, 'mine.txt'), 'x\n')
    git(clone, 'add', '.')
    git(clone, 'commit', '-m', 'Mine')
    expect(has((await make('fresh', {}, clone)).root, 'mine.txt')).toBe(false)
    const { root } = await make('head', { base: 'head' }, clone)
    expect(has(root, 'mine.txt')).toBe(true)
    const inner = await make('inner', { base: 'head' }, root)
    expect(inner.root).toBe(path.join(clone, '.claude/worktrees/inner'))
  })

  it('gets nothing that its branch would let be committed, and nothing that is replaced or leads elsewhere', async () => {
    fs.symlinkSync('/etc/passwd', path.join(main, 'link.env'))
    git(main, 'branch', 'other')
    git(main, 'checkout', '-q', 'other')
    put(path.join(main, '.gitignore'), '.env\n')
    put(path.join(main, '.env'), 'COMMITTED=1\n')
    git(main, 'add', '-f', '.gitignore', '.env')
    git(main, 'commit', '-m', 'Other')
    git(main, 'branch', 'worktree-wt2')
    git(main, 'checkout', '-q', 'main')
    put(path.join(main, '.env'), 'SECRET=1\n')
    const { root } = await make('wt2', { copy: ['.env*', 'link.env'] })
    expect(fs.readFileSync(path.join(root, '.env'), 'utf8')).toBe('COMMITTED=1\n')
    expect(has(root, 'packages/app/.env.local') || has(root, 'link.env')).toBe(false)
    expect((await begin(root)).reason).toContain('packages/app/.env.local (git does not ignore it there)')
  })

  it('gets what .worktreeinclude names, if that is wanted', async () => {
    put(path.join(main, '.worktreeinclude'), '# ours\nnotes.ignored\n!x\n../outside\n')
    fs.appendFileSync(path.join(main, '.gitignore'), 'notes.ignored\n')
    git(main, 'commit', '-am', 'Ignore')
    put(path.join(main, 'notes.ignored'), 'n\n')
    expect(has((await make('a')).root, 'notes.ignored')).toBe(true)
    expect(has((await make('b', { worktreeInclude: false })).root, 'notes.ignored')).toBe(false)
  })

  it('is there also when the install command fails, and that is said', async () => {
    const { root } = await make('c', {
      copy: [],
      install: ['node', '-e', 'console.error("error: no"); process.exit(3)'],
    })
    expect(has(root, 'a.txt')).toBe(true)
    expect((await begin(root)).reason).toContain('failed: exit status 3: error: no')
  })
})

describe('removing', () => {
  it('takes the worktree and its branch when nothing is in it, ignored copies aside', async () => {
    const { root } = await make('gone')
    expect((await end(root)).decision).toBe('none')
    expect(fs.existsSync(root)).toBe(false)
    expect(git(main, 'branch', '--list', 'worktree-gone')).toBe('')
  })

  it('keeps a worktree with changes or new files, and a branch with commits', async () => {
    const { root } = await make('kept')
    put(path.join(root, 'new.txt'), 'work\n')
    expect(await end(root)).toMatchObject({
      decision: 'failed',
      reason: expect.stringContaining('was not removed'),
    })
    expect(has(root, 'new.txt')).toBe(true)
    git(root, 'add', '.')
    git(root, 'commit', '-m', 'Work')
    await end(root)
    expect(fs.existsSync(root)).toBe(false)
    expect(git(main, 'branch', '--list', 'worktree-kept')).toContain('worktree-kept')
  })

  it('leaves worktrees of the user, which are set up when a session begins in them', async () => {
    const own = path.join(fs.realpathSync(folder()), 'own')
    git(main, 'worktree', 'add', own)
    expect((await begin(own)).reason).toContain('copied from the main worktree: .env')
    await end(own)
    expect(has(own, '.env')).toBe(true)
  })
})

it('a session in what only looks like a worktree runs no program of its configuration', async () => {
  const { root } = await make('hostile')
  const mark = path.join(main, 'ran')
  const program = path.join(main, 'program.sh')
  fs.writeFileSync(program, `#!/bin/sh\ntouch ${mark}\n`, { mode: 0o755 })
  fs.appendFileSync(path.join(main, '.git/config'), `[core]\n fsmonitor = ${program}\n hooksPath = ${main}\n`)
  for (const name of fs.readdirSync(path.join(main, '.git/worktrees/hostile')))
    if (name.startsWith('hookpack')) fs.rmSync(path.join(main, '.git/worktrees/hostile', name))
  fs.rmSync(path.join(root, '.env'))
  expect((await begin(root)).reason).toContain('copied from the main worktree: .env.')
  expect(fs.existsSync(mark)).toBe(false)
})

it.each([
  [{ 'yarn.lock': '' }, ['yarn', 'install', '--frozen-lockfile']],
  [{ 'yarn.lock': '', '.yarnrc.yml': '' }, ['yarn', 'install', '--immutable']],
  [{ 'package-lock.json': '' }, ['npm', 'ci']],
  [{}, undefined],
])('the command for %o', (files, command) => {
  const root = folder()
  for (const [name, text] of Object.entries(files)) put(path.join(root, name), text as string)
  expect(commandFor(root, ['auto'])).toEqual(command)
})
