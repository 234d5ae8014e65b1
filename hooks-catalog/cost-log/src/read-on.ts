import { closeSync, constants, fstatSync, openSync, readSync } from 'node:fs'
import { isOwn } from '../../_shared/src/json-lines-files.ts'

/** How far a file was read. */
export interface Place {
  readonly offset: number
  readonly ino: number
  /** In the middle of a line that is too long to be one of interest. */
  readonly skipping?: boolean
}

/** What has come since then. */
export interface Further {
  readonly lines: readonly string[]
  readonly place: Place
  /** The file has become another one, or shorter: it was read from its beginning. */
  readonly anew: boolean
  readonly more: boolean
}

const CHUNK = 4 * 1024 * 1024
const NEWLINE = 10

/** Reads the whole lines that were appended since `place`, some megabytes at a time. Throws when it cannot be read. */
export function readOn(file: string, place: Place | undefined, chunk: number = CHUNK): Further {
  // Windows has neither. Opening a pipe without O_NONBLOCK would wait for ever.
  const { O_NOFOLLOW = 0, O_NONBLOCK = 0 } = constants as Partial<typeof constants>
  const fd = openSync(file, constants.O_RDONLY | O_NOFOLLOW | O_NONBLOCK)
  try {
    const found = fstatSync(fd)
    if (!found.isFile() || !isOwn(found.uid)) throw new Error('the transcript is not a file of this user')
    const goesOn = place !== undefined && place.ino === found.ino && place.offset <= found.size
    const offset = goesOn ? place.offset : 0
    const buffer = Buffer.alloc(Math.min(chunk, found.size - offset))
    const bytes = readSync(fd, buffer, 0, buffer.length, offset)
    const read = buffer.subarray(0, bytes)
    return {
      ...linesIn(
        read,
        { offset, ino: found.ino, skipping: goesOn && place.skipping === true },
        bytes === chunk,
      ),
      anew: place !== undefined && !goesOn,
      more: offset + bytes < found.size,
    }
  } finally {
    closeSync(fd)
  }
}

/** The whole lines of what was read. A line that fills all of it is passed over, to its end in what follows. */
function linesIn(
  read: Buffer,
  { offset, ino, skipping }: Required<Place>,
  isFull: boolean,
): Pick<Further, 'lines' | 'place'> {
  const end = read.lastIndexOf(NEWLINE) + 1
  if (end === 0) {
    if (isFull) return { lines: [], place: { offset: offset + read.length, ino, skipping: true } }
    return { lines: [], place: { offset, ino, ...(skipping ? { skipping } : {}) } }
  }
  const lines = read.toString('utf8', 0, end - 1).split('\n')
  return { lines: skipping ? lines.slice(1) : lines, place: { offset: offset + end, ino } }
}
