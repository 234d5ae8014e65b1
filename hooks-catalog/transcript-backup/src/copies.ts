import { lstatSync, readdirSync, unlinkSync } from 'node:fs'
import path from 'node:path'

/** One copy: which session's, when it was made, and of what contents. */
export interface Copy {
  readonly name: string
  readonly session: string
  readonly time: string
  readonly hash: string
}

const NAME = /^(.{1,200})\.(\d{8}T\d{6}Z)\.([0-9a-f]{16})\.jsonl\.gz$/
const LEFT_OVER = /^\.new-\d+-\d+\.gz$/
const STALE_MS = 60 * 60 * 1000

/** The name of a copy. */
export function nameOf(session: string, time: Date, hash: string): string {
  const when = time.toISOString().replace(/[-:]/g, '').replace(/\.\d+/, '')
  return `${session}.${when}.${hash.slice(0, 16)}.jsonl.gz`
}

/** The copies in a folder, newest first. */
export function copiesIn(folder: string): readonly Copy[] {
  return readdirSync(folder)
    .flatMap((name) => {
      const [, session, time, hash] = NAME.exec(name) ?? []
      return session === undefined || time === undefined || hash === undefined
        ? []
        : [{ name, session, time, hash }]
    })
    .sort((a, b) => (a.time === b.time ? (a.name < b.name ? 1 : -1) : a.time < b.time ? 1 : -1))
}

/** What may be kept. */
export interface Bounds {
  readonly keepPerSession: number
  readonly keep: number
  readonly bytes: number
}

/** Deletes the oldest copies beyond the bounds, never `newest`, and what killed processes have left over. */
export function prune(folder: string, newest: string, { keepPerSession, keep, bytes }: Bounds): void {
  const ofSession = new Map<string, number>()
  let count = 0
  let total = 0
  for (const { name, session } of copiesIn(folder)) {
    const file = path.join(folder, name)
    const own = (ofSession.get(session) ?? 0) + 1
    const size = lstatSync(file, { throwIfNoEntry: false })?.size ?? 0
    if (name !== newest && (own > keepPerSession || count >= keep || total + size > bytes)) {
      remove(file)
      continue
    }
    ofSession.set(session, own)
    count += 1
    total += size
  }
  for (const name of readdirSync(folder).filter((entry) => LEFT_OVER.test(entry))) {
    const file = path.join(folder, name)
    const written = lstatSync(file, { throwIfNoEntry: false })?.mtimeMs ?? 0
    if (Date.now() - written > STALE_MS) remove(file)
  }
}

function remove(file: string): void {
  try {
    unlinkSync(file)
  } catch {
    // Somebody else has deleted it, or still reads it (Windows).
  }
}
