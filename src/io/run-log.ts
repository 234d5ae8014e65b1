import { closeSync, constants, fstatSync, openSync, readdirSync, readSync } from 'node:fs'
import path from 'node:path'
import { setTimeout } from 'node:timers/promises'
import { CURRENT_LOG, logFolder, segmentNames } from '../core/run-log/place.ts'
import { HooksError } from '../errors.ts'
import { codeOf, reason } from './read.ts'

/** Reads the run log once or again and again. */
export interface LogReader {
  /** Whole lines that were not given before, oldest file first. Throws `log-unreadable`. */
  readonly read: () => string
  /** What was cut off at the end of files, and so is no line. */
  readonly rest: () => string
  readonly close: () => void
}

/** The run log's folder for this environment, absolute. Throws `no-home`. */
export function runLogFolder(place: {
  cwd: string
  env: Readonly<Record<string, string | undefined>>
}): string {
  const folder = logFolder(place.env, process.platform)
  if (folder !== '') return path.resolve(place.cwd, folder)
  throw new HooksError('no-home', 'the run log is in the home folder, and `HOME` is not set', {
    hint: 'set HOME, or HOOKPACK_STATE_DIR to the folder that hooks write their log below',
  })
}

/** A file that is being read. It stays open, so that it is still read after it got another name or none. */
interface Open {
  readonly id: string
  readonly fd: number
  offset: number
  partial: Buffer
}

/** A reader of the log in `folder`, from the beginning. A folder or file that does not exist is an empty log. */
export function newLogReader(folder: string): LogReader {
  let open: readonly Open[] = []
  return {
    read: () => {
      open = discover(folder, open)
      return open.map(readLines).join('')
    },
    rest: () => open.map(({ partial }) => partial.toString()).join('\n'),
    close: () => {
      for (const { fd } of open) closeSync(fd)
      open = []
    },
  }
}

/**
 * All files of the log, in order. The current file is opened before the folder is listed: if it is rotated away in
 * between, the list has it under its new name, and no file is missed or read twice.
 */
function discover(folder: string, known: readonly Open[]): readonly Open[] {
  const current = openLog(path.join(folder, CURRENT_LOG))
  const segments = segmentNames(listed(folder)).map((name) => openLog(path.join(folder, name)))
  const all = new Map(known.filter(isAlive).map((file) => [file.id, file]))
  for (const found of [...segments, current]) {
    if (!found) continue
    if (all.has(found.id)) closeSync(found.fd)
    else all.set(found.id, found)
  }
  return [...all.values()]
}

/** False for a file that was deleted; what was still written to it before has been read, and it is closed. */
function isAlive({ fd }: Open): boolean {
  if (fstatSync(fd).nlink > 0) return true
  closeSync(fd)
  return false
}

function listed(folder: string): readonly string[] {
  try {
    return readdirSync(folder)
  } catch (error) {
    if (codeOf(error) === 'ENOENT') return []
    throw unreadable(folder, error)
  }
}

function openLog(file: string): Open | undefined {
  // Windows has neither; without O_NONBLOCK, opening a pipe that stands there would wait for ever.
  const { O_NOFOLLOW = 0, O_NONBLOCK = 0 } = constants as Partial<typeof constants>
  try {
    const fd = openSync(file, constants.O_RDONLY | O_NOFOLLOW | O_NONBLOCK)
    const found = fstatSync(fd, { bigint: true })
    if (found.isFile()) return { id: `${found.dev}:${found.ino}`, fd, offset: 0, partial: Buffer.alloc(0) }
    closeSync(fd)
    throw Object.assign(new Error('it is not a regular file'), { code: 'ENOTFILE' })
  } catch (error) {
    if (codeOf(error) === 'ENOENT') return undefined
    throw unreadable(file, error)
  }
}

function unreadable(file: string, error: unknown): HooksError {
  const why = codeOf(error) === 'ELOOP' ? 'it is a link' : reason(error)
  return new HooksError('log-unreadable', `the run log ${file} cannot be read: ${why}`, {
    hint: 'give it the right owner and rights, or move it away; hooks make a new one',
    cause: error,
  })
}

/** What was added to a file since the last time, up to its last line break. */
function readLines(file: Open): string {
  const { size } = fstatSync(file.fd)
  if (size < file.offset) {
    // Somebody emptied it.
    file.offset = 0
    file.partial = Buffer.alloc(0)
  }
  const added = Buffer.alloc(size - file.offset)
  const count = readSync(file.fd, added, 0, added.length, file.offset)
  file.offset += count
  const bytes = Buffer.concat([file.partial, added.subarray(0, count)])
  const end = bytes.lastIndexOf(0x0a) + 1
  file.partial = bytes.subarray(end)
  return bytes.subarray(0, end).toString()
}

/** Waits as long as a reader who follows the log may be behind it, or until the signal. */
export async function pause(signal: AbortSignal): Promise<void> {
  await setTimeout(250, undefined, { signal }).catch(() => undefined)
}
