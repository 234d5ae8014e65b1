import { readFileSync, writeFileSync } from 'node:fs'
import path from 'node:path'
import { oneLine } from '../../_shared/src/one-line.ts'
import { copyIgnored } from './copy.ts'
import { installIn } from './install.ts'
import type { Options } from './options.ts'
import type { Linked } from './places.ts'

/** What is remembered of a worktree, in git's own folder of it, which goes when the worktree goes. */
export interface Note {
  readonly version: 1
  /** It was made by this pack, and not by the user. */
  readonly made: boolean
  /** What was done, for people, until it was said. */
  readonly unsaid: string
}

const NAME = 'hookpack-worktree-setup.json'
const SHOWN = 12

/** Sets a worktree up, once, and remembers that. */
export async function setUp(place: Linked, options: Options, made: boolean): Promise<void> {
  if (noteOf(place) !== undefined) return
  // First of all, so that two sessions that begin at once do not both do it.
  if (!writeNote(place, { version: 1, made, unsaid: '' }, 'wx')) return
  const { copied, left } = await copyIgnored(place, options)
  const installed = await installIn(place.root, options)
  const parts = [
    ...(copied.length === 0 ? [] : [`copied from the main worktree: ${someOf(copied)}`]),
    ...(left.length === 0 ? [] : [`not copied: ${someOf(left)}`]),
    ...(installed === undefined ? [] : [installed]),
  ]
  writeNote(place, { version: 1, made, unsaid: parts.join('; ') }, 'w')
}

/** What was done and not said yet; from now on it is said. */
export function takeUnsaid(place: Linked): string {
  const note = noteOf(place)
  if (note === undefined || note.unsaid === '') return ''
  writeNote(place, { ...note, unsaid: '' }, 'w')
  return note.unsaid
}

/** The note of a worktree; undefined before it was set up. */
export function noteOf({ gitDir }: Pick<Linked, 'gitDir'>): Note | undefined {
  try {
    const read = JSON.parse(readFileSync(path.join(gitDir, NAME), 'utf8')) as Partial<Note> | null
    return {
      version: 1,
      made: read?.made === true,
      unsaid: typeof read?.unsaid === 'string' ? read.unsaid : '',
    }
  } catch (error) {
    // One that cannot be understood was written all the same.
    return (error as NodeJS.ErrnoException).code === 'ENOENT'
      ? undefined
      : { version: 1, made: false, unsaid: '' }
  }
}

function writeNote({ gitDir }: Linked, note: Note, flag: 'wx' | 'w'): boolean {
  try {
    writeFileSync(path.join(gitDir, NAME), JSON.stringify(note), { flag })
    return true
  } catch (error) {
    if ((error as NodeJS.ErrnoException).code === 'EEXIST') return false
    throw error
  }
}

function someOf(names: readonly string[]): string {
  const shown = names.slice(0, SHOWN).map((name) => oneLine(name, 200))
  return names.length > SHOWN ? `${shown.join(', ')} and ${names.length - SHOWN} more` : shown.join(', ')
}
