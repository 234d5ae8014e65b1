import { readdirSync, rmdirSync, rmSync, statSync, writeFileSync } from 'node:fs'
import path from 'node:path'

const VERSION = /^\d{8}-\d{6}-\d{3}(?:-\d{1,3})?$/
const PAUSE_MS = 10 * 60_000
const DAY_MS = 24 * 60 * 60_000
const MOST_FILES = 50_000

/** What may stay. */
export interface Limits {
  readonly maxAgeDays: number
  readonly maxTotalMB: number
}

/** Removes copies that are too old, and the oldest of too many; looks at most every ten minutes. Never throws. */
export function rotate(folder: string, { maxAgeDays, maxTotalMB }: Limits, now = Date.now()): void {
  try {
    const mark = path.join(folder, '.rotated')
    const last = statSync(mark, { throwIfNoEntry: false })?.mtimeMs ?? 0
    // A time in the future is one of a clock that was set back.
    if (now - last < PAUSE_MS && last <= now + PAUSE_MS) return
    writeFileSync(mark, '', { mode: 0o600 })
    const all = copiesIn(folder).sort((one, two) => two.time - one.time)
    let total = 0
    for (const { file, size, time } of all) {
      total += size
      if (now - time > maxAgeDays * DAY_MS || total > maxTotalMB * 1024 * 1024) remove(file, folder)
    }
  } catch {
    // What could not be removed is removed another time.
  }
}

interface Kept {
  readonly file: string
  readonly size: number
  readonly time: number
}

function copiesIn(folder: string): Kept[] {
  const found: Kept[] = []
  const waiting = [folder]
  for (let next = waiting.pop(); next !== undefined && found.length < MOST_FILES; next = waiting.pop()) {
    for (const entry of readdirSync(next, { withFileTypes: true })) {
      const file = path.join(next, entry.name)
      if (entry.isDirectory()) waiting.push(file)
      // Only what has such a name is ours to remove.
      else if (entry.isFile() && VERSION.test(entry.name)) {
        const { size, mtimeMs } = statSync(file)
        found.push({ file, size, time: mtimeMs })
      }
    }
  }
  return found
}

/** Removes a copy, and the folders that are empty then. */
function remove(file: string, folder: string): void {
  rmSync(file, { force: true })
  for (let parent = path.dirname(file); parent !== folder; parent = path.dirname(parent)) {
    try {
      rmdirSync(parent)
    } catch {
      // Not empty.
      return
    }
  }
}
