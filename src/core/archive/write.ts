import { gzipSync } from 'fflate'
import { ArchiveError } from './error.ts'
import { defaultLimits } from './limits.ts'
import { splitPath } from './names.ts'
import { type ArchiveFile, byPath, readArchive } from './read.ts'
import { blockBytes, checksum, type Field, field, padded, posixMagic } from './ustar.ts'

// 1985-10-26T08:15:00Z, the time npm gives every packed file.
const mtime = 499_162_500

/**
 * Packs files under `package/` into a .tgz whose bytes depend on nothing but the files: not on their order, the
 * machine, the clock or the Node version. What readArchive would refuse is refused here.
 */
export function writeArchive(files: readonly ArchiveFile[]): Uint8Array {
  // Before hundreds of megabytes are compressed only to be refused.
  const large = files.find(({ bytes }) => bytes.length > defaultLimits.fileBytes)
  if (large) throw new ArchiveError('file-too-big', large.path)
  if (files.reduce((sum, { bytes }) => sum + bytes.length, 0) > defaultLimits.totalBytes)
    throw new ArchiveError('unpacks-too-big')
  const parts = [...files].sort(byPath).flatMap((file) => [header(file), body(file.bytes)])
  const tar = Buffer.concat([...parts, new Uint8Array(2 * blockBytes)])
  // A fixed `mem` keeps the compressor from sizing its tables by a floating-point logarithm.
  const bytes = gzipSync(tar, { level: 9, mem: 8, mtime: 0 })
  readArchive(bytes)
  return bytes
}

function body(bytes: Uint8Array): Uint8Array {
  const blocks = new Uint8Array(padded(bytes.length))
  blocks.set(bytes)
  return blocks
}

function header({ path, bytes, executable }: ArchiveFile): Uint8Array {
  // Checked as text, because encoding would replace a lone surrogate without a word.
  splitPath(path)
  const { prefix, name } = splitName(`package/${path}`)
  const block = new Uint8Array(blockBytes)
  put(block, 'name', name)
  put(block, 'mode', octal('mode', executable ? 0o755 : 0o644))
  put(block, 'uid', octal('uid', 0))
  put(block, 'gid', octal('gid', 0))
  put(block, 'size', octal('size', bytes.length))
  put(block, 'mtime', octal('mtime', mtime))
  put(block, 'type', '0')
  put(block, 'magic', posixMagic)
  put(block, 'deviceMajor', octal('deviceMajor', 0))
  put(block, 'deviceMinor', octal('deviceMinor', 0))
  put(block, 'prefix', prefix)
  put(block, 'checksum', `${checksum(block).toString(8).padStart(6, '0')}\0 `)
  return block
}

// The first slash that leaves a name short enough; a prefix is used only when the name alone is too long.
function splitName(path: string): { prefix: string; name: string } {
  const [, nameBytes] = field.name
  const [, prefixBytes] = field.prefix
  let [prefix, name] = ['', path]
  while (Buffer.byteLength(name) > nameBytes) {
    const slash = path.indexOf('/', prefix === '' ? 0 : prefix.length + 1)
    if (slash < 0) throw new ArchiveError('beyond-ustar', path)
    prefix = path.slice(0, slash)
    name = path.slice(slash + 1)
  }
  if (Buffer.byteLength(prefix) > prefixBytes) throw new ArchiveError('beyond-ustar', path)
  return { prefix, name }
}

function octal(name: Field, value: number): string {
  const [, length] = field[name]
  return `${value.toString(8).padStart(length - 1, '0')}\0`
}

function put(block: Uint8Array, name: Field, text: string): void {
  const [offset] = field[name]
  block.set(Buffer.from(text), offset)
}
