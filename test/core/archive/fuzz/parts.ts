/** A header with its body and padding; where mutation leaves no header, the body is whatever comes. */
export interface Part {
  readonly header: Buffer
  readonly body: Buffer
}

/** A tar stream that is being changed. */
export interface Draft {
  parts: Part[]
  /** What follows the last entry: the end, or what was found there. */
  rest: Buffer
}

/** Offset and length of the fields of a header, apart from the reader's own table. */
export const fields = {
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
} as const

export type FieldName = keyof typeof fields

/** Takes a tar stream apart as far as its headers make sense. */
export function takeApart(tar: Buffer): Draft {
  const parts: Part[] = []
  let at = 0
  while (at + 512 <= tar.length && isHeader(tar, at)) {
    const end = at + 512 + Math.ceil(sizeOf(tar.subarray(at, at + 512)) / 512) * 512
    parts.push({ header: tar.subarray(at, at + 512), body: tar.subarray(at + 512, end) })
    at = Math.min(end, tar.length)
  }
  return { parts, rest: tar.subarray(at) }
}

/** The bytes of a draft, all of them new. */
export function putTogether({ parts, rest }: Draft): Buffer {
  return Buffer.concat([...parts.flatMap(({ header, body }) => [header, body]), rest])
}

/** A copy of a part that may be written to. */
export function copied({ header, body }: Part): Part {
  return { header: Buffer.from(header), body: Buffer.from(body) }
}

/** Replaces a field, the rest of it filled with NUL; what is too long is cut. */
export function putField(header: Buffer, name: FieldName, value: string | Buffer): void {
  const [at, length] = fields[name]
  header.fill(0, at, at + length)
  Buffer.from(value).copy(header, at, 0, length)
}

/** Makes every header's checksum right again. */
export function reseal(tar: Buffer): void {
  for (let at = 0; at + 512 <= tar.length; at += 512) if (isHeader(tar, at)) resealOne(tar, at)
}

function resealOne(tar: Buffer, start: number): void {
  tar.fill(0x20, start + 148, start + 156)
  let sum = 0
  for (let at = start; at < start + 512; at += 1) sum += tar[at] ?? 0
  tar.write(`${sum.toString(8).padStart(6, '0')}\0 `, start + 148, 'latin1')
}

function isHeader(tar: Buffer, at: number): boolean {
  return tar.toString('latin1', at + 257, at + 262) === 'ustar'
}

function sizeOf(header: Buffer): number {
  const size = Number.parseInt(header.toString('latin1', 124, 135), 8)
  return size > 0 && size < 2 ** 24 ? size : 0
}
