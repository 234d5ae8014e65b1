import { execFileSync } from 'node:child_process'
import fs from 'node:fs'
import os from 'node:os'
import path from 'node:path'
import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { analyse } from '../src/analysis.ts'
import { optionsOf } from '../src/options.ts'

const root = fs.realpathSync(fs.mkdtempSync(path.join(os.tmpdir(), 'hookpack-branch-')))
afterAll(() => fs.rmSync(root, { recursive: true, force: true }))

const project = path.join(root, 'project')
const env = {
  PATH: process.env['PATH'] ?? '',
  HOME: root,
  GIT_CONFIG_NOSYSTEM: '1',
  GIT_AUTHOR_NAME: 'a',
  GIT_AUTHOR_EMAIL: 'a@example.com',
  GIT_COMMITTER_NAME: 'a',
  GIT_COMMITTER_EMAIL: 'a@example.com',
}

function git(cwd: string, ...args: string[]): string {
  return execFileSync('git', args, { cwd, env, encoding: 'utf8', stdio: ['ignore', 'pipe', 'ignore'] })
}

function verdict(command: string, cwd = project): string {
  const answer = analyse(command, optionsOf({}), { cwd, projectDir: project, home: root })
  return answer?.verdict ?? 'none'
}

beforeAll(() => {
  fs.mkdirSync(project)
  git(root, 'init', '-q', '--bare', '-b', 'trunk', 'remote.git')
  git(project, 'init', '-q', '-b', 'trunk')
  git(project, 'commit', '-q', '--allow-empty', '-m', 'first')
  git(project, 'remote', 'add', 'origin', '../remote.git')
  git(project, 'push', '-q', '-u', 'origin', 'trunk')
  git(project, 'remote', 'set-head', 'origin', 'trunk')
})

describe('a real repository', () => {
  it('has its default branch protected, also when its refs are packed', () => {
    expect(verdict('git commit -m x')).toBe('deny')
    git(project, 'pack-refs', '--all')
    expect(verdict('git commit -m x')).toBe('deny')
    expect(verdict('git push')).toBe('deny')
    expect(verdict('git pull && git merge origin/trunk')).toBe('none')
  })

  it('has worktrees with branches of their own', () => {
    git(project, 'worktree', 'add', '-q', '-b', 'fix', '../fix')
    expect(verdict('git commit -m x', path.join(root, 'fix'))).toBe('none')
    expect(verdict('git commit -m x && git push', path.join(root, 'fix'))).toBe('none')
    expect(verdict('git -C ../project commit -m x', path.join(root, 'fix'))).toBe('deny')
    expect(verdict('git checkout fix && git commit -m x')).toBe('none')
  })

  it('is told from a submodule in it', () => {
    const inner = path.join(project, 'inner')
    fs.mkdirSync(inner)
    git(inner, 'init', '-q', '-b', 'topic')
    git(inner, 'commit', '-q', '--allow-empty', '-m', 'first')
    git(project, 'submodule', '--quiet', 'absorbgitdirs')
    expect(verdict('cd inner && git commit -m x')).toBe('none')
    expect(verdict('cd inner && cd .. && git commit -m x')).toBe('deny')
  })

  it('can be a bare one', () => {
    expect(verdict('git update-ref refs/heads/main HEAD', path.join(root, 'remote.git'))).toBe('deny')
    expect(verdict('git --git-dir remote.git branch -D main', root)).toBe('deny')
  })

  it('is not changed by looking', () => {
    const before = git(project, 'status', '--porcelain')
    verdict('git checkout -b x && git commit -m x')
    expect(git(project, 'status', '--porcelain')).toBe(before)
  })
})

describe('a pipe in the place of HEAD', () => {
  it.skipIf(process.platform === 'win32')('is no HEAD, and is not waited for', () => {
    const folder = path.join(root, 'piped')
    fs.mkdirSync(path.join(folder, '.git'), { recursive: true })
    execFileSync('mkfifo', [path.join(folder, '.git', 'HEAD')])
    expect(verdict('git commit -m x', folder)).toBe('none')
  })
})

describe('every prefix of a long line', () => {
  it('is read without a throw', () => {
    const line =
      "(cd \"$A\" && git -C '../b' commit -m \"$(cat <<'EOF'\nx\nEOF\n)\" ); git push origin +HEAD:{main,x} | env -C y git -c alias.q='!git push' q"
    for (let end = 0; end <= line.length; end += 1) expect(() => verdict(line.slice(0, end))).not.toThrow()
  })
})
