import { existsSync } from 'node:fs'
import path from 'node:path'
import { type GitState, gitState } from '../../../src/runtime/src/kit/git.ts'
import { gitFiles, smallFile } from '../../_shared/src/git-files.ts'
import type { Place } from './at-start.ts'
import type { Options } from './options.ts'
import { quote, someOf } from './quote.ts'

/** Branch, upstream, what is in progress, and the changed files. */
export async function gitLines({ cwd, inGit }: Place, options: Options): Promise<readonly string[]> {
  if (!inGit) return []
  const state = await gitState(cwd, { timeoutMs: options.gitSeconds * 1000 })
  if (state === undefined)
    return [
      `git gave no answer: it is not installed, slower than ${options.gitSeconds} s, or has too much to say.`,
    ]
  return [branchLine(state), ...inProgress(cwd), ...changes(state, options.maxFiles)]
}

function branchLine({ branch, head, upstream, ahead, behind }: GitState): string {
  const where =
    branch === undefined
      ? `HEAD is detached at ${head?.slice(0, 10) ?? 'nothing'}`
      : `Branch ${quote(branch, 120)}${head === undefined ? ' (no commit yet)' : ''}`
  if (branch === undefined) return `${where}.`
  if (upstream === undefined) return `${where}, without an upstream.`
  const other = quote(upstream, 120)
  if (ahead === undefined || behind === undefined) return `${where}; its upstream ${other} does not exist.`
  if (ahead === 0 && behind === 0) return `${where}, the same as ${other} when last fetched.`
  return `${where}, ${ahead} ahead of and ${behind} behind ${other} when last fetched.`
}

const OPERATIONS: readonly (readonly [string, string])[] = [
  ['rebase-merge', 'A rebase'],
  ['rebase-apply', 'A rebase'],
  ['MERGE_HEAD', 'A merge'],
  ['CHERRY_PICK_HEAD', 'A cherry-pick'],
  ['REVERT_HEAD', 'A revert'],
  ['BISECT_LOG', 'A bisect'],
]

function inProgress(cwd: string): readonly string[] {
  const files = gitFiles(cwd)
  if (files === undefined) return []
  const found = OPERATIONS.find(([name]) => existsSync(path.join(files.gitDir, name)))
  const stashes = smallFile(path.join(files.commonDir, 'logs/refs/stash'))?.trim().split('\n').length ?? 0
  return [
    ...(found ? [`${found[1]} is in progress.`] : []),
    ...(stashes > 0 ? [`${stashes} ${stashes === 1 ? 'stash' : 'stashes'}.`] : []),
  ]
}

function changes({ staged, changed, untracked, conflicted }: GitState, most: number): readonly string[] {
  const kinds = [
    ['In conflict', conflicted],
    ['Staged', staged],
    ['Changed', changed],
    ['Untracked', untracked],
  ] as const
  const lines = kinds.flatMap(([kind, names]) =>
    names.length === 0 ? [] : [`${kind} (${names.length})${most === 0 ? '' : `: ${someOf(names, most)}`}`],
  )
  return lines.length === 0 ? ['No uncommitted changes.'] : lines
}
