import { closeSync, openSync, readSync } from 'node:fs'
import { readdir, stat } from 'node:fs/promises'
import path from 'node:path'
import { mayHold } from '../core/backtest/project-folder.ts'
import { HooksError } from '../errors.ts'
import { codeOf, reason } from './read.ts'

/** Which transcripts are wanted. */
export interface TranscriptQuery {
  /** The client's own folder. */
  readonly config: string
  /** Only of sessions in this folder or below it; undefined for all. */
  readonly project: string | undefined
  /** Only files that were written to since then, in milliseconds since 1970. */
  readonly since: number | undefined
}

/** A file of a session or of one of its subagents. */
export interface TranscriptFile {
  readonly file: string
  /** When it was last written to, in milliseconds since 1970. */
  readonly written: number
}

/** The wanted transcripts, the newest first. A folder that does not exist holds none. Throws `transcripts-unreadable`. */
export async function findTranscripts({
  config,
  project,
  since = 0,
}: TranscriptQuery): Promise<readonly TranscriptFile[]> {
  const root = path.join(config, 'projects')
  const folders = (await listed(root)).filter((name) => project === undefined || mayHold(name, project))
  const found = await Promise.all(
    folders.map(async (name) => {
      const folder = path.join(root, name)
      const files = await listed(folder, true)
      return Promise.all(
        files.filter((file) => file.endsWith('.jsonl')).map((file) => described(path.join(folder, file))),
      )
    }),
  )
  return found
    .flat(2)
    .filter(({ written }) => written >= since)
    .sort((a, b) => b.written - a.written || (a.file < b.file ? -1 : 1))
}

async function listed(folder: string, recursive = false): Promise<readonly string[]> {
  try {
    return await readdir(folder, { recursive })
  } catch (error) {
    if (codeOf(error) === 'ENOENT' || codeOf(error) === 'ENOTDIR') return []
    throw unreadable(folder, error)
  }
}

/** Nothing for what is gone meanwhile, or is no file. */
async function described(file: string): Promise<readonly TranscriptFile[]> {
  const found = await stat(file).catch(() => undefined)
  return found?.isFile() ? [{ file, written: found.mtimeMs }] : []
}

function unreadable(file: string, error: unknown): HooksError {
  return new HooksError('transcripts-unreadable', `${file} cannot be read: ${reason(error)}`, {
    hint: 'give it the right owner and rights, or name a folder with `--project`',
    cause: error,
  })
}

/** A line that is longer is passed over. */
const MOST_LINE = 64 * 1024 * 1024
const PORTION = 1024 * 1024

/**
 * Gives the lines of a file one by one, and says how many were passed over. Only `\n` ends a line: JSON may hold every other
 * line break.
 */
export function eachLine(file: string, take: (line: string) => void): number {
  const fd = opened(file)
  try {
    const portion = Buffer.allocUnsafe(PORTION)
    let parts: Buffer[] = []
    let length = 0
    let passedOver = 0
    const finish = (): void => {
      if (length > MOST_LINE) passedOver += 1
      else if (length > 0) take(Buffer.concat(parts).toString())
      parts = []
      length = 0
    }
    for (let count = readSync(fd, portion); count > 0; count = readSync(fd, portion)) {
      let from = 0
      while (from < count) {
        const at = portion.subarray(0, count).indexOf(0x0a, from)
        const end = at < 0 ? count : at
        length += end - from
        // A copy: the portion is filled again.
        if (length <= MOST_LINE) parts.push(Buffer.from(portion.subarray(from, end)))
        if (at >= 0) finish()
        from = end + 1
      }
    }
    finish()
    return passedOver
  } finally {
    closeSync(fd)
  }
}

function opened(file: string): number {
  try {
    return openSync(file, 'r')
  } catch (error) {
    throw unreadable(file, error)
  }
}
