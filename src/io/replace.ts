import {
  closeSync,
  fstatSync,
  linkSync,
  openSync,
  readFileSync,
  readSync,
  renameSync,
  rmSync,
  statSync,
} from 'node:fs'
import { rm } from 'node:fs/promises'
import path from 'node:path'
import { setTimeout as sleep } from 'node:timers/promises'
import { stage, syncFolder } from './files.ts'
import { codeOf, readText } from './read.ts'

// Settings are written by others too, who take no part in our mutex. What they write is never overwritten unseen: a file
// is looked at directly before it is replaced, with nothing in between that could wait, and the replaced file is looked
// at once more, because somebody may have had it open.

const SETTLE_MS = 20

/** A file that was replaced. Must be let go of. */
export interface Replaced {
  /** What somebody has written into the replaced file since; undefined where it is as it was. */
  readonly late: () => Promise<Uint8Array | undefined>
  readonly letGo: () => void
}

/** One file that changes: from `before` to `after`, null for absent. */
interface Replacement {
  readonly path: string
  readonly before: string | null
  readonly after: string | Uint8Array | null
}

/** Replaces, creates or removes a file if it still is what the write starts from; undefined if it is not. */
export async function replace({ path: file, before, after }: Replacement): Promise<Replaced | undefined> {
  if (after === before) return (await readText(file)) === before ? NOTHING : undefined
  if (after === null) return replacing(file, before ?? '', () => rmSync(file))
  const { staged, target } = await stage(file, after)
  try {
    const replaced =
      before === null ? create(staged, target) : replacing(target, before, () => renameSync(staged, target))
    await syncFolder(path.dirname(target))
    return replaced
  } finally {
    await rm(staged, { force: true })
  }
}

/** Nobody could have had open what was not there. */
const NOTHING: Replaced = { late: async () => undefined, letGo: () => undefined }

/** A link, unlike a rename, fails where somebody has just made the file. */
function create(staged: string, target: string): Replaced | undefined {
  try {
    linkSync(staged, target)
  } catch (error) {
    if (codeOf(error) === 'EEXIST') return undefined
    // A file system without hard links.
    if (statSync(target, { throwIfNoEntry: false })) return undefined
    renameSync(staged, target)
  }
  return NOTHING
}

function replacing(target: string, before: string, act: () => void): Replaced | undefined {
  const was = Buffer.from(before)
  if (process.platform === 'win32') {
    // Windows does not replace a file that is open.
    if (!contentsOf(target)?.equals(was)) return undefined
    act()
    return NOTHING
  }
  const fd = opened(target)
  if (fd === undefined) return undefined
  try {
    if (!allOf(fd).equals(was) || !isStill(fd, target)) {
      closeSync(fd)
      return undefined
    }
    act()
  } catch (error) {
    closeSync(fd)
    throw error
  }
  return { late: () => settled(fd, was), letGo: () => closeSync(fd) }
}

/** True when a path still leads to an open file: somebody else may have put another one there while it was read. */
function isStill(fd: number, target: string): boolean {
  const { ino } = fstatSync(fd)
  return statSync(target, { throwIfNoEntry: false })?.ino === ino
}

/** Whoever writes in place empties the file first: what it says counts when it stays so. */
async function settled(fd: number, was: Buffer): Promise<Uint8Array | undefined> {
  for (let now = allOf(fd); ; ) {
    if (now.equals(was)) return undefined
    await sleep(SETTLE_MS)
    const next = allOf(fd)
    if (next.equals(now)) return now
    now = next
  }
}

function opened(file: string): number | undefined {
  try {
    return openSync(file, 'r')
  } catch (error) {
    if (codeOf(error) === 'ENOENT') return undefined
    throw error
  }
}

function contentsOf(file: string): Buffer | undefined {
  try {
    return readFileSync(file)
  } catch (error) {
    if (codeOf(error) === 'ENOENT') return undefined
    throw error
  }
}

/** From its beginning, also when it was read before. */
function allOf(fd: number): Buffer {
  const bytes = Buffer.alloc(fstatSync(fd).size)
  const length = readSync(fd, bytes, 0, bytes.length, 0)
  return bytes.subarray(0, length)
}
