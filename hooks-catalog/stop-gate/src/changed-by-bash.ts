import { lstatSync } from 'node:fs'
import { join } from 'node:path'
import { gitState } from '../../../src/runtime/src/kit/git.ts'
import { matchesAny } from '../../_shared/src/globs.ts'

const MOST_FILES = 5000

/**
 * True when the repository has a file with changes that was written since `time`. False outside of a repository: then
 * nothing tells what a command has written.
 */
export async function changedSince(
  folder: string,
  time: number,
  ignore: readonly string[],
): Promise<boolean> {
  const git = await gitState(folder)
  if (!git) return false
  const files = [...git.changed, ...git.staged, ...git.untracked].slice(0, MOST_FILES)
  return files.some((name) => {
    if (matchesAny(ignore, name.replace(/\/$/, ''))) return false
    const status = lstatSync(join(git.root, name), { throwIfNoEntry: false })
    // A file that is gone has no time; its folder was changed when it went.
    const written = status ?? lstatSync(join(git.root, name, '..'), { throwIfNoEntry: false })
    return written !== undefined && written.mtimeMs >= time
  })
}
