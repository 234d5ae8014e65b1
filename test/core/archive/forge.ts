import { gzipSync } from 'node:zlib'

/** Raw bytes of header fields; text goes in as UTF-8, and nothing is checked or padded but with NUL. */
export type Fields = Partial<Record<keyof typeof offsets, string | Uint8Array>>

// Kept apart from the reader's own table, so that a slip in one of them shows.
const offsets = {
  name: 0,
  mode: 100,
  uid: 108,
  gid: 116,
  size: 124,
  mtime: 136,
  checksum: 148,
  type: 156,
  linkName: 157,
  magic: 257,
  userName: 265,
  groupName: 297,
  deviceMajor: 329,
  deviceMinor: 337,
  prefix: 345,
  padding: 500,
}

const ordinary: Fields = {
  mode: '0000644\0',
  uid: '0000000\0',
  gid: '0000000\0',
  size: '00000000000\0',
  mtime: '03560116604\0',
  type: '0',
  magic: 'ustar\u000000',
}

/** A header block with a right checksum, unless `fields` brings a wrong one. */
export function header(fields: Fields): Buffer {
  const block = Buffer.alloc(512)
  const { checksum, ...rest } = { ...ordinary, ...fields }
  put(block, rest)
  block.fill(' ', 148, 156)
  const sum = block.reduce((total, byte) => total + byte, 0)
  put(block, { checksum: checksum ?? `${sum.toString(8).padStart(6, '0')}\0 ` })
  return block
}

function put(block: Buffer, fields: Fields): void {
  for (const [name, value] of Object.entries(fields)) {
    block.set(Buffer.from(value), offsets[name as keyof Fields])
  }
}

/** The size field as tar programs write it. */
export function octalSize(size: number): string {
  return `${size.toString(8).padStart(11, '0')}\0`
}

/** A body filled up to whole blocks. */
export function body(content: string | Uint8Array): Buffer {
  const bytes = Buffer.from(content)
  return Buffer.concat([bytes, Buffer.alloc((512 - (bytes.length % 512)) % 512)])
}

/** A header and its body; `fields` wins over what the name and the content would give. */
export function file(
  name: string | Uint8Array,
  content: string | Uint8Array = '',
  fields: Fields = {},
): Buffer {
  return Buffer.concat([
    header({ name, size: octalSize(Buffer.byteLength(content)), ...fields }),
    body(content),
  ])
}

/** An entry without a body, of whatever type `fields` says. */
export function bare(name: string, fields: Fields): Buffer {
  return header({ name, ...fields })
}

export function folder(name: string): Buffer {
  return header({ name, type: '5', mode: '0000755\0' })
}

/** One PAX record with its true length in front. */
export function record(key: string, value: string): string {
  const rest = ` ${key}=${value}\n`
  const bytes = Buffer.byteLength(rest)
  let length = bytes + String(bytes).length
  while (bytes + String(length).length !== length) length = bytes + String(length).length
  return `${length}${rest}`
}

/** A PAX header for the next entry, from raw text. */
export function paxText(text: string | Uint8Array, fields: Fields = {}): Buffer {
  return file('PaxHeader/x', text, { type: 'x', ...fields })
}

export function pax(records: Readonly<Record<string, string>>): Buffer {
  return paxText(
    Object.entries(records)
      .map(([key, value]) => record(key, value))
      .join(''),
  )
}

export function globalPax(records: Readonly<Record<string, string>>): Buffer {
  const text = Object.entries(records)
    .map(([key, value]) => record(key, value))
    .join('')
  return file('pax_global_header', text, { type: 'g' })
}

export function longName(name: string | Uint8Array, end = '\0'): Buffer {
  return file('././@LongLink', Buffer.concat([Buffer.from(name), Buffer.from(end)]), { type: 'L' })
}

/** The blocks that end an archive. */
export const end = Buffer.alloc(1024)

/** A gzipped tar stream of exactly these parts. */
export function raw(...parts: readonly Uint8Array[]): Uint8Array {
  return gzipSync(Buffer.concat(parts), { level: 6 })
}

/** A gzipped tar stream of these parts and a proper end. */
export function tgz(...parts: readonly Uint8Array[]): Uint8Array {
  return raw(...parts, end)
}

/** An honest archive with every kind of part that a reader takes. */
export const everyKind = tgz(
  globalPax({ comment: 'commit' }),
  folder('package/'),
  file('package/package.json', '{"name":"pack"}'),
  pax({ path: 'package/dist/guard.cjs', mtime: '1.5' }),
  file('package/cut', 'x'.repeat(600), { mode: '0000755\0' }),
  longName('package/lib/a.js'),
  file('package/cut', 'a', { magic: 'ustar  \0' }),
  file('b.js', 'b', { prefix: 'package/src' }),
)
