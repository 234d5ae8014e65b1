import { closeSync, fstatSync, lstatSync, openSync, readdirSync, readSync, unlinkSync } from 'node:fs'
import path from 'node:path'

const DAY_MS = 24 * 60 * 60 * 1000

/** The name of a file of a log; the first of a day has no number. */
export function nameOfPart(name: string, day: string, part: number): string {
  return part === 1 ? `${name}-${day}.jsonl` : `${name}-${day}.${part}.jsonl`
}

/** One file of a log. */
interface Part {
  readonly file: string
  readonly day: string
  readonly part: number
}

/** The files of a log, oldest first; none when there is no such folder. */
export function partsOf(folder: string, name: string): readonly Part[] {
  const own = new RegExp(`^${name}-(\\d{4}-\\d\\d-\\d\\d)(?:\\.(\\d{1,6}))?\\.jsonl$`)
  return namesIn(folder)
    .flatMap((entry) => {
      const [, day, part = '1'] = own.exec(entry) ?? []
      return day === undefined ? [] : [{ file: path.join(folder, entry), day, part: Number(part) }]
    })
    .sort((a, b) => (a.day === b.day ? a.part - b.part : a.day < b.day ? -1 : 1))
}

/** The highest number that a file of the day has; 1 when there is none. */
export function newestPart({ folder, name }: { folder: string; name: string }, day: string): number {
  return Math.max(1, ...partsOf(folder, name).flatMap((one) => (one.day === day ? one.part : [])))
}

/** What a log may keep. */
interface Kept {
  readonly folder: string
  readonly name: string
  readonly totalBytes: number
  readonly keepDays: number
}

/** Deletes what a log may not keep, but never the newest file. Never throws: what is left now goes another time. */
export function prune({ folder, name, totalBytes, keepDays }: Kept, today: string): void {
  const oldest = new Date(Date.parse(today) - keepDays * DAY_MS).toISOString().slice(0, 10)
  let total = 0
  for (const [index, { file, day }] of [...partsOf(folder, name)].reverse().entries()) {
    total += lstatSync(file, { throwIfNoEntry: false })?.size ?? 0
    if (index === 0 || (day >= oldest && total <= totalBytes)) continue
    try {
      unlinkSync(file)
    } catch {
      // Somebody else has deleted it, or still reads it (Windows).
    }
  }
}

/** The last lines of a log, oldest first, from at most so many bytes; a file that cannot be read has none. */
export function lastLines(folder: string, name: string, bytes: number): readonly string[] {
  let left = bytes
  const lines: string[] = []
  for (const { file } of [...partsOf(folder, name)].reverse()) {
    if (left <= 0) break
    const text = endOf(file, left)
    left -= Buffer.byteLength(text)
    lines.unshift(...text.split('\n').filter((line) => line !== ''))
  }
  return lines
}

/** The end of a file, without the part of a line that it begins with. */
function endOf(file: string, most: number): string {
  try {
    // A link, a pipe or a folder in the log's place is not read.
    if (!lstatSync(file).isFile()) return ''
    const fd = openSync(file, 'r')
    try {
      const { size } = fstatSync(fd)
      const buffer = Buffer.alloc(Math.min(size, most))
      const read = readSync(fd, buffer, 0, buffer.length, size - buffer.length)
      const text = buffer.toString('utf8', 0, read)
      return size > most ? text.slice(text.indexOf('\n') + 1) : text
    } finally {
      closeSync(fd)
    }
  } catch {
    // Not there any more, or not to be read: nothing is known of it.
    return ''
  }
}

function namesIn(folder: string): readonly string[] {
  try {
    return readdirSync(folder)
  } catch {
    // No folder, no files.
    return []
  }
}

/** Where the platform knows users: a file of somebody else could have been put there to be written into. */
export function isOwn(uid: number): boolean {
  return process.getuid === undefined || process.getuid() === uid
}
