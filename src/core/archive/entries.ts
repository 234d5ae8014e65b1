import { ArchiveError } from './error.ts'
import { type Header, readHeader } from './header.ts'
import type { ArchiveLimits } from './limits.ts'
import { checkGlobalPax, extensionBytes, longName, paxPath } from './pax.ts'
import { blockBytes, isZero, padded } from './ustar.ts'

/** A file or folder as the tar stream has it; the path is not checked yet. */
export interface Entry {
  readonly kind: 'file' | 'folder'
  readonly path: string
  readonly body: Uint8Array
  readonly executable: boolean
}

interface Piece {
  readonly header: Header
  readonly body: Uint8Array
}

/** The entries of a tar stream in order; extended headers are applied, and end and framing are checked. */
export function* readEntries(tar: Uint8Array, limits: ArchiveLimits): Generator<Entry> {
  let extension: Piece | undefined
  let first = true
  for (const piece of readPieces(tar, limits)) {
    const { header, body } = piece
    if (header.type === 'global-pax') {
      if (!first) throw new ArchiveError('global-pax', header.path())
      checkGlobalPax(body)
    } else if (header.type === 'pax' || header.type === 'long-name') {
      if (extension !== undefined) throw new ArchiveError('several-extensions', header.path())
      extension = piece
    } else {
      const path = extendedPath(extension) ?? header.path()
      yield { kind: header.type, path, body, executable: header.executable }
      extension = undefined
    }
    first = false
  }
  if (extension !== undefined) throw new ArchiveError('dangling-extension', extendedPath(extension))
}

function extendedPath(extension: Piece | undefined): string | undefined {
  if (extension === undefined) return undefined
  return extension.header.type === 'pax' ? paxPath(extension.body) : longName(extension.body)
}

function* readPieces(tar: Uint8Array, limits: ArchiveLimits): Generator<Piece> {
  if (tar.length % blockBytes !== 0) throw new ArchiveError('truncated-tar')
  let offset = 0
  while (offset < tar.length) {
    const block = tar.subarray(offset, offset + blockBytes)
    if (isZero(block)) return checkEnd(tar.subarray(offset))
    const header = readHeader(block)
    checkSize(header, limits)
    const start = offset + blockBytes
    if (header.size > tar.length - start) throw new ArchiveError('truncated-tar', header.path())
    yield { header, body: tar.subarray(start, start + header.size) }
    offset = start + padded(header.size)
  }
  throw new ArchiveError('missing-end')
}

function checkSize(header: Header, limits: ArchiveLimits): void {
  if (header.type === 'file' || header.type === 'folder') {
    if (header.size > limits.fileBytes) throw new ArchiveError('file-too-big', header.path())
  } else if (header.size > extensionBytes) {
    throw new ArchiveError('extension-too-big', header.path())
  }
}

/** The most bytes of empty blocks at the end; tar programs fill up to 10 KiB. node-tar's time grows with their square. */
const paddingBytes = 64 * 1024

// Some readers go on after the two empty blocks, so nothing may be there.
function checkEnd(rest: Uint8Array): void {
  if (rest.length > paddingBytes && isZero(rest.subarray(0, paddingBytes)))
    throw new ArchiveError('padding-too-big')
  if (!isZero(rest)) throw new ArchiveError('data-after-end')
  if (rest.length < 2 * blockBytes) throw new ArchiveError('missing-end')
}
