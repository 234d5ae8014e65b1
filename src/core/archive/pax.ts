import { ArchiveError } from './error.ts'
import { decodeUtf8 } from './text.ts'

/** The most bytes an extended header may have; a path needs 400. */
export const extensionBytes = 64 * 1024

type Check = (value: string) => boolean

const isText: Check = () => true
const isNumber: Check = (value) => /^-?\d{1,20}(\.\d{1,20})?$/.test(value)

// Not here, on purpose: size, linkpath, hdrcharset, GNU.sparse.* and whatever else would change what is read.
const allowed: ReadonlyMap<string, Check> = new Map([
  ['path', isText],
  ['comment', isText],
  ['uname', isText],
  ['gname', isText],
  ['uid', isNumber],
  ['gid', isNumber],
  ['mtime', isNumber],
  ['atime', isNumber],
  ['ctime', isNumber],
  ['LIBARCHIVE.creationtime', isNumber],
  ['SCHILY.dev', isNumber],
  ['SCHILY.ino', isNumber],
  ['SCHILY.nlink', isNumber],
])

/** The path that a PAX header gives to the next entry, if it gives one; every other record must be harmless. */
export function paxPath(body: Uint8Array): string | undefined {
  const records = readRecords(body)
  for (const [key, value] of records) {
    const check = allowed.get(key)
    if (check === undefined) throw new ArchiveError('pax-key', key)
    if (!check(value)) throw new ArchiveError('bad-pax', key)
  }
  return records.get('path')
}

/** Passes a global PAX header that says nothing but a comment, as `git archive` writes it. */
export function checkGlobalPax(body: Uint8Array): void {
  for (const key of readRecords(body).keys()) if (key !== 'comment') throw new ArchiveError('global-pax', key)
}

/** The name in the body of a GNU long-name entry: text, then at most one NUL. */
export function longName(body: Uint8Array): string {
  const end = body.at(-1) === 0 ? body.length - 1 : body.length
  return decodeUtf8(body.subarray(0, end))
}

function readRecords(body: Uint8Array): Map<string, string> {
  const records = new Map<string, string>()
  let rest = body
  while (rest.length > 0) {
    const record = firstRecord(rest)
    const [key, value] = keyAndValue(record.text)
    if (records.has(key)) throw new ArchiveError('bad-pax', key)
    records.set(key, value)
    rest = rest.subarray(record.bytes)
  }
  return records
}

const longestLength = 5

// "<length> <key>=<value>\n", where the length counts the whole record, itself included.
function firstRecord(bytes: Uint8Array): { text: string; bytes: number } {
  const space = bytes.subarray(0, longestLength + 1).indexOf(0x20)
  const digits = String.fromCharCode(...bytes.subarray(0, Math.max(0, space)))
  if (!/^[1-9][0-9]*$/.test(digits)) throw new ArchiveError('bad-pax')
  const length = Number(digits)
  if (length > bytes.length || length < space + 2 || bytes[length - 1] !== 0x0a)
    throw new ArchiveError('bad-pax')
  return { text: decodeUtf8(bytes.subarray(space + 1, length - 1)), bytes: length }
}

// A line break in a value is legal, but readers that split at line breaks see another record there.
function keyAndValue(record: string): [key: string, value: string] {
  const equals = record.indexOf('=')
  if (equals < 1 || /\p{Cc}/u.test(record)) throw new ArchiveError('bad-pax', record)
  return [record.slice(0, equals), record.slice(equals + 1)]
}
