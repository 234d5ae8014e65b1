import { existsSync, statSync } from 'node:fs'
import path from 'node:path'
import { filtersOff } from '../../../src/runtime/src/kit/git.ts'
import { stateFolder } from '../../../src/runtime/src/state-folder.ts'
import { type Git, GitProblem, gitIn } from './git.ts'

/** A working tree, and where what this pack keeps of it lies. */
export interface Repository {
  readonly root: string
  /** The git folder of this working tree. */
  readonly gitDir: string
  /** Our own index of this working tree. */
  readonly index: string
  /** Runs git in the root, with filters of the repository's own configuration off. */
  readonly git: Git
  /** True when there are such filters: files that want one are left out. */
  readonly hasFilters: boolean
}

const OUTSIDE = /not a git repository|must be run in a work tree|cannot use bare repository/

/** The working tree that the folder lies in; `undefined` outside of one. */
export async function repositoryAt(folder: string, seconds: number): Promise<Repository | undefined> {
  const outside = gitIn(folder, seconds)
  const places = await outside([
    'rev-parse',
    '--is-inside-work-tree',
    '--show-toplevel',
    '--absolute-git-dir',
  ]).catch((error: Error) => {
    if (OUTSIDE.test(error.message)) return ''
    throw error
  })
  const [inside, root, gitDir] = places.split(/\r?\n/)
  if (inside !== 'true' || !root || !gitDir) return undefined
  const listed = await outside(
    ['config', '--show-scope', '-z', '--name-only', '--get-regexp', '^filter\\.'],
    { answers: [0, 1] },
  )
  const off = filtersOff(listed)
  if (!off) throw new GitProblem('a filter of the repository has a name that cannot be turned off')
  const index = path.join(ownFolder(), `${hashOf(gitDir)}.index`)
  return { root, gitDir, index, git: gitIn(root, seconds, off), hasFilters: off.length > 0 }
}

const IN_THE_MIDDLE: readonly (readonly [string, string])[] = [
  ['MERGE_HEAD', 'a merge'],
  ['rebase-merge', 'a rebase'],
  ['rebase-apply', 'a rebase'],
  ['CHERRY_PICK_HEAD', 'a cherry-pick'],
  ['REVERT_HEAD', 'a revert'],
  ['BISECT_LOG', 'a bisect'],
]

/** What the working tree is in the middle of, for people; `undefined` when of nothing. */
export function inTheMiddleOf({ gitDir }: Repository): string | undefined {
  return IN_THE_MIDDLE.find(([name]) => existsSync(path.join(gitDir, name)))?.[1]
}

/** A lock that is older was left behind by a git that was killed. */
const BUSY_MS = 60_000

/** True while another git changes the index, and with it perhaps the files. */
export function isBusy({ gitDir }: Repository): boolean {
  const lock = statSync(path.join(gitDir, 'index.lock'), { throwIfNoEntry: false })
  return lock !== undefined && Date.now() - lock.mtimeMs < BUSY_MS
}

function ownFolder(): string {
  const folder = stateFolder(process.env, process.platform)
  if (folder === '')
    throw new GitProblem('there is no state folder: neither HOME nor HOOKPACK_STATE_DIR is set')
  return path.join(folder, 'checkpoints')
}

function hashOf(text: string): string {
  const { createHash } = process.getBuiltinModule('node:crypto')
  return createHash('sha256').update(text).digest('hex').slice(0, 32)
}
