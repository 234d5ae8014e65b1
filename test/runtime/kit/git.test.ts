import { execFileSync } from 'node:child_process'
import {
  appendFileSync,
  chmodSync,
  existsSync,
  mkdirSync,
  readdirSync,
  rmSync,
  utimesSync,
  writeFileSync,
} from 'node:fs'
import path from 'node:path'
import { describe, expect, test } from 'vitest'
import { filtersOff, gitState, readStatus } from '../../../src/runtime/src/kit/git.ts'
import { newScratch } from './scratch.ts'

const folder = newScratch()
const home = path.join(folder, 'home')
mkdirSync(home)
process.env['HOME'] = home
writeFileSync(
  path.join(home, '.gitconfig'),
  '[user]\n\tname = n\n\temail = n@example.org\n[init]\n\tdefaultBranch = main\n',
)

// Without the environment of whoever runs the tests: inside of a git hook it names another repository.
const env = { PATH: process.env['PATH'] ?? '', HOME: home }
const git = (cwd: string, ...args: string[]): string =>
  execFileSync('git', args, { cwd, env, encoding: 'utf8', stdio: ['ignore', 'pipe', 'pipe'] })

let count = 0

/** A repository with one commit of `a` and `sub/b`. */
function newRepository(): string {
  const root = path.join(folder, `repository ${++count}`)
  mkdirSync(path.join(root, 'sub'), { recursive: true })
  git(root, 'init', '-q')
  writeFileSync(path.join(root, 'a'), 'a\n')
  writeFileSync(path.join(root, 'sub', 'b'), 'b\n')
  git(root, 'add', '.')
  git(root, 'commit', '-qm', 'first')
  return root
}

const CLEAN = { staged: [], changed: [], untracked: [], conflicted: [] }

describe('gitState', () => {
  test('tells root, branch and head of a clean tree, from every folder in it', async () => {
    const root = newRepository()
    const head = git(root, 'rev-parse', 'HEAD').trim()
    expect(await gitState(root)).toEqual({ root, branch: 'main', head, ...CLEAN })
    expect(await gitState(path.join(root, 'sub'))).toEqual({ root, branch: 'main', head, ...CLEAN })
  })

  test('tells staged, changed and untracked files, whatever their names', async () => {
    const root = newRepository()
    const odd = 'ü "odd"\n→ name'
    writeFileSync(path.join(root, 'staged'), 'x')
    git(root, 'add', 'staged')
    appendFileSync(path.join(root, 'staged'), 'more')
    appendFileSync(path.join(root, 'a'), 'more')
    rmSync(path.join(root, 'sub', 'b'))
    writeFileSync(path.join(root, odd), '')
    mkdirSync(path.join(root, 'new', 'deep'), { recursive: true })
    writeFileSync(path.join(root, 'new', 'deep', 'x'), '')
    writeFileSync(path.join(root, '.gitignore'), 'ignored\n')
    writeFileSync(path.join(root, 'ignored'), '')
    const state = await gitState(root)
    expect(state?.staged).toEqual(['staged'])
    expect(state?.changed.toSorted()).toEqual(['a', 'staged', 'sub/b'])
    expect(state?.untracked.toSorted()).toEqual(['.gitignore', 'new/', odd])
  })

  test('tells a moved file as one that is gone and one that is new', async () => {
    const root = newRepository()
    git(root, 'mv', 'a', 'moved')
    expect((await gitState(root))?.staged.toSorted()).toEqual(['a', 'moved'])
  })

  test('tells a repository without a commit, and a detached head', async () => {
    const root = path.join(folder, 'empty')
    mkdirSync(root)
    git(root, 'init', '-q')
    expect(await gitState(root)).toEqual({ root, branch: 'main', ...CLEAN })
    const detached = newRepository()
    git(detached, 'checkout', '-q', '--detach')
    const state = await gitState(detached)
    expect(state).not.toHaveProperty('branch')
    expect(state?.head).toMatch(/^[0-9a-f]{40}$/)
  })

  test('tells how far the branch and its upstream are apart', async () => {
    const origin = newRepository()
    const root = path.join(folder, 'clone')
    git(folder, 'clone', '-q', origin, root)
    git(root, 'commit', '-q', '--allow-empty', '-m', 'ours')
    git(root, 'commit', '-q', '--allow-empty', '-m', 'ours too')
    git(origin, 'commit', '-q', '--allow-empty', '-m', 'theirs')
    git(root, 'fetch', '-q')
    expect(await gitState(root)).toMatchObject({ upstream: 'origin/main', ahead: 2, behind: 1 })
  })

  test('tells what has to be merged', async () => {
    const root = newRepository()
    git(root, 'checkout', '-qb', 'other')
    writeFileSync(path.join(root, 'a'), 'theirs\n')
    git(root, 'commit', '-qam', 'theirs')
    git(root, 'checkout', '-q', 'main')
    writeFileSync(path.join(root, 'a'), 'ours\n')
    git(root, 'commit', '-qam', 'ours')
    expect(() => git(root, 'merge', '-q', 'other')).toThrow()
    expect(await gitState(root)).toMatchObject({ conflicted: ['a'], staged: [], changed: [] })
  })

  test('knows worktrees', async () => {
    const tree = path.join(folder, 'worktree')
    git(newRepository(), 'worktree', 'add', '-q', '-b', 'side', tree)
    expect(await gitState(tree)).toMatchObject({ root: tree, branch: 'side' })
  })

  test('writes nothing', async () => {
    const root = newRepository()
    // The index would be refreshed: the file is the same, but looks changed.
    utimesSync(path.join(root, 'a'), 1, 1)
    const before = git(root, 'hash-object', '--no-filters', '.git/index')
    expect(await gitState(root)).toMatchObject(CLEAN)
    expect(git(root, 'hash-object', '--no-filters', '.git/index')).toBe(before)
  })

  test('is undefined outside of a repository, in a folder that is not there, and in .git', async () => {
    const root = newRepository()
    expect(await gitState(home)).toBeUndefined()
    expect(await gitState(path.join(root, 'gone'))).toBeUndefined()
    expect(await gitState(path.join(root, '.git'))).toBeUndefined()
  })

  test('is undefined without git, and when git takes too long', async () => {
    const root = newRepository()
    const tools = path.join(folder, 'tools')
    mkdirSync(tools)
    const path_ = process.env['PATH']
    try {
      process.env['PATH'] = tools
      expect(await gitState(root)).toBeUndefined()
      writeFileSync(path.join(tools, 'git'), '#!/bin/sh\nwhile :; do :; done\n')
      chmodSync(path.join(tools, 'git'), 0o755)
      expect(await gitState(root, { timeoutMs: 300 })).toBeUndefined()
    } finally {
      process.env['PATH'] = path_
    }
  })
})

