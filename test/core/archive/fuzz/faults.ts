import { posix, win32 } from 'node:path'
import { gunzipSync } from 'node:zlib'
import { Parser, type ReadEntry } from 'tar'
import type { ArchiveFile } from '../../../../src/core/archive/read.ts'

// Nothing in here is taken from the reader: these are the promises, said a second time.

/** What is wrong with an archive that was accepted: its names, their number and size, and how npm's reader sees it. */
export async function faultsOf(
  files: readonly ArchiveFile[],
  archive: Uint8Array,
): Promise<readonly string[]> {
  const wrong = [
    ...files.flatMap(({ path }) => wrongName(path).map((fault) => `${fault}: ${JSON.stringify(path)}`)),
    ...collisions(files.map(({ path }) => path)),
    ...beyondLimits(files, archive),
  ]
  return wrong.length > 0 ? wrong : disagreements(files, archive)
}

const devices = new Set(
  [...'con prn aux nul clock$ conin$ conout$'.split(' '), ...digits('com'), ...digits('lpt')].map(String),
)

function digits(name: string): readonly string[] {
  return Array.from('0123456789¹²³', (digit) => `${name}${digit}`)
}

function wrongName(path: string): readonly string[] {
  const wrong: string[] = []
  if (posix.join('/base', path) !== `/base/${path}`) wrong.push('leads elsewhere')
  if (win32.resolve('C:\\root', path) !== `C:\\root\\${path.replaceAll('/', '\\')}`)
    wrong.push('leads elsewhere on Windows')
  if (/[\\:*?"<>|]/.test(path.normalize('NFKC'))) wrong.push('not a name on Windows')
  if (path !== Buffer.from(path).toString()) wrong.push('not UTF-8')
  if (path !== path.normalize('NFC')) wrong.push('not normalised')
  for (const name of path.split('/')) {
    const folded = name.normalize('NFKC')
    if (name === '' || /[. ]$/.test(folded) || folded.includes('/')) wrong.push('not one name')
    if (devices.has((folded.split('.')[0] ?? '').trimEnd().toLowerCase())) wrong.push('a device')
    if (isShort(name)) wrong.push('a short name')
    if (Array.from(name).some(cannotBeSeen)) wrong.push('cannot be seen')
  }
  return wrong
}

// Windows makes up such names for files with longer ones: eight characters, a dot, three characters.
function isShort(name: string): boolean {
  const [base = '', extension = '', ...more] = name.split('.')
  return more.length === 0 && base.length <= 8 && extension.length <= 3 && /.~\d+$/.test(base)
}

const seen = /^[\p{L}\p{M}\p{N}\p{P}\p{S} ]$/u

// First and last of the code points that are letters, marks or signs by their class, and are drawn as nothing.
const blank: readonly (readonly [number, number])[] = [
  [0x34f, 0x34f],
  [0x115f, 0x1160],
  [0x17b4, 0x17b5],
  [0x180b, 0x180f],
  [0x3164, 0x3164],
  [0xfe00, 0xfe0f],
  [0xffa0, 0xffa0],
  [0xe0000, 0xe0fff],
]

function cannotBeSeen(character: string): boolean {
  const code = character.codePointAt(0) ?? 0
  return !seen.test(character) || blank.some(([first, last]) => code >= first && code <= last)
}

// Both foldings that file systems are known for, each by itself.
const foldings: readonly ((path: string) => string)[] = [
  (path) => path.normalize('NFKD').toUpperCase().normalize('NFKD'),
  (path) => path.normalize('NFC').toLowerCase(),
]

function collisions(paths: readonly string[]): readonly string[] {
  return foldings.flatMap((fold) => {
    const taken = new Map<string, string>()
    const files = new Set(paths.map(fold))
    return paths.flatMap((path) => {
      const faults: string[] = []
      const segments = path.split('/')
      for (let count = 1; count <= segments.length; count += 1) {
        const above = segments.slice(0, count).join('/')
        const before = taken.get(fold(above)) ?? above
        taken.set(fold(above), above)
        if (before !== above) faults.push(`meets ${JSON.stringify(before)}: ${JSON.stringify(above)}`)
        if (count < segments.length && files.has(fold(above))) faults.push(`a file and a folder: ${above}`)
      }
      return files.size === paths.length ? faults : [...faults, `twice: ${path}`]
    })
  })
}

function beyondLimits(files: readonly ArchiveFile[], archive: Uint8Array): readonly string[] {
  const mebibyte = 2 ** 20
  const total = files.reduce((sum, { bytes }) => sum + bytes.length, 0)
  const one = files.some(({ path, bytes }) => {
    const names = path.split('/')
    return (
      bytes.length > 10 * mebibyte ||
      names.length > 32 ||
      Buffer.byteLength(path) > 400 ||
      names.some((name) => Buffer.byteLength(name) > 255)
    )
  })
  const all =
    archive.length > 10 * mebibyte || total > 50 * mebibyte || files.length > 5000 || files.length === 0
  return one || all ? ['beyond a limit'] : []
}

/** Reads the archive with npm's reader as npm sets it, and says where that sees something else or has a word to say. */
async function disagreements(files: readonly ArchiveFile[], archive: Uint8Array): Promise<readonly string[]> {
  const faults: string[] = []
  const rest = new Map(files.map((file) => [file.path, file]))
  const parser = new Parser({ maxDecompressionRatio: Number.POSITIVE_INFINITY })
  parser.on('warn', (code: string, message: unknown) => faults.push(`npm warns: ${code} ${String(message)}`))
  parser.on('ignoredEntry', (entry: ReadEntry) => faults.push(`npm skips: ${entry.path}`))
  parser.on('entry', (entry: ReadEntry) => {
    const chunks: Buffer[] = []
    entry.on('data', (chunk) => chunks.push(chunk))
    entry.on('end', () => faults.push(...differences(entry, Buffer.concat(chunks), rest)))
  })
  await new Promise<void>((resolve) => {
    parser.on('end', resolve)
    parser.end(gunzipSync(archive))
  })
  return [...faults, ...[...rest.keys()].map((path) => `npm does not see: ${path}`)]
}

function differences(entry: ReadEntry, bytes: Buffer, rest: Map<string, ArchiveFile>): readonly string[] {
  if (entry.type === 'Directory') return []
  const path = entry.path.replace(/^[^/]*\//, '')
  const ours = rest.get(path)
  rest.delete(path)
  if (entry.type !== 'File' && entry.type !== 'OldFile') return [`npm sees ${entry.type}: ${path}`]
  if (!ours) return [`only npm sees: ${path}`]
  if (!bytes.equals(ours.bytes)) return [`npm sees other bytes: ${path}`]
  return (((entry.mode ?? 0) & 0o111) !== 0) === ours.executable ? [] : [`npm sees another mode: ${path}`]
}
