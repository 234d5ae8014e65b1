import {
  accessSync,
  constants,
  copyFileSync,
  lstatSync,
  mkdirSync,
  rmSync,
  statSync,
  utimesSync,
} from 'node:fs'
import path from 'node:path'
import { sweep } from '../../../src/runtime/src/kit/sweep.ts'
import { GitProblem } from './git.ts'
import type { Repository } from './repository.ts'

/** A tree object of the working tree, and the files that are not as they are on the disk in it. */
export interface Tree {
  readonly id: string
  readonly leftOut: number
}

/** A lock on our own index that is older than this was left by a process that was killed. */
const STALE_MS = 120_000

/** Writes the working tree, without ignored and too large files, as a tree, by an index of our own. */
export async function writeTree(repository: Repository, maxBytes: number): Promise<Tree> {
  prepare(repository)
  try {
    return await addAll(repository, maxBytes)
  } catch (error) {
    if (!(error instanceof GitProblem) || /index\.lock|took longer|too many/.test(error.message)) throw error
    // It is damaged, or was copied with conflicts in it: begin anew, from the last commit.
    rmSync(repository.index, { force: true })
    const env = { GIT_INDEX_FILE: repository.index }
    await repository
      .git(['read-tree', 'HEAD'], { env })
      .catch(() => repository.git(['read-tree', '--empty'], { env }))
    return addAll(repository, maxBytes)
  }
}

/**
 * A copy of the user's index knows the times of files, and which ones a sparse checkout leaves out. Later ours is kept,
 * because it knows the untracked files as well.
 */
function prepare({ index, gitDir }: Repository): void {
  mkdirSync(path.dirname(index), { recursive: true, mode: 0o700 })
  sweep(path.dirname(index))
  const lock = `${index}.lock`
  const locked = statSync(lock, { throwIfNoEntry: false })
  if (locked && Date.now() - locked.mtimeMs > STALE_MS) rmSync(lock, { force: true })
  const own = path.join(gitDir, 'index')
  const isThere = (file: string): boolean => statSync(file, { throwIfNoEntry: false }) !== undefined
  const isSparse = isThere(path.join(gitDir, 'info', 'sparse-checkout'))
  if (isThere(own) && (isSparse || !isThere(index))) {
    copyFileSync(own, index)
    // Git takes a file for unchanged when it has the size and the second that the index knows, unless the index is no newer
    // than the file: a copy that was newer would hide changes of the same second.
    const second = Math.floor(statSync(own).mtimeMs / 1000)
    utimesSync(index, second, second)
  }
}

async function addAll(repository: Repository, maxBytes: number): Promise<Tree> {
  const { git, index, root } = repository
  const env = { GIT_INDEX_FILE: index }
  const listed = await git(['ls-files', '-z', '--modified', '--deleted', '--others', '--exclude-standard'], {
    env,
  })
  const names = [...new Set(listed.split('\0'))].filter((name) => name !== '')
  const wanted = names.filter((name) => isWanted(path.join(root, name), maxBytes))
  const unfiltered = await withoutFilters(repository, wanted)
  if (unfiltered.length > 0)
    await git(['update-index', '--add', '--remove', '-z', '--stdin'], {
      env,
      input: `${unfiltered.join('\0')}\0`,
    })
  const id = (await git(['write-tree'], { env })).trim()
  return { id, leftOut: names.length - unfiltered.length }
}

/** Repositories within the repository, devices, and what cannot be read are no files of it. A deleted file counts. */
function isWanted(file: string, maxBytes: number): boolean {
  try {
    const status = lstatSync(file, { throwIfNoEntry: false })
    if (status === undefined || status.isSymbolicLink()) return true
    if (!status.isFile() || status.size > maxBytes) return false
    accessSync(file, constants.R_OK)
    return true
  } catch {
    // Not ours to read.
    return false
  }
}

/** Where the repository has filters of its own, the files that want one: without it, a secret may lie open. */
async function withoutFilters(
  { git, hasFilters }: Repository,
  names: readonly string[],
): Promise<readonly string[]> {
  if (!hasFilters || names.length === 0) return names
  const answer = await git(['check-attr', '--stdin', '-z', 'filter'], { input: `${names.join('\0')}\0` })
  const fields = answer.split('\0')
  const filtered = new Set<string>()
  for (let at = 0; at + 2 < fields.length; at += 3)
    if (!/^(?:unspecified|unset)$/.test(fields[at + 2] ?? '')) filtered.add(fields[at] ?? '')
  return names.filter((name) => !filtered.has(name))
}
