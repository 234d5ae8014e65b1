import {
  chmodSync,
  closeSync,
  constants,
  fstatSync,
  lstatSync,
  mkdirSync,
  openSync,
  writeSync,
} from 'node:fs'
import { lineOf } from './line.ts'
import { CURRENT } from './place.ts'
import { type Limits, rotate } from './rotate.ts'

/** One line of the run log: what became of one hook on one event. */
export interface RunRecord {
  readonly v: 1
  /** ISO 8601, UTC, with milliseconds. */
  readonly time: string
  readonly event: string
  /** `<pack>/<id>`. */
  readonly hook: string
  readonly outcome: 'decided' | 'none' | 'failed' | 'skipped'
  /** The kind of the strongest decision. */
  readonly decision?: string
  readonly reason?: string
  /** Milliseconds that the hook itself took. */
  readonly ms: number
  readonly async?: boolean
  readonly tool?: string
  /** The folder the client was started in. */
  readonly project?: string
  /** The folder of `table.json`. */
  readonly scope?: string
  readonly session?: string
  readonly pid: number
}

const MEBIBYTE = 1024 * 1024

/**
 * Appends records to the run log in `folder`, each with one write, and rotates it when it is full. Any number of
 * processes may do so at once. Reasons are redacted and shortened here. Never throws.
 */
export function record(
  entries: readonly RunRecord[],
  folder: string,
  limits: Limits = { bytes: MEBIBYTE, segments: 5, most: 8 * MEBIBYTE },
): void {
  if (folder === '' || entries.length === 0) return
  try {
    const lines = entries.map((entry) => Buffer.from(lineOf(entry)))
    // A second time when the file was deleted between opening and writing: by a rotation that kept its number of
    // segments, or by somebody who cleaned up.
    if (!append(lines, folder, limits)) append(lines, folder, limits)
  } catch {
    // A full disk, no rights, something else in the log's place: a hook decides without its log.
  }
}

/** False when what was written is in no folder any more. */
function append(lines: readonly Buffer[], folder: string, limits: Limits): boolean {
  const fd = openForWriting(folder, limits)
  if (fd === undefined) return true
  try {
    for (const line of lines) {
      // The disk is full: what was written of the line must not spoil the next one.
      if (writeSync(fd, line) < line.length) writeSync(fd, '\n')
    }
    return fstatSync(fd).nlink > 0
  } finally {
    closeSync(fd)
  }
}

/** The current file, rotated if it was full; undefined when it is full and cannot be rotated. */
function openForWriting(folder: string, limits: Limits): number | undefined {
  const full = openLog(folder)
  if (full.size <= limits.bytes) return full.fd
  closeSync(full.fd)
  rotate(folder, limits)
  const { fd, size } = openLog(folder)
  if (size <= limits.most) return fd
  closeSync(fd)
  return undefined
}

/** Opens the current file, which must be a plain file of this user in a private folder of this user. */
function openLog(folder: string): { readonly fd: number; readonly size: number } {
  const { O_APPEND, O_CREAT, O_WRONLY } = constants
  // Windows has neither. Without O_NONBLOCK, opening a pipe that stands in the log's place would wait for ever.
  const { O_NOFOLLOW = 0, O_NONBLOCK = 0 } = constants as Partial<typeof constants>
  makePrivate(folder)
  const fd = openSync(`${folder}/${CURRENT}`, O_WRONLY | O_APPEND | O_CREAT | O_NOFOLLOW | O_NONBLOCK, 0o600)
  const found = fstatSync(fd)
  if (found.isFile() && isOwn(found.uid)) return { fd, size: found.size }
  closeSync(fd)
  throw new Error('the log is not a file of this user')
}

function makePrivate(folder: string): void {
  let found = lstatSync(folder, { throwIfNoEntry: false })
  if (!found) {
    mkdirSync(folder, { recursive: true, mode: 0o700 })
    found = lstatSync(folder)
  }
  if (!found.isDirectory() || !isOwn(found.uid)) throw new Error('the folder of the log is not of this user')
  // Windows shows modes that do not exist there.
  if (process.platform !== 'win32' && (found.mode & 0o077) !== 0) chmodSync(folder, 0o700)
}

/** Where the platform knows users: a folder or file of somebody else could have been put there to be written into. */
function isOwn(uid: number): boolean {
  return process.getuid === undefined || process.getuid() === uid
}
