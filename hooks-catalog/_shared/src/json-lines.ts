import {
  closeSync,
  constants,
  fstatSync,
  lstatSync,
  mkdirSync,
  openSync,
  writeFileSync,
  writeSync,
} from 'node:fs'
import path from 'node:path'
import { isOwn, nameOfPart, newestPart, prune } from './json-lines-files.ts'

/** A log of JSON lines: where it is, and how large it may become. */
export interface JsonLines {
  /** Absolute. It is made if it is not there. */
  readonly folder: string
  /** Begins the names of its files: `<name>-2026-01-31.jsonl`, then `<name>-2026-01-31.2.jsonl` and so on. */
  readonly name: string
  /** A file that has more is not written to any more. */
  readonly fileBytes: number
  /** The oldest files go when all have more than this together. */
  readonly totalBytes: number
  /** Files of days before that go as well. */
  readonly keepDays: number
  /** Whether a folder that is made here gets a `.gitignore`, because it may lie in a repository. */
  readonly ignored?: boolean
}

/** So often another file is tried, when others have filled the one that was found. */
const TRIES = 5

/**
 * Appends one line (without its break) to the file of the day and gives that file's path. Any number of processes may
 * do so at once: each line is one write at the end of a file, and a full file is left for the next number instead of
 * being renamed, so there is nothing to wait for. Throws when nothing could be written.
 */
export function appendLine(log: JsonLines, line: string, now: Date = new Date()): string {
  const bytes = Buffer.from(`${line}\n`)
  makeFolder(log)
  const day = now.toISOString().slice(0, 10)
  let part = 1
  for (let tries = 0; tries < TRIES; tries++) {
    const file = path.join(log.folder, nameOfPart(log.name, day, part))
    const written = writeTo(file, bytes, log.fileBytes)
    if (written === 'new') prune(log, day)
    if (written === 'new' || written === 'more') return file
    // Deleted meanwhile: the same file again. Full: the newest of the day, or the one after this.
    if (written === 'full') part = Math.max(part + 1, newestPart(log, day))
  }
  throw new Error(`the log in ${log.folder} could not be written: its files are full or are being deleted`)
}

/** What became of a write: into a new file, into one with more in it, or not, because it is full or was deleted. */
type Written = 'new' | 'more' | 'full' | 'gone'

function writeTo(file: string, bytes: Buffer, fileBytes: number): Written {
  const { O_APPEND, O_CREAT, O_WRONLY } = constants
  // Windows has neither. Without O_NONBLOCK, opening a pipe that stands in the log's place would wait for ever.
  const { O_NOFOLLOW = 0, O_NONBLOCK = 0 } = constants as Partial<typeof constants>
  const fd = openSync(file, O_WRONLY | O_APPEND | O_CREAT | O_NOFOLLOW | O_NONBLOCK, 0o600)
  try {
    const found = fstatSync(fd)
    if (!found.isFile() || !isOwn(found.uid)) throw new Error(`${file} is not a file of this user`)
    if (found.size > 0 && found.size + bytes.length > fileBytes) return 'full'
    // The disk is full: what was written of the line must not spoil the next one.
    if (writeSync(fd, bytes) < bytes.length) {
      writeSync(fd, '\n')
      throw new Error(`${file} took only a part of a line`)
    }
    if (fstatSync(fd).nlink === 0) return 'gone'
    return found.size === 0 ? 'new' : 'more'
  } finally {
    closeSync(fd)
  }
}

function makeFolder({ folder, ignored }: JsonLines): void {
  if (lstatSync(folder, { throwIfNoEntry: false })) return
  mkdirSync(folder, { recursive: true, mode: 0o700 })
  if (ignored) writeFileSync(path.join(folder, '.gitignore'), '*\n', { mode: 0o600 })
}
