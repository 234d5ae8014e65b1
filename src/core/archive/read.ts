import { createClaims } from './collisions.ts'
import { type Entry, readEntries } from './entries.ts'
import { ArchiveError } from './error.ts'
import { gunzip } from './gzip.ts'
import { type ArchiveLimits, defaultLimits } from './limits.ts'
import { splitPath } from './names.ts'

/** One file of an archive; `path` is below the archive's single top folder and safe on every platform. */
export interface ArchiveFile {
  readonly path: string
  readonly bytes: Uint8Array
  readonly executable: boolean
}

/** Reads a .tgz in memory, sorted by path, or throws ArchiveError for the first thing that is not plainly safe. */
export function readArchive(bytes: Uint8Array, limits: Partial<ArchiveLimits> = {}): ArchiveFile[] {
  const all = { ...defaultLimits, ...limits }
  const files: ArchiveFile[] = []
  const claim = createClaims()
  let top: string | undefined
  let count = 0
  for (const entry of readEntries(gunzip(bytes, all), all)) {
    count += 1
    if (count > all.entries) throw new ArchiveError('too-many-entries')
    const [first = '', ...below] = segmentsOf(entry)
    top ??= first
    if (first !== top) throw new ArchiveError('two-top-folders', entry.path)
    if (below.length === 0) {
      if (entry.kind === 'file') throw new ArchiveError('no-top-folder', entry.path)
      continue
    }
    checkLengths(below, all)
    claim(below, entry.kind)
    if (entry.kind === 'file') files.push(toFile(entry, below))
  }
  if (files.length === 0) throw new ArchiveError('no-files')
  return files.sort(byPath)
}

function toFile(entry: Entry, below: readonly string[]): ArchiveFile {
  return { path: below.join('/'), bytes: entry.body, executable: entry.executable }
}

// Folders are written with a slash at the end; on a file it is a folder for some readers, so there it stays and
// is refused as an empty segment.
function segmentsOf({ kind, path }: Entry): string[] {
  return splitPath(kind === 'folder' && path.endsWith('/') ? path.slice(0, -1) : path)
}

function checkLengths(segments: readonly string[], limits: ArchiveLimits): void {
  const path = segments.join('/')
  if (segments.length > limits.depth) throw new ArchiveError('too-deep', path)
  if (Buffer.byteLength(path) > limits.pathBytes) throw new ArchiveError('path-too-long', path)
  if (segments.some((segment) => Buffer.byteLength(segment) > limits.segmentBytes)) {
    throw new ArchiveError('segment-too-long', path)
  }
}

/** Order of paths by UTF-16 code units: the same on every machine, whatever its locale. */
export function byPath(a: { readonly path: string }, b: { readonly path: string }): number {
  return a.path < b.path ? -1 : a.path > b.path ? 1 : 0
}
