import { execFileSync } from 'node:child_process'
import { randomUUID } from 'node:crypto'
import fs from 'node:fs'
import path from 'node:path'
import { describe, expect, it } from 'vitest'
import { type CaseResult, payloadOf, runCase } from '../../../src/runtime/src/testing/index.ts'
import { put, scratch } from '../../_shared/test/scratch.ts'
import atStop from '../src/at-stop.ts'
import beforeEdit from '../src/before-edit.ts'

const REFS = 'refs/hookpack/checkpoints'
const GIT_ENV = { ...process.env, GIT_CONFIG_GLOBAL: '/dev/null', GIT_CONFIG_SYSTEM: '/dev/null' }

/** A session in a repository with one commit of these files. */
function session(files: Readonly<Record<string, string>>, options: Record<string, unknown> = {}) {
  const project = scratch(files)
  const git = (...args: readonly string[]): string =>
    execFileSync('git', ['-c', 'user.name=t', '-c', 'user.email=t@example.invalid', ...args], {
      ...{ cwd: project, encoding: 'utf8', env: GIT_ENV, stdio: ['ignore', 'pipe', 'pipe'] },
    }).trim()
  git('init', '-b', 'main')
  git('add', '-A')
  git('commit', '-m', 'first')
  const base = { session_id: randomUUID(), cwd: project }
  const setting = { options, projectDir: project }
  return {
    project,
    git,
    put: (file: string, text: string): void => put(path.join(project, file), text),
    edit: (file = 'a', prompt_id = 'p1'): Promise<CaseResult> => {
      const tool_input = { file_path: path.join(project, file), old_string: 'a', new_string: 'b' }
      const event = payloadOf('PreToolUse', { ...base, prompt_id, tool_name: 'Edit', tool_input })
      return runCase(beforeEdit, event, setting)
    },
    stop: (): Promise<CaseResult> => runCase(atStop, payloadOf('Stop', base), setting),
    refs: (): readonly string[] =>
      git('for-each-ref', '--sort=-refname', '--format=%(refname)', REFS)
        .split('\n')
        .filter((line) => line !== ''),
    text: (ref: string | undefined, file: string): string => git('show', `${ref}:${file}`),
    files: (ref: string | undefined): readonly string[] =>
      git('ls-tree', '-r', '--name-only', `${ref}`).split('\n'),
  }
}

/** All of the user's that must not change. */
function usersState(project: string, git: (...args: string[]) => string): unknown {
  const index = path.join(project, '.git/index')
  return {
    index: fs.readFileSync(index).toString('base64'),
    time: fs.statSync(index).mtimeMs,
    head: fs.readFileSync(path.join(project, '.git/HEAD'), 'utf8'),
    refs: git('for-each-ref', '--format=%(refname) %(objectname)', 'refs/heads', 'refs/tags', 'refs/stash'),
    status: git('--no-optional-locks', 'status', '--porcelain=v2'),
    reflog: git('reflog'),
  }
}

