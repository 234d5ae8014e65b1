import { crc32, inflateRawSync } from 'node:zlib'
import { ArchiveError } from './error.ts'
import type { ArchiveLimits } from './limits.ts'

const headerBytes = 10
const trailerBytes = 8
const fileNameFlag = 0x08

/** Unpacks exactly one gzip member that fills `bytes`, and never holds more than `limits.totalBytes` of output. */
export function gunzip(bytes: Uint8Array, limits: ArchiveLimits): Uint8Array {
  if (bytes.length > limits.archiveBytes) throw new ArchiveError('archive-too-big')
  const deflated = bytes.subarray(bodyStart(bytes))
  const { output, consumed } = inflate(deflated, limits.totalBytes)
  const trailer = deflated.subarray(consumed)
  if (trailer.length < trailerBytes) throw new ArchiveError('truncated-gzip')
  if (trailer.length > trailerBytes) throw new ArchiveError('data-after-gzip')
  const view = new DataView(trailer.buffer, trailer.byteOffset, trailerBytes)
  if (view.getUint32(0, true) !== crc32(output)) throw new ArchiveError('bad-crc')
  if (view.getUint32(4, true) !== output.length) throw new ArchiveError('bad-length')
  return output
}

// Only the stored file name is tolerated, as `gzip pack.tar` leaves one. The other optional fields can carry
// bytes that no reader looks at.
function bodyStart(bytes: Uint8Array): number {
  if (bytes[0] !== 0x1f || bytes[1] !== 0x8b || bytes[2] !== 8) throw new ArchiveError('not-gzip')
  if (bytes.length < headerBytes + trailerBytes) throw new ArchiveError('truncated-gzip')
  const flags = bytes[3] ?? 0
  if ((flags & ~fileNameFlag) !== 0) throw new ArchiveError('gzip-options')
  if (flags === 0) return headerBytes
  const end = bytes.indexOf(0, headerBytes)
  if (end < 0) throw new ArchiveError('truncated-gzip')
  return end + 1
}

interface Inflated {
  readonly output: Uint8Array
  readonly consumed: number
}

function inflate(deflated: Uint8Array, cap: number): Inflated {
  try {
    // With `info` node answers { buffer, engine }; its types only know the bare buffer.
    const result: unknown = inflateRawSync(deflated, { info: true, maxOutputLength: Math.max(1, cap) })
    const { buffer, engine } = result as { buffer: Buffer; engine: { bytesWritten: number } }
    const output = new Uint8Array(buffer.buffer, buffer.byteOffset, buffer.byteLength)
    return { output, consumed: engine.bytesWritten }
  } catch (error) {
    throw inflateError(error)
  }
}

function inflateError(error: unknown): ArchiveError {
  const code = error instanceof Error && 'code' in error ? error.code : undefined
  if (code === 'ERR_BUFFER_TOO_LARGE') return new ArchiveError('unpacks-too-big')
  if (code === 'Z_BUF_ERROR') return new ArchiveError('truncated-gzip')
  return new ArchiveError('bad-deflate', undefined, { cause: error })
}
