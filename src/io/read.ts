// Reading, in a file of its own: `hooks list` is on the start-up path, and reads synchronously because every trip
// through the thread pool costs it more than the read itself.
import { closeSync, constants, fstatSync, lstatSync, openSync, readFileSync } from 'node:fs'
import { HooksError } from '../errors.ts'

/** The system's error code, such as `ENOENT`; empty for anything else. */
export function codeOf(error: unknown): string {
  return (error as NodeJS.ErrnoException | null)?.code ?? ''
}

/** What people and the client write has a few kilobytes; ten megabytes of settings are still edited. */
const MOST_BYTES = 16 * 1024 * 1024

/**
 * The text of a file, byte for byte (a byte order mark is kept); null when there is none. Throws `file-too-large` before
 * anything is read, and for what is no text or no file.
 */
export async function readText(file: string, most = MOST_BYTES): Promise<string | null> {
  try {
    return new TextDecoder('utf-8', { fatal: true, ignoreBOM: true }).decode(bytesOf(file, most))
  } catch (error) {
    if (codeOf(error) === 'ENOENT') return null
    throw error instanceof HooksError ? error : unreadable(file, error)
  }
}

function bytesOf(file: string, most: number): Buffer {
  // Not blocking: a pipe that stands there must not hang us. Windows has no such flag.
  const { O_NONBLOCK = 0 } = constants as Partial<typeof constants>
  const fd = openSync(file, constants.O_RDONLY | O_NONBLOCK)
  try {
    const found = fstatSync(fd)
    if (found.isDirectory()) throw Object.assign(new Error(), { code: 'EISDIR' })
    if (!found.isFile())
      throw new HooksError('settings-not-a-file', `${file} is not a regular file`, {
        hint: 'move it away first',
      })
    if (found.size > most)
      throw new HooksError('file-too-large', `${file} is larger than ${sizeText(most)}`, {
        hint: 'no file of this kind is; look at what is in it, and move it away or make it smaller',
      })
    return readFileSync(fd)
  } finally {
    closeSync(fd)
  }
}

function sizeText(bytes: number): string {
  const mib = bytes / 1024 / 1024
  return Number.isInteger(mib) ? `${mib} MiB` : `${bytes} bytes`
}

/** True when something stands at this path. */
export async function exists(file: string): Promise<boolean> {
  try {
    return lstatSync(file, { throwIfNoEntry: false }) !== undefined
  } catch {
    // A file where a folder should be, or no rights to look: nothing that we could use stands there.
    return false
  }
}

const QUOTA_LINUX = -122
const QUOTA_MACOS = -69

/** A system error in a few words. */
export function reason(error: unknown): string {
  const words: Record<string, string> = {
    EACCES: 'permission denied',
    EDQUOT: 'the disk quota is used up',
    EEXIST: 'a file is in the way',
    EISDIR: 'it is a folder',
    EIO: 'the disk reports an error',
    EMFILE: 'too many open files',
    ENOENT: 'there is no such file',
    ENOSPC: 'the disk is full',
    ENOTDIR: 'a file is in the way',
    EPERM: 'permission denied',
    EROFS: 'the file system is read-only',
  }
  // A name that Node does not have.
  if ([QUOTA_LINUX, QUOTA_MACOS].includes((error as NodeJS.ErrnoException).errno ?? 0))
    return words['EDQUOT'] ?? ''
  return words[codeOf(error)] ?? (error instanceof Error ? error.message : String(error))
}

/** Why a file cannot be read, as an error. */
export function unreadable(file: string, error: unknown): HooksError {
  if (codeOf(error) === 'EISDIR')
    return new HooksError('settings-not-a-file', `${file} is a folder, not a file`, {
      hint: 'move it away first',
    })
  if (codeOf(error) === 'ERR_ENCODING_INVALID_ENCODED_DATA') {
    return new HooksError('settings-not-json', `${file} is not UTF-8 text`, {
      hint: 'save it as UTF-8 first',
    })
  }
  return new HooksError('scope-unavailable', `${file} cannot be read: ${reason(error)}`, { cause: error })
}