describe('a checkpoint', () => {
  it('has changed, staged, deleted, untracked and executable files and links, but no ignored ones', async () => {
    const one = session({ a: 'a1', b: 'b1', gone: 'g', '.gitignore': 'out\n' })
    one.put('a', 'a2')
    one.git('add', 'a')
    one.put('a', 'a3')
    fs.rmSync(path.join(one.project, 'gone'))
    one.put('new/file', 'n')
    one.put('run', '#!/bin/sh\n')
    one.put('out/ignored', 'i')
    fs.symlinkSync('a', path.join(one.project, 'link'))
    const before = usersState(one.project, one.git)
    await one.edit()
    expect(usersState(one.project, one.git)).toEqual(before)
    const [ref] = one.refs()
    expect(one.files(ref)).toEqual(['.gitignore', 'a', 'b', 'link', 'new/file', 'run'])
    expect(one.text(ref, 'a')).toBe('a3')
    expect(one.git('ls-tree', `${ref}`, 'run', 'link')).toMatch(/^120000 [\s\S]*100755 /)
    expect(one.git('log', '-1', '--format=%an %s', `${ref}`)).toBe('hookpack before Edit of a')
    expect(one.git('rev-parse', `${ref}^`)).toBe(one.git('rev-parse', 'HEAD'))
  })

  it('is restored by the command that the user is told, file by file and whole', async () => {
    const one = session({ a: 'a1', b: 'b1' })
    one.put('a', 'a2')
    one.put('untracked', 'u')
    const { reason } = await one.edit()
    const name = /--source=(\S+)/.exec(reason)?.[1] ?? ''
    one.put('a', 'broken')
    one.put('b', 'broken')
    fs.rmSync(path.join(one.project, 'untracked'))
    one.git('restore', `--source=${name}`, '--', 'a')
    expect(fs.readFileSync(path.join(one.project, 'a'), 'utf8')).toBe('a2')
    expect(fs.readFileSync(path.join(one.project, 'b'), 'utf8')).toBe('broken')
    one.git('restore', `--source=${name}`, '--', ':/')
    expect(fs.readFileSync(path.join(one.project, 'b'), 'utf8')).toBe('b1')
    expect(fs.readFileSync(path.join(one.project, 'untracked'), 'utf8')).toBe('u')
    expect(one.git('diff', '--cached')).toBe('')
  })

  it('is made before the first edit of a turn and at its end, if there is something new', async () => {
    const one = session({ a: '1' })
    expect((await one.edit()).decision).toBe('tell')
    one.put('a', '2')
    expect((await one.edit()).decision).toBe('none')
    expect(one.refs()).toHaveLength(1)
    await one.stop()
    expect(one.refs()).toHaveLength(2)
    expect(one.text(one.refs()[0], 'a')).toBe('2')
    await one.stop()
    await one.edit('a', 'p2')
    expect(one.refs()).toHaveLength(2)
    one.put('a', '3')
    await one.edit('a', 'p3')
    expect(one.refs()).toHaveLength(3)
  })

  it('is made in a repository without a commit, with a detached HEAD, and in a worktree', async () => {
    const fresh = session({ a: '1' })
    fresh.git('checkout', '--orphan', 'empty')
    await fresh.stop()
    expect(fresh.refs()).toHaveLength(1)
    const one = session({ a: '1' })
    one.git('checkout', '--detach')
    one.git('worktree', 'add', 'trees/x')
    put(path.join(one.project, 'trees/x/a'), 'in the tree')
    await one.edit('trees/x/a')
    expect(one.text(one.refs()[0], 'a')).toBe('in the tree')
    expect(one.files(one.refs()[0])).toEqual(['a'])
  })

  it('leaves out repositories within the repository', async () => {
    const one = session({ a: '1' })
    one.put('inner/x', 'x')
    execFileSync('git', ['init', 'inner'], { cwd: one.project, env: GIT_ENV, stdio: 'ignore' })
    await one.stop()
    expect(one.files(one.refs()[0])).toEqual(['a'])
  })

  it('of conflicts has the files as they are on the disk, if it is wanted at all', async () => {
    const one = session({ a: 'base' }, { whileMerging: true })
    one.git('checkout', '-b', 'other')
    one.put('a', 'theirs')
    one.git('commit', '-am', 'x')
    one.git('checkout', 'main')
    one.put('a', 'ours')
    one.git('commit', '-am', 'y')
    expect(() => one.git('merge', 'other')).toThrow()
    const before = usersState(one.project, one.git)
    await one.stop()
    expect(one.text(one.refs()[0], 'a')).toContain('<<<<<<<')
    expect(usersState(one.project, one.git)).toEqual(before)
  })
})

