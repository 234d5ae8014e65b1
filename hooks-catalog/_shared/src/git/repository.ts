import { existsSync, lstatSync, readdirSync, readlinkSync, statSync } from 'node:fs'
import path from 'node:path'
import { runCommandSync } from '../../../../src/runtime/src/kit/command.ts'
import { textOf } from './read-file.ts'

const MOST_LEVELS = 100
const MOST_PACKED = 16 * 1024 * 1024
const GIT_LIMIT_MS = 3000

/** The folders of a repository, or of one of its worktrees. */
export interface Repository {
  /** Where HEAD is. */
  readonly gitDir: string
  /** Where branches are; the same but for worktrees. */
  readonly commonDir: string
}

/** The repository that a folder is in; `undefined` outside of one. Starts nothing. */
export function repositoryOf(folder: string): Repository | undefined {
  let at = folder
  for (let level = 0; level < MOST_LEVELS; level += 1) {
    const found = repositoryAt(path.join(at, '.git')) ?? bareAt(at)
    if (found) return found
    const above = path.dirname(at)
    if (above === at) return undefined
    at = above
  }
  return undefined
}

/** The repository whose `.git` this is: a folder, or a file that names one, as worktrees and submodules have. */
export function repositoryAt(entry: string): Repository | undefined {
  const kind = statSync(entry, { throwIfNoEntry: false })
  if (!kind) return undefined
  const named = kind.isDirectory() ? undefined : /^gitdir: (.+?)\s*$/m.exec(textOf(entry) ?? '')?.[1]
  const gitDir = kind.isDirectory() ? entry : named && path.resolve(path.dirname(entry), named)
  if (!gitDir || !existsSync(path.join(gitDir, 'HEAD'))) return undefined
  const common = textOf(path.join(gitDir, 'commondir'))?.trim()
  return { gitDir, commonDir: common ? path.resolve(gitDir, common) : gitDir }
}

function bareAt(folder: string): Repository | undefined {
  const parts = ['HEAD', 'objects', 'refs']
  return parts.every((name) => existsSync(path.join(folder, name)))
    ? { gitDir: folder, commonDir: folder }
    : undefined
}

/** What is checked out. */
export interface Head {
  /** Absent when HEAD is detached and nothing is being rebased. */
  readonly branch?: string
  /** The branch has no commit yet. */
  readonly unborn?: boolean
}

/** What is checked out in a repository; of a rebase that waits, the branch that is being rebased. */
export function headOf(repository: Repository): Head {
  const { gitDir } = repository
  const rebased = ['rebase-merge', 'rebase-apply']
    .map((name) => branchIn(textOf(path.join(gitDir, name, 'head-name')) ?? ''))
    .find((name) => name !== undefined)
  if (rebased !== undefined) return { branch: rebased }
  const branch = checkedOut(gitDir)
  if (branch === undefined) return {}
  return { branch, unborn: !refExists(repository, `refs/heads/${branch}`) }
}

function checkedOut(gitDir: string): string | undefined {
  const file = path.join(gitDir, 'HEAD')
  const link = lstatSync(file, { throwIfNoEntry: false })?.isSymbolicLink() ? readlinkSync(file) : undefined
  const branch = branchIn(link ?? (textOf(file) ?? '').replace(/^ref:\s*/, ''))
  // With branches in tables HEAD has this name in it, and only git can read the real one.
  return branch === '.invalid' ? branchIn(git(gitDir, ['symbolic-ref', '-q', 'HEAD']) ?? '') : branch
}

function branchIn(text: string): string | undefined {
  return /^refs\/heads\/(\S+)\s*$/.exec(text)?.[1]
}

function git(gitDir: string, args: readonly string[]): string | undefined {
  const { status, stdout } = runCommandSync('git', [`--git-dir=${gitDir}`, ...args], {
    timeoutMs: GIT_LIMIT_MS,
  })
  return status === 0 ? stdout : undefined
}

/** Whether a repository has this ref. */
export function refExists({ gitDir, commonDir }: Repository, ref: string): boolean {
  if (/(?:^|\/)\.\.?(?:\/|$)|\0/.test(ref)) return false
  if (existsSync(path.join(commonDir, 'reftable')))
    return git(gitDir, ['show-ref', '--verify', '--quiet', ref]) !== undefined
  if (statSync(path.join(commonDir, ref), { throwIfNoEntry: false })?.isFile()) return true
  return new RegExp(`^[0-9a-f]{40,64} ${escaped(ref)}$`, 'm').test(
    textOf(path.join(commonDir, 'packed-refs'), MOST_PACKED) ?? '',
  )
}

function escaped(text: string): string {
  return text.replace(/[.*+?^${}()|[\]\\]/g, '\\$&')
}

/** The names of the remotes that branches were fetched from. */
export function remotesOf({ commonDir }: Repository): readonly string[] {
  try {
    return readdirSync(path.join(commonDir, 'refs', 'remotes')).slice(0, 50)
  } catch {
    // None were fetched.
    return []
  }
}

/** The branch that a remote names as its default, as the clone knows it. */
export function defaultBranch({ commonDir }: Repository, remote: string): string | undefined {
  const text = textOf(path.join(commonDir, 'refs', 'remotes', remote, 'HEAD')) ?? ''
  const prefix = `ref: refs/remotes/${remote}/`
  return text.startsWith(prefix) ? text.slice(prefix.length).trim() : undefined
}
