import {
  createReadStream,
  createWriteStream,
  lstatSync,
  mkdirSync,
  renameSync,
  rmSync,
  writeFileSync,
} from 'node:fs'
import path from 'node:path'
import type { Readable, Transform } from 'node:stream'
import { safeName } from '../../../src/runtime/src/kit/safe-name.ts'
import { folderOf } from '../../_shared/src/log-place.ts'
import { copiesIn, nameOf, prune } from './copies.ts'
import type { Options } from './options.ts'
import { redactLines } from './redact-lines.ts'
import { openTranscript, type Source } from './source.ts'

const MEBIBYTE = 1024 * 1024

/** What an event says about its transcript. */
export interface Kept {
  readonly session: string
  readonly transcript: unknown
  readonly cwd: string
  readonly projectDir: string
}

/** A copy that is there now. */
export interface Result {
  readonly file: string
  readonly bytes: number
}

/** Keeps a copy of the transcript and deletes what is too much. Throws, in a line for people, when there is none. */
export async function keep(
  { session, transcript, cwd, projectDir }: Kept,
  options: Options,
): Promise<Result> {
  const folder = folderOf(options.folder, 'transcript-backup', projectDir)
  const source = openTranscript(transcript, cwd, options.maxTranscriptMegabytes * MEBIBYTE)
  makeFolder(folder, options.folder.trim() !== '')
  const temporary = path.join(folder, `.new-${process.pid}-${Date.now()}.gz`)
  try {
    const hash = await compress(source, temporary, options.redact)
    const own = safeName(session || 'unknown')
    const same = copiesIn(folder).find((copy) => copy.session === own && copy.hash === hash.slice(0, 16))
    const name = same?.name ?? nameOf(own, new Date(), hash)
    const file = path.join(folder, name)
    if (same === undefined) renameSync(temporary, file)
    const { keepPerSession, maxMegabytes } = options
    prune(folder, name, { keepPerSession, keep: options.keep, bytes: maxMegabytes * MEBIBYTE })
    return { file, bytes: lstatSync(file).size }
  } finally {
    rmSync(temporary, { force: true })
  }
}

function makeFolder(folder: string, mayBeInRepository: boolean): void {
  if (lstatSync(folder, { throwIfNoEntry: false })) return
  mkdirSync(folder, { recursive: true, mode: 0o700 })
  if (mayBeInRepository) writeFileSync(path.join(folder, '.gitignore'), '*\n', { mode: 0o600 })
}

/** Compresses what the transcript has had when it was opened, and gives the hash of that. Closes it. */
async function compress({ fd, size }: Source, file: string, redacting: boolean): Promise<string> {
  // Loaded here: most ends of sessions never come this far.
  const { createHash } = process.getBuiltinModule('node:crypto')
  const { pipeline } = process.getBuiltinModule('node:stream/promises')
  const { createGzip } = process.getBuiltinModule('node:zlib')
  const hash = createHash('sha256')
  async function* hashed(chunks: AsyncIterable<Buffer>): AsyncGenerator<Buffer> {
    for await (const chunk of chunks) {
      hash.update(chunk)
      yield chunk
    }
  }
  const input: Readable = createReadStream('', { fd, start: 0, end: size - 1, highWaterMark: 256 * 1024 })
  const gzip: Transform = createGzip({ level: 6 })
  const output = createWriteStream(file, { mode: 0o600, flags: 'wx' })
  if (redacting) await pipeline(input, hashed, redactLines, gzip, output)
  else await pipeline(input, hashed, gzip, output)
  return hash.digest('hex')
}