describe('what a repository configures', () => {
  it('is not run: hooks, filters, monitors', async () => {
    const one = session({ a: '1', 'b.key': 'secret', '.gitattributes': '*.key filter=crypt\n' })
    const mark = path.join(scratch(), 'ran')
    const script = path.join(one.project, '.git/evil')
    put(script, `#!/bin/sh\ntouch "${mark}"\ncat\n`)
    put(path.join(one.project, '.git/hooks/reference-transaction'), `#!/bin/sh\ntouch "${mark}"\n`)
    one.git('config', 'core.fsmonitor', script)
    one.git('config', 'filter.crypt.clean', script)
    one.git('config', 'filter.crypt.process', script)
    fs.rmSync(mark, { force: true })
    one.put('b.key', 'changed')
    await one.stop()
    expect(fs.existsSync(mark)).toBe(false)
    expect(one.text(one.refs()[0], 'b.key')).toBe('secret')
  })
})

describe('at once', () => {
  it('several checkpoints do not spoil each other, and the user may commit meanwhile', async () => {
    const one = session({ a: '1' }, { when: 'edit' })
    for (let at = 0; at < 30; at += 1) one.put(`f${at}`, String(at))
    const work = Array.from({ length: 6 }, (_, at) => one.edit('a', `p${at}`))
    one.git('add', 'f1')
    one.git('commit', '-m', 'meanwhile')
    const results = await Promise.all(work)
    expect(results.every(({ decision }) => decision === 'none' || decision === 'tell')).toBe(true)
    expect(one.refs().length).toBeGreaterThan(0)
    expect(one.git('fsck', '--no-dangling')).toBe('')
    expect(one.git('log', '-1', '--format=%s')).toBe('meanwhile')
    await one.stop()
    expect(one.text(one.refs()[0], 'f29')).toBe('29')
  })

  it('a lock that was left behind on our index is taken away after a while', async () => {
    const one = session({ a: '1' })
    await one.stop()
    const own = path.join(process.env['HOOKPACK_STATE_DIR'] as string, 'checkpoints')
    const newest = fs
      .readdirSync(own)
      .filter((name) => name.endsWith('.index'))
      .map((name) => path.join(own, name))
      .sort((a, b) => fs.statSync(b).ctimeMs - fs.statSync(a).ctimeMs)[0]
    const lock = `${newest}.lock`
    put(lock, '')
    one.put('a', '2')
    expect((await one.stop()).decision).toBe('none')
    expect(one.refs()).toHaveLength(1)
    const old = new Date(Date.now() - 600_000)
    fs.utimesSync(lock, old, old)
    await one.stop()
    expect(one.refs()).toHaveLength(2)
  })

  it('an index of ours that is damaged is made anew', async () => {
    const one = session({ a: '1' })
    await one.stop()
    const own = path.join(process.env['HOOKPACK_STATE_DIR'] as string, 'checkpoints')
    for (const name of fs.readdirSync(own)) if (name.endsWith('.index')) put(path.join(own, name), 'damaged')
    one.put('a', '2')
    await one.stop()
    expect(one.text(one.refs()[0], 'a')).toBe('2')
  })
})

describe('old checkpoints', () => {
  it('beyond the number are removed, the newest stay', async () => {
    const one = session({ a: '0' }, { keep: 2 })
    for (const text of ['1', '2', '3']) {
      one.put('a', text)
      await one.stop()
    }
    expect(one.refs().map((ref) => one.text(ref, 'a'))).toEqual(['3', '2'])
  })

  it('beyond the age are removed, other refs are not', async () => {
    const one = session({ a: '0' })
    one.git('update-ref', `${REFS}/20200101T000000-000-abcd`, 'HEAD')
    one.git('update-ref', 'refs/hookpack/other/20200101T000000-000-abcd', 'HEAD')
    await one.stop()
    expect(one.refs()).toHaveLength(1)
    expect(one.git('for-each-ref', 'refs/hookpack/other')).not.toBe('')
  })
})
