import { rm } from 'node:fs/promises'
import path from 'node:path'
import type { Write } from '../core/plan.ts'
import { HooksError } from '../errors.ts'
import { makeFolder, writeAtomic } from './files.ts'
import { exists, readText } from './read.ts'

// The journal makes several files change as one. It holds what every file was and will be; while it exists, the
// change has been decided but perhaps not finished, and whoever comes next finishes it.

const NAME = 'journal.json'

/** Writes the files one by one, under a journal. `checkpoint` may throw to call the change off. */
export async function writeJournaled(
  folder: string,
  writes: readonly Write[],
  checkpoint: () => void,
): Promise<void> {
  const journal = path.join(folder, NAME)
  await writeAtomic(journal, JSON.stringify({ v: 1, writes }))
  const done: Write[] = []
  try {
    for (const write of writes) {
      checkpoint()
      done.push(write)
      await put(write.path, write.after)
    }
    checkpoint()
  } catch (error) {
    for (const write of done.toReversed()) await put(write.path, write.before)
    await rm(journal, { force: true })
    throw error
  }
  await rm(journal, { force: true })
}

/** True when an earlier change was interrupted. */
export async function isInterrupted(folder: string): Promise<boolean> {
  return exists(path.join(folder, NAME))
}

/**
 * Finishes a change that was interrupted. A file that is neither what it was nor what it should be has been edited
 * since: then nothing is touched, and the person decides. `allowed`: the only files a journal may name.
 */
export async function recover(folder: string, allowed: ReadonlySet<string>): Promise<boolean> {
  const journal = path.join(folder, NAME)
  const text = await readText(journal)
  if (text === null) return false
  const writes = parseJournal(text)
  if (!writes?.every((write) => allowed.has(write.path))) {
    // A journal that names other files is not one we wrote: it may have come with a cloned repository.
    throw new HooksError('interrupted-change', `${journal} is not a journal of this scope`, {
      hint: 'remove it, then run the command again',
    })
  }
  for (const write of writes) {
    const now = await readText(write.path)
    if (now !== write.before && now !== write.after) {
      throw new HooksError(
        'interrupted-change',
        `an earlier change was interrupted, and ${write.path} was edited since`,
        {
          hint: `keep your edit by removing ${journal}, then run the command again`,
        },
      )
    }
  }
  for (const write of writes) await put(write.path, write.after)
  await rm(journal, { force: true })
  return true
}

async function put(file: string, text: string | null): Promise<void> {
  if (text === null) return rm(file, { force: true })
  await makeFolder(path.dirname(file))
  if ((await readText(file)) !== text) await writeAtomic(file, text)
}

function parseJournal(text: string): readonly Write[] | undefined {
  try {
    const { writes } = JSON.parse(text) as { writes?: unknown }
    return Array.isArray(writes) && writes.every(isWrite) ? writes : undefined
  } catch {
    // Journals are written atomically, so this is not one of ours; the caller says so.
    return undefined
  }
}

function isWrite(value: unknown): value is Write {
  if (typeof value !== 'object' || value === null) return false
  const { path: file, before, after } = value as Record<string, unknown>
  return (
    typeof file === 'string' && [before, after].every((text) => text === null || typeof text === 'string')
  )
}
