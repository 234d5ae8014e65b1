import path from 'node:path'
import { bashView } from '../../../src/runtime/src/kit/bash/view.ts'
import { gitState } from '../../../src/runtime/src/kit/git.ts'
import { absolutePath } from '../../../src/runtime/src/kit/paths.ts'
import { filesOf } from '../../_shared/src/bash-files/resolve.ts'
import { targetsIn } from '../../_shared/src/bash-files/targets.ts'
import type { Place } from '../../_shared/src/files/locate.ts'
import { filesBelow } from './choose.ts'

const MOST_FILES = 300

/** The files that a command line is about to change or remove, as far as it can be read. */
export async function filesChangedBy(command: string, place: Place): Promise<readonly string[]> {
  const files = new Set<string>()
  for (const target of targetsIn(command).targets) {
    if (target.access === 'read') continue
    for (const file of filesOf(target, place)) {
      if (target.access === 'remove') for (const one of filesBelow(file)) files.add(one)
      else files.add(file)
    }
    if (files.size > MOST_FILES) break
  }
  for (const file of await thrownAway(command, place.cwd)) files.add(file)
  return [...files].slice(0, MOST_FILES)
}

/** Changed files that git is about to set back, and new ones that it is about to remove. */
async function thrownAway(command: string, cwd: string): Promise<readonly string[]> {
  let folder = cwd
  const files: string[] = []
  for (const { name, args } of bashView(command).commands) {
    const words = args.map(({ text }) => text)
    if (name === 'cd' && words[0] !== undefined && args[0]?.known) folder = absolutePath(words[0], folder)
    const lost = name === 'git' ? lostBy(words) : undefined
    if (!lost) continue
    const state = await gitState(folder)
    const named = state
      ? [
          ...(lost.changed ? [...state.changed, ...state.staged] : []),
          ...(lost.untracked ? state.untracked : []),
        ]
      : []
    files.push(
      ...named.slice(0, MOST_FILES).flatMap((one) => filesBelow(path.join(state?.root ?? folder, one))),
    )
  }
  return files
}

interface Lost {
  readonly changed: boolean
  readonly untracked: boolean
}

function lostBy(words: readonly string[]): Lost | undefined {
  const [verb] = words.filter((word, at) => !word.startsWith('-') && !/^-[Cc]$/.test(words[at - 1] ?? ''))
  const has = (...flags: readonly string[]): boolean => flags.some((flag) => words.includes(flag))
  switch (verb) {
    case 'reset':
      return has('--hard', '--merge') ? { changed: true, untracked: false } : undefined
    case 'restore':
      return has('--staged', '-S') && !has('--worktree', '-W')
        ? undefined
        : { changed: true, untracked: false }
    case 'checkout':
    case 'switch':
      return has('--', '.', '-f', '--force', '--discard-changes') || words.some((word) => /\.\w+$/.test(word))
        ? { changed: true, untracked: false }
        : undefined
    case 'stash':
      return has('drop', 'list', 'show', 'pop', 'apply', 'branch')
        ? undefined
        : { changed: true, untracked: has('-u', '--include-untracked', '-a') }
    case 'clean':
      return has('-n', '--dry-run') ? undefined : { changed: false, untracked: true }
    default:
      return undefined
  }
}
