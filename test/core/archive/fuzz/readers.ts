import { Parser, type ReadEntry } from 'tar'
import { readArchiveTwice } from '../../../../src/core/archive/agree.ts'
import { ArchiveError, type ArchiveReason } from '../../../../src/core/archive/error.ts'
import { type ArchiveFile, readArchive } from '../../../../src/core/archive/read.ts'
import type { Reader } from './judge.ts'

/**
 * Readers to try on the same inputs: ours, and those that the fuzz must find wanting. `without <reason>` is ours with
 * one rule switched off: what it refuses for that reason it takes as node-tar sees it.
 */
export function readerCalled(name: string): Reader {
  const without = /^without (.*)$/.exec(name)?.[1]
  if (without !== undefined) return lenient(without as ArchiveReason)
  const reader = readers[name]
  if (!reader) throw new Error(`there is no reader ${name}`)
  return reader
}

const readers: Readonly<Record<string, Reader>> = {
  ours: readArchiveTwice,
  'node-tar alone': readWithTar,
  'ours alone': async (bytes) => readArchive(bytes),
  'one that fails': async (bytes) => {
    if (bytes.length % 50 === 0) throw new TypeError('not for this one')
    return readArchiveTwice(bytes)
  },
  'one that hangs': async (bytes) => {
    // A condition of the input, as it is with readers that hang.
    while (bytes.length % 50 === 0);
    return readArchiveTwice(bytes)
  },
  'one that never answers': async (bytes) =>
    bytes.length % 50 === 0 ? new Promise<never>(() => undefined) : readArchiveTwice(bytes),
}

function lenient(off: ArchiveReason): Reader {
  return async (bytes) => {
    try {
      return await readArchiveTwice(bytes)
    } catch (error) {
      if (error instanceof ArchiveError && error.reason === off) return readWithTar(bytes)
      throw error
    }
  }
}

/** Whatever node-tar sees, below the top folder, as npm installs it. What it cannot read at all is refused. */
async function readWithTar(bytes: Uint8Array): Promise<readonly ArchiveFile[]> {
  return new Promise((resolve, reject) => {
    const files: ArchiveFile[] = []
    const parser = new Parser()
    parser.on('error', () => reject(new ArchiveError('parsers-disagree')))
    parser.on('abort', () => reject(new ArchiveError('parsers-disagree')))
    parser.on('end', () => resolve(files))
    parser.on('entry', (entry: ReadEntry) => {
      const chunks: Buffer[] = []
      entry.on('data', (chunk) => chunks.push(chunk))
      entry.on('end', () => {
        if (entry.type !== 'Directory') files.push(fileOf(entry, Buffer.concat(chunks)))
      })
    })
    try {
      parser.end(Buffer.from(bytes))
    } catch {
      reject(new ArchiveError('parsers-disagree'))
    }
  })
}

function fileOf({ path, mode }: ReadEntry, bytes: Buffer): ArchiveFile {
  return { path: path.slice(path.indexOf('/') + 1), bytes, executable: ((mode ?? 0) & 0o111) !== 0 }
}
