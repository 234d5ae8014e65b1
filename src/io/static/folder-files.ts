import { constants } from 'node:fs'
import { open } from 'node:fs/promises'
import path from 'node:path'
import { codeOf, reason } from '../read.ts'
import { faultOf, invalid, tooLarge } from './faults.ts'
import type { Called, StaticFiles } from './files.ts'

/** The files of a registry in a folder: the embedded one, a checkout, a copy. */
export function folderFiles(folder: string, called: Called): StaticFiles {
  const read = (name: string, { limit }: { readonly limit: number }): Promise<Uint8Array | undefined> =>
    readLimited(path.join(folder, ...name.split('/')), name, { called, limit })
  return { current: read, fixed: read }
}

async function readLimited(
  file: string,
  name: string,
  { called, limit }: { readonly called: Called; readonly limit: number },
): Promise<Uint8Array | undefined> {
  // Not blocking: a pipe that somebody has put there must not hang us.
  const flags = constants.O_RDONLY | (constants.O_NONBLOCK ?? 0)
  const handle = await open(file, flags).catch((error: unknown) => {
    if (codeOf(error) === 'ENOENT' || codeOf(error) === 'ENOTDIR') return undefined
    throw faultOf(called, name, {
      code: 'registry-unreachable',
      says: `cannot be read: ${reason(error)}`,
      cause: error,
    })
  })
  if (!handle) return undefined
  try {
    const found = await handle.stat()
    if (!found.isFile()) throw invalid(called, name, 'is not a file')
    if (found.size > limit) throw tooLarge(called, name, limit)
    return await handle.readFile()
  } finally {
    await handle.close()
  }
}
