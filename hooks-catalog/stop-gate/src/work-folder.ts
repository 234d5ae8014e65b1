import { join, relative } from 'node:path'
import { foldersUpTo } from '../../_shared/src/folders-up-to.ts'
import { textOf } from '../../_shared/src/text-file.ts'

/** Where the checks run: the project's folder, or the worktree inside of it that the session works in. */
export function workFolder(cwd: string, projectDir: string): string {
  const inside = relative(projectDir, cwd)
  if (inside === '' || inside.startsWith('..') || join(projectDir, inside) !== cwd) return projectDir
  const isWorktree = (folder: string): boolean =>
    /^gitdir: .*[\\/]worktrees[\\/]/.test(textOf(join(folder, '.git')) ?? '')
  return (
    foldersUpTo(projectDir, cwd).find((folder) => folder !== projectDir && isWorktree(folder)) ?? projectDir
  )
}
