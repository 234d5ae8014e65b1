import { closeSync, lstatSync, openSync, readdirSync, renameSync, unlinkSync } from 'node:fs'
import { CURRENT, segmentName, segmentsIn, segmentTime } from './place.ts'

/** How large the log may become. */
export interface Limits {
  /** The current file is rotated away when it has more bytes. */
  readonly bytes: number
  /** So many segments are kept besides it. */
  readonly segments: number
  /** A file that cannot be rotated away (its folder became read-only) does not grow beyond so many bytes. */
  readonly most: number
}

/** A rotation takes a millisecond; a guard file older than this belongs to a process that was killed. */
const STALE_MS = 10_000

let rotations = 0

/**
 * Gives the current file a segment's name if it is over the limit, and deletes the oldest segments. Others may
 * still append to the file under its new name, so nothing is lost; one that also wants to rotate leaves it to the
 * first. Never throws.
 */
export function rotate(folder: string, limits: Limits): void {
  const guard = `${folder}/rotating`
  try {
    if (!take(guard)) return
    try {
      rotateGuarded(folder, limits)
    } finally {
      unlinkSync(guard)
    }
  } catch {
    // A folder that may only be read, or one that was just deleted: the next record finds out what is possible.
  }
}

function rotateGuarded(folder: string, limits: Limits): void {
  const current = `${folder}/${CURRENT}`
  // Looked at again, under the guard: else the second of two processes would rotate away a file of one line,
  // and such segments would push out the full ones.
  if ((lstatSync(current, { throwIfNoEntry: false })?.size ?? 0) <= limits.bytes) return
  const segments = segmentsIn(readdirSync(folder))
  renameSync(current, `${folder}/${nextName(segments)}`)
  for (const old of segments.slice(0, Math.max(0, segments.length + 1 - limits.segments))) {
    unlinkSync(`${folder}/${old}`)
  }
}

/** Only a courtesy among processes: if two get past it (a stale guard taken twice), a segment is small, no more. */
function take(guard: string): boolean {
  try {
    closeSync(openSync(guard, 'wx', 0o600))
    return true
  } catch {
    const since = lstatSync(guard, { throwIfNoEntry: false })?.mtimeMs
    if (since !== undefined && Math.abs(Date.now() - since) > STALE_MS) unlinkSync(guard)
    return false
  }
}

/** After the newest segment even if the clock was set back: the names say which are the oldest. */
function nextName(segments: readonly string[]): string {
  const newest = segments.at(-1)
  const after = newest === undefined ? 0 : (segmentTime(newest) ?? 0) + 1
  return segmentName(new Date(Math.max(Date.now(), after)), process.pid, rotations++)
}
