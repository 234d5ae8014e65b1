import { lstatSync } from 'node:fs'
import path from 'node:path'
import { ancestors } from '../scopes.ts'
import { readQuietly } from './document.ts'

/** The repository that a folder is in: the root of its working tree, and that of the main one where it is another. */
export interface Repository {
  readonly root: string
  /** The client looks for local settings here. */
  readonly main: string
}

/** The repository that a folder is in; undefined when it is in none. */
export async function repositoryOf(folder: string): Promise<Repository | undefined> {
  for (const root of ancestors(folder)) {
    const git = path.join(root, '.git')
    const entry = entryAt(git)
    if (entry === undefined) continue
    return { root, main: (entry === 'file' ? await mainOf(git) : undefined) ?? root }
  }
  return undefined
}

function entryAt(file: string): 'file' | 'other' | undefined {
  try {
    const entry = lstatSync(file, { throwIfNoEntry: false })
    return entry && (entry.isFile() ? 'file' : 'other')
  } catch {
    // A file where a folder should be, or no rights to look: no repository that the client could use.
    return undefined
  }
}

/** In a linked working tree `.git` is a file that names a folder of the main one. */
async function mainOf(file: string): Promise<string | undefined> {
  const read = await readQuietly(file)
  const named = read && 'text' in read ? /^gitdir: (.+)$/m.exec(read.text)?.[1]?.trim() : undefined
  const found =
    named && /^(.+)[\\/]\.git[\\/]worktrees[\\/][^\\/]+$/.exec(path.resolve(path.dirname(file), named))
  return found ? found[1] : undefined
}
