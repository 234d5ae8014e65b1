import type { Handler } from '../../../src/runtime/src/types.ts'
import { branchOf } from '../../_shared/src/git-files.ts'
import { oneLine } from '../../_shared/src/one-line.ts'
import { git, whyNot } from './git.ts'
import { readOptions } from './options.ts'
import { linkedAt } from './places.ts'
import { noteOf } from './setup.ts'

const SECONDS = 50

/** Removes a worktree that this pack has made. Throws, and leaves it, when git finds work in it. */
const handler: Handler<'WorktreeRemove'> = async (event, _decide, { options: raw }) => {
  const { branchPrefix } = readOptions(raw)
  const root = event.worktree_path
  const place = typeof root === 'string' && root !== '' ? linkedAt(root) : undefined
  // Only the worktree itself, and no folder in one; and none that somebody else has made.
  if (place === undefined || place.root !== root || noteOf(place)?.made !== true) return
  const branch = branchOf({ ...place, commonDir: place.gitDir })
  const removed = await git(['worktree', 'remove', root], { cwd: place.main, seconds: SECONDS })
  if (removed.status !== 0)
    throw new Error(`${oneLine(root, 300)} was not removed: ${whyNot(removed, SECONDS)}`)
  // `-d` keeps a branch with commits that are nowhere else.
  if (branch?.startsWith(branchPrefix))
    await git(['branch', '-d', '--', branch], { cwd: place.main, seconds: 5 })
}

export default handler