describe.skipIf(process.platform === 'win32')('runs nothing that a hostile repository names', () => {
  const trap = path.join(folder, 'trap')
  const sprung = path.join(folder, 'sprung')
  writeFileSync(trap, `#!/bin/sh\necho "$0 $*" >> '${sprung}'\ncat\n`)
  chmodSync(trap, 0o755)

  /** Makes `a` look changed, so that git has to read it. */
  const touch = (root: string): void => utimesSync(path.join(root, 'a'), 1, 1)
  const filter = (root: string, ...settings: string[]): void => {
    writeFileSync(path.join(root, '.gitattributes'), '* filter=evil\n')
    git(root, 'add', '.gitattributes')
    for (const setting of settings) git(root, 'config', `filter.${setting}`, trap)
    touch(root)
  }

  const cases: readonly (readonly [string, (root: string) => void])[] = [
    ['a file monitor', (root) => git(root, 'config', 'core.fsmonitor', trap)],
    ['a content filter', (root) => filter(root, 'evil.clean')],
    ['a content filter that stays running', (root) => filter(root, 'evil.process')],
    [
      'a content filter that is required',
      (root) => {
        filter(root, 'evil.clean', 'evil.process')
        git(root, 'config', 'filter.evil.required', 'true')
      },
    ],
    [
      'a content filter with an odd name',
      (root) => {
        filter(root, 'Evil.x.clean')
        writeFileSync(path.join(root, '.git', 'info', 'attributes'), '* filter=Evil.x\n')
      },
    ],
    [
      'a content filter with a name that cannot be turned off: there is no state',
      (root) => {
        filter(root, 'a=b.clean')
        writeFileSync(path.join(root, '.git', 'info', 'attributes'), '* filter=a=b\n')
      },
    ],
    [
      'a content filter in a file that its configuration includes',
      (root) => {
        filter(root)
        writeFileSync(path.join(root, 'more'), `[filter "evil"]\n\tclean = ${trap}\n`)
        git(root, 'config', 'include.path', '../more')
      },
    ],
    [
      'a content filter in the configuration of the worktree',
      (root) => {
        filter(root)
        git(root, 'config', 'extensions.worktreeConfig', 'true')
        git(root, 'config', '--worktree', 'filter.evil.clean', trap)
      },
    ],
    [
      'hooks',
      (root) => {
        mkdirSync(path.join(root, 'hooks'))
        for (const name of ['post-index-change', 'pre-commit', 'fsmonitor-watchman'])
          execFileSync('cp', [trap, path.join(root, 'hooks', name)])
        git(root, 'config', 'core.hooksPath', path.join(root, 'hooks'))
        touch(root)
      },
    ],
    [
      'a pager, an editor and an alias',
      (root) => {
        for (const name of ['core.pager', 'pager.status', 'pager.config', 'core.editor', 'alias.status'])
          git(root, 'config', name, name.startsWith('alias') ? `!${trap}` : trap)
      },
    ],
    [
      'a program to fetch what a partial clone lacks: there is no state',
      (root) => {
        git(root, 'config', 'remote.origin.url', 'ssh://example.invalid/x')
        git(root, 'config', 'remote.origin.promisor', 'true')
        git(root, 'config', 'extensions.partialClone', 'origin')
        git(root, 'config', 'core.repositoryFormatVersion', '1')
        git(root, 'config', 'core.sshCommand', trap)
        git(root, 'config', 'protocol.ssh.allow', 'always')
        const tree = git(root, 'rev-parse', 'HEAD^{tree}').trim()
        rmSync(path.join(root, '.git', 'objects', tree.slice(0, 2), tree.slice(2)), { force: true })
        touch(root)
      },
    ],
    [
      'a file monitor of a submodule',
      (root) => {
        const inner = newRepository()
        git(root, '-c', 'protocol.file.allow=always', 'submodule', '--quiet', 'add', inner, 'module')
        git(root, 'commit', '-qm', 'module')
        git(path.join(root, 'module'), 'config', 'core.fsmonitor', trap)
        appendFileSync(path.join(root, 'module', 'a'), 'x')
      },
    ],
  ]

  test.each(cases)('%s', async (name, prepare) => {
    const root = newRepository()
    prepare(root)
    rmSync(sprung, { force: true })
    const state = await gitState(root)
    expect(existsSync(sprung)).toBe(false)
    expect(state?.root).toBe(name.endsWith('no state') ? undefined : root)
  })

  test('the traps do spring without care', () => {
    const root = newRepository()
    filter(root, 'evil.clean')
    rmSync(sprung, { force: true })
    git(root, 'status')
    expect(existsSync(sprung)).toBe(true)
  })

  test('a bare repository that came with a clone', async () => {
    const root = newRepository()
    const inner = path.join(root, 'docs')
    git(root, 'init', '-q', '--bare', 'docs')
    appendFileSync(
      path.join(inner, 'config'),
      `[core]\n\tbare = false\n\tworktree = ${root}\n\tfsmonitor = ${trap}\n`,
    )
    rmSync(sprung, { force: true })
    expect(await gitState(inner)).toBeUndefined()
    expect(existsSync(sprung)).toBe(false)
    expect(readdirSync(inner)).toContain('HEAD')
  })

  test('filters that the user has for all repositories still work', async () => {
    const root = newRepository()
    filter(root)
    appendFileSync(path.join(home, '.gitconfig'), `[filter "evil"]\n\tclean = ${trap}\n`)
    rmSync(sprung, { force: true })
    expect(await gitState(root)).toMatchObject({ changed: [] })
    expect(existsSync(sprung)).toBe(true)
  })
})

test('turns off the filters of every scope but those of the user', () => {
  const listed =
    'system\0filter.a.clean\0global\0filter.b.clean\0local\0filter.c.clean\0worktree\0filter.d.e f.process\0'
  const settings = filtersOff(listed) ?? []
  expect(settings.filter((one) => one !== '-c')).toEqual([
    ...['filter.c.clean=', 'filter.c.process=', 'filter.c.required=false'],
    ...['filter.d.e f.clean=', 'filter.d.e f.process=', 'filter.d.e f.required=false'],
  ])
  expect(filtersOff('')).toEqual([])
  expect(filtersOff('local\0filter.a=b.clean\0')).toBeUndefined()
})

test('reads a status that is cut off anywhere', () => {
  const text =
    '# branch.oid (initial)\0# branch.head x y\0# branch.ab +1 -2\x001 .M N... 1 2 3 4 5 a b\0u UU N... 1 2 3 4 5 6 7 c\0? d e\0'
  expect(readStatus(text)).toMatchObject({
    branch: 'x y',
    ahead: 1,
    behind: 2,
    changed: ['a b'],
    untracked: ['d e'],
  })
  for (let end = 0; end < text.length; end++) expect(() => readStatus(text.slice(0, end))).not.toThrow()
})
