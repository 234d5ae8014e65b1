import path from 'node:path'
import { type GitFiles, gitFiles } from '../../_shared/src/git-files.ts'

/** A worktree beside the main one. */
export interface Linked {
  readonly root: string
  /** The folder of the main worktree. */
  readonly main: string
  readonly gitDir: string
}

/** The worktree that a folder lies in, if it is not the main one and there is one. */
export function linkedAt(dir: string): Linked | undefined {
  const files = gitFiles(dir)
  const main = files && mainOf(files)
  if (files === undefined || main === undefined || files.gitDir === files.commonDir) return undefined
  // A submodule has its git folder elsewhere, too.
  const isWorktree = path.basename(path.dirname(files.gitDir)) === 'worktrees'
  return isWorktree ? { root: files.root, main, gitDir: files.gitDir } : undefined
}

/** The folder of the main worktree; undefined for a bare repository, which has none. */
export function mainOf({ root, gitDir, commonDir }: GitFiles): string | undefined {
  if (gitDir === commonDir) return root
  return path.basename(commonDir) === '.git' ? path.dirname(commonDir) : undefined
}
