import { ArchiveError, type ArchiveReason } from './error.ts'
import { decodeUtf8, forMessage, latin1, unpadded } from './text.ts'
import { checksum, type Field, gnuMagic, isZero, posixMagic, slice } from './ustar.ts'

/** What a header block announces; `path` is read on demand, as an extended header may stand in for it. */
export interface Header {
  readonly type: 'file' | 'folder' | 'pax' | 'global-pax' | 'long-name'
  readonly size: number
  readonly executable: boolean
  readonly path: () => string
}

/** Reads one header block, refusing every entry type and spelling that readers are known to differ on. */
export function readHeader(block: Uint8Array): Header {
  const shown = forMessage(slice(block, 'name'))
  const magic = latin1(slice(block, 'magic'))
  if (magic !== posixMagic && magic !== gnuMagic) throw new ArchiveError('not-ustar', shown)
  if (number(block, 'checksum') !== checksum(block)) throw new ArchiveError('bad-checksum', shown)
  const type = entryType(block, shown)
  const size = number(block, 'size')
  if (!isZero(slice(block, 'linkName'))) throw new ArchiveError('link-target-on-file', shown)
  if (type === 'folder' && size !== 0) throw new ArchiveError('folder-with-body', shown)
  checkUnused(block, shown)
  const prefix = readPrefix(block, magic)
  const name = unpadded(slice(block, 'name'))
  const executable = (number(block, 'mode') & 0o111) !== 0
  return { type, size, executable, path: () => joined(prefix, name) }
}

// The same slash whether the prefix is there or not: an empty name under a prefix stays visible as an empty segment.
function joined(prefix: Uint8Array, name: Uint8Array): string {
  return prefix.length === 0 ? decodeUtf8(name) : `${decodeUtf8(prefix)}/${decodeUtf8(name)}`
}

const accepted: Readonly<Record<string, Header['type']>> = {
  '0': 'file',
  '\0': 'file',
  '5': 'folder',
  x: 'pax',
  g: 'global-pax',
  L: 'long-name',
}

const refused: Readonly<Record<string, ArchiveReason>> = {
  '1': 'link',
  '2': 'link',
  K: 'link',
  '3': 'device',
  '4': 'device',
  '6': 'device',
  S: 'sparse',
}

function entryType(block: Uint8Array, shown: string): Header['type'] {
  const flag = latin1(slice(block, 'type'))
  const type = accepted[flag]
  if (type === undefined) throw new ArchiveError(refused[flag] ?? 'unknown-type', shown)
  return type
}

// In GNU's format these bytes hold offsets and sparse maps: only empty ones mean nothing to any reader.
function readPrefix(block: Uint8Array, magic: string): Uint8Array {
  const whole = slice(block, 'prefix')
  if (!isZero(slice(block, 'padding'))) throw new ArchiveError('bad-field', forMessage(whole))
  if (magic === gnuMagic && !isZero(whole)) throw new ArchiveError('bad-field', forMessage(whole))
  return unpadded(holdsTimes(whole) ? whole.subarray(0, timesStart) : whole)
}

const timesStart = 131
const timeBytes = 12

// Packages made with node-tar often have two times behind a short prefix, a custom of star's. The NUL in front of
// them ends the prefix for every reader, and node-tar itself looks at that very byte to tell the forms apart.
function holdsTimes(prefix: Uint8Array): boolean {
  if (prefix[timesStart - 1] !== 0) return false
  const [accessed, changed] = [timesStart, timesStart + timeBytes]
  return [accessed, changed].every((start) => octal.test(latin1(prefix.subarray(start, start + timeBytes))))
}

const octal = /^ *[0-7]+[ \0]+$/

function number(block: Uint8Array, name: Field): number {
  const text = latin1(slice(block, name))
  if (!octal.test(text)) throw new ArchiveError('bad-number', `${name}=${text}`)
  return Number.parseInt(text, 8)
}

const unusedNumbers = ['uid', 'gid', 'mtime', 'deviceMajor', 'deviceMinor'] as const

// Nothing of these is restored, but a header that is nonsense here is no header to trust elsewhere.
function checkUnused(block: Uint8Array, shown: string): void {
  for (const name of unusedNumbers) {
    const bytes = slice(block, name)
    if (!isBlank(bytes) && !isWideId(name, bytes) && !octal.test(latin1(bytes))) {
      throw new ArchiveError('bad-number', `${name} of ${shown}`)
    }
  }
}

function isBlank(bytes: Uint8Array): boolean {
  return bytes.every((byte) => byte === 0 || byte === 0x20)
}

// Directory services hand out ids above 2^21, which tar programs write as a 0x80 byte and a binary number.
function isWideId(name: Field, bytes: Uint8Array): boolean {
  return (name === 'uid' || name === 'gid') && bytes[0] === 0x80 && isZero(bytes.subarray(1, 4))
}
