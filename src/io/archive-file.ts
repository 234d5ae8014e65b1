import { readFile, stat } from 'node:fs/promises'
import { defaultLimits } from '../core/archive/limits.ts'
import { HooksError } from '../errors.ts'
import { reason } from './read.ts'

/** The bytes of an archive on this disk; what is too large to be one is not read. */
export async function readArchiveFile(file: string): Promise<Uint8Array> {
  try {
    const entry = await stat(file)
    // A device or a pipe has no end.
    if (!entry.isFile()) throw new Error('it is not a file')
    if (entry.size <= defaultLimits.archiveBytes) return await readFile(file)
  } catch (error) {
    throw new HooksError('pack-unreadable', `${file} cannot be read: ${reason(error)}`, {
      hint: 'name a .tgz of a pack, as `hooks pack` or `npm pack` makes it',
      cause: error,
    })
  }
  throw new HooksError('archive-refused', `${file} is larger than ${defaultLimits.archiveBytes} bytes`, {
    hint: 'packs are small; this is for the author of the pack to mend',
  })
}
