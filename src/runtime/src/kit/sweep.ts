import { readdirSync, rmSync, statSync, writeFileSync } from 'node:fs'
import path from 'node:path'

const DAY_MS = 24 * 60 * 60 * 1000
const KEPT_DAYS = 7
const MOST_FILES = 5000

/** Removes the files of a folder that nobody has written to for a week; looks at most once a day. Never throws. */
export function sweep(folder: string, now: number = Date.now()): void {
  try {
    const mark = path.join(folder, '.swept')
    const swept = statSync(mark, { throwIfNoEntry: false })?.mtimeMs ?? 0
    // A time far in the future is one of a clock that was set back.
    if (Math.abs(now - swept) < DAY_MS) return
    writeFileSync(mark, '', { mode: 0o600 })
    for (const name of readdirSync(folder).slice(0, MOST_FILES)) {
      const file = path.join(folder, name)
      const written = statSync(file, { throwIfNoEntry: false })?.mtimeMs ?? now
      if (now - written > KEPT_DAYS * DAY_MS) rmSync(file, { force: true })
    }
  } catch {
    // What could not be removed is removed another day.
  }
}
