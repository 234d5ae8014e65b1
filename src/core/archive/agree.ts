import type { ReadEntry } from 'tar'
import { ArchiveError } from './error.ts'
import type { ArchiveLimits } from './limits.ts'
import { type ArchiveFile, byPath, readArchive } from './read.ts'

/**
 * Reads a .tgz with our reader and, in memory, with node-tar, and returns our files only if both saw the same
 * paths, bytes and executable bits: an archive that two readers see differently is made to be.
 */
export async function readArchiveTwice(
  bytes: Uint8Array,
  limits: Partial<ArchiveLimits> = {},
): Promise<ArchiveFile[]> {
  const ours = readArchive(bytes, limits)
  const theirs = await readWithTar(bytes)
  for (const [index, file] of ours.entries()) {
    if (!isSame(file, theirs[index])) throw new ArchiveError('parsers-disagree', file.path)
  }
  const extra = theirs[ours.length]
  if (extra !== undefined) throw new ArchiveError('parsers-disagree', extra.path)
  return ours
}

function isSame(a: ArchiveFile, b: ArchiveFile | undefined): boolean {
  return (
    b !== undefined &&
    a.path === b.path &&
    a.executable === b.executable &&
    Buffer.compare(a.bytes, b.bytes) === 0
  )
}

async function readWithTar(bytes: Uint8Array): Promise<ArchiveFile[]> {
  const { Parser } = await import('tar')
  return new Promise((resolve, reject) => {
    const refuse = (cause: unknown) => reject(new ArchiveError('parsers-disagree', undefined, { cause }))
    const files: ArchiveFile[] = []
    // Strict turns every warning into an error. Its own ratio limit is off: our reader has capped the output.
    const parser = new Parser({ strict: true, maxDecompressionRatio: Number.POSITIVE_INFINITY })
    parser.on('error', refuse)
    parser.on('ignoredEntry', (entry: ReadEntry) => refuse(new Error(`skipped ${entry.path}`)))
    parser.on('entry', (entry: ReadEntry) => collect(entry, files))
    parser.on('end', () => resolve(files.sort(byPath)))
    try {
      parser.end(Buffer.from(bytes.buffer, bytes.byteOffset, bytes.byteLength))
    } catch (error) {
      // Some malformed headers make the parser throw from inside the call instead of emitting.
      refuse(error)
    }
  })
}

function collect(entry: ReadEntry, files: ArchiveFile[]): void {
  const chunks: Buffer[] = []
  entry.on('data', (chunk) => chunks.push(chunk))
  entry.on('end', () => {
    if (entry.type === 'Directory') return
    const path = entry.path.slice(entry.path.indexOf('/') + 1)
    files.push({ path, bytes: Buffer.concat(chunks), executable: ((entry.mode ?? 0) & 0o111) !== 0 })
  })
}
