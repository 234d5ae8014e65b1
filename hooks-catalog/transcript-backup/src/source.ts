import { closeSync, constants, fstatSync, openSync } from 'node:fs'
import path from 'node:path'
import { absolutePath } from '../../../src/runtime/src/kit/paths.ts'
import { isOwn } from '../../_shared/src/json-lines-files.ts'

/** A transcript that is open for reading. */
export interface Source {
  readonly fd: number
  /** What it has now; more may be appended meanwhile, which is not copied. */
  readonly size: number
}

/** Opens the transcript that an event names. Throws when it is not one, is not there, or is too large. */
export function openTranscript(given: unknown, cwd: string, mostBytes: number): Source {
  if (typeof given !== 'string' || given.trim() === '') throw new Error('the event names no transcript')
  if (given.includes('\0')) throw new Error('the path of the transcript is not valid')
  const file = absolutePath(given, cwd)
  if (path.extname(file) !== '.jsonl') throw new Error('the transcript is not a file of JSON lines')
  // Windows has neither. Opening a pipe without O_NONBLOCK would wait for ever.
  const { O_NOFOLLOW = 0, O_NONBLOCK = 0 } = constants as Partial<typeof constants>
  const fd = openSync(file, constants.O_RDONLY | O_NOFOLLOW | O_NONBLOCK)
  try {
    const found = fstatSync(fd)
    if (!found.isFile() || !isOwn(found.uid)) throw new Error('the transcript is not a file of this user')
    if (found.size === 0) throw new Error('the transcript is empty')
    if (found.size > mostBytes)
      throw new Error(`the transcript has more than ${mostBytes / 1024 / 1024} megabytes`)
    return { fd, size: found.size }
  } catch (error) {
    closeSync(fd)
    throw error
  }
}
