/** Where the fields of a ustar header are: [offset, length]. */
export const field = {
  name: [0, 100],
  mode: [100, 8],
  uid: [108, 8],
  gid: [116, 8],
  size: [124, 12],
  mtime: [136, 12],
  checksum: [148, 8],
  type: [156, 1],
  linkName: [157, 100],
  magic: [257, 8],
  userName: [265, 32],
  groupName: [297, 32],
  deviceMajor: [329, 8],
  deviceMinor: [337, 8],
  prefix: [345, 155],
  padding: [500, 12],
} as const satisfies Record<string, readonly [offset: number, length: number]>

export type Field = keyof typeof field

/** Everything in a tar comes in blocks of this many bytes. */
export const blockBytes = 512

/** Magic and version as POSIX has them. */
export const posixMagic = 'ustar\u000000'

/** Magic and version of GNU tar's own format, in which the prefix field means something else. */
export const gnuMagic = 'ustar  \u0000'

/** The bytes of one field of a header block. */
export function slice(block: Uint8Array, name: Field): Uint8Array {
  const [offset, length] = field[name]
  return block.subarray(offset, offset + length)
}

/** The sum of a header's bytes, its checksum field counted as spaces. */
export function checksum(block: Uint8Array): number {
  const [start, length] = field.checksum
  const sum = (bytes: Uint8Array) => bytes.reduce((total, byte) => total + byte, 0)
  return sum(block.subarray(0, start)) + length * 0x20 + sum(block.subarray(start + length))
}

/** Bytes as they lie in the stream for a body of `size` bytes. */
export function padded(size: number): number {
  return Math.ceil(size / blockBytes) * blockBytes
}

/** True when every byte is NUL. */
export function isZero(bytes: Uint8Array): boolean {
  return bytes.every((byte) => byte === 0)
}
