import { rm } from 'node:fs/promises'
import path from 'node:path'
import type { Write } from '../core/plan.ts'
import { HooksError } from '../errors.ts'
import { makeFolder, writeAtomic } from './files.ts'
import { exists, readText } from './read.ts'
import { type Replaced, replace } from './replace.ts'

// The journal makes several files change as one. It holds what every file was and will be; while it exists, the
// change has been decided but perhaps not finished, and whoever comes next finishes it.

const NAME = 'journal.json'

/**
 * Writes the files one by one, under a journal. `checkpoint` may throw to call the change off. Throws
 * `changed-meanwhile`, with everything as it was, when somebody else has written one of the files. `finish` is called
 * when all is written; until it has ended, the change counts as interrupted.
 */
export async function writeJournaled(
  folder: string,
  writes: readonly Write[],
  { checkpoint, finish }: { readonly checkpoint: () => void; readonly finish: () => Promise<void> },
): Promise<void> {
  const journal = path.join(folder, NAME)
  await writeAtomic(journal, JSON.stringify({ v: 1, writes }))
  const done: Done[] = []
  try {
    for (const write of writes) {
      checkpoint()
      const one: Done = { write, replaced: undefined }
      done.push(one)
      if (write.after !== null) await makeFolder(path.dirname(write.path))
      one.replaced = await replace(write)
      if (!one.replaced) throw changedMeanwhile(write.path)
    }
    checkpoint()
    for (const { write, replaced } of done) if (await replaced?.late()) throw changedMeanwhile(write.path)
  } catch (error) {
    await undo(done, journal)
    throw error
  } finally {
    for (const { replaced } of done) replaced?.letGo()
  }
  await finish()
  await rm(journal, { force: true })
}

interface Done {
  readonly write: Write
  /** Undefined until it is known to be replaced. */
  replaced: Replaced | undefined
}

/** Puts everything back, unless what we have written was edited already: then nothing is, and the person decides. */
async function undo(done: readonly Done[], journal: string): Promise<void> {
  for (const { write, replaced } of done)
    if (replaced && (await readText(write.path)) !== write.after) throw editedSince(write.path, journal)
  for (const { write, replaced } of done.toReversed()) {
    if (!replaced && (await readText(write.path)) !== write.after) continue
    const after = (await replaced?.late()) ?? write.before
    const back = await replace({ path: write.path, before: write.after, after })
    if (!back) throw editedSince(write.path, journal)
    back.letGo()
  }
  await rm(journal, { force: true })
}

/** The refusal of a plan that starts from what is not there any more. */
export function changedMeanwhile(file: string): HooksError {
  return new HooksError('changed-meanwhile', `${file} was changed by somebody else in the meantime`, {
    hint: 'run the command again',
  })
}

function editedSince(file: string, journal: string): HooksError {
  return new HooksError(
    'interrupted-change',
    `an earlier change was interrupted, and ${file} was edited since`,
    { hint: `keep your edit by removing ${journal}, then run the command again` },
  )
}

/** True when an earlier change was interrupted. */
export async function isInterrupted(folder: string): Promise<boolean> {
  return exists(path.join(folder, NAME))
}

/**
 * Finishes a change that was interrupted. A file that is neither what it was nor what it should be has been edited
 * since: then nothing is touched, and the person decides. `allowed`: the only files a journal may name. `finish` is what
 * the interrupted command would have done then.
 */
export async function recover(
  folder: string,
  allowed: ReadonlySet<string>,
  finish: (writes: readonly Write[]) => Promise<void>,
): Promise<boolean> {
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
  for (const { path: file, before, after } of writes) {
    const now = await readText(file)
    if (now !== before && now !== after) throw editedSince(file, journal)
  }
  for (const write of writes) {
    if ((await readText(write.path)) === write.after) continue
    const replaced = await replace(write)
    if (!replaced) throw editedSince(write.path, journal)
    replaced.letGo()
  }
  await finish(writes)
  await rm(journal, { force: true })
  return true
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
