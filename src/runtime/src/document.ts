import { type Payload, parseObject, withoutMark } from './parse-object.ts'

export type { Payload } from './parse-object.ts'

/**
 * What the bytes so far are: a whole payload, the beginning of one, something that can never become one, or one that
 * nobody could parse in time.
 */
export type Progress = Payload | 'incomplete' | 'broken' | 'crowded'

/**
 * Keys of one payload at most. Parsing them takes about a second if they are all different, and of seven times as many
 * twenty seconds, in which nothing can interrupt it.
 */
export const MAX_KEYS = 500_000

/** Puts together one JSON object that arrives in pieces. */
export interface Document {
  readonly size: () => number
  readonly add: (bytes: Buffer) => Progress
  /** Everything that has come so far. */
  readonly text: () => string
}

/**
 * A new, empty document. Each byte is looked at a bounded number of times, so megabytes of braces do not
 * cost more than megabytes of anything else.
 */
export function newDocument(): Document {
  const pieces: Buffer[] = []
  let size = 0
  let scan: ReturnType<typeof newScanner> | undefined
  let scanned = 0

  const add = (bytes: Buffer): Progress => {
    pieces.push(bytes)
    size += bytes.length
    // Nearly always the first piece is the whole document; only else are brackets counted, to parse just once.
    const atOnce = pieces.length === 1 ? parseObject(bytes.toString()) : undefined
    if (atOnce) return atOnce
    if (!endsWithBrace(bytes)) return 'incomplete'
    scan ??= newScanner()
    const found = pieces.slice(scanned).map(scan).at(-1)
    scanned = pieces.length
    if (found !== 'closed') return found === 'crowded' ? found : 'incomplete'
    return parseObject(Buffer.concat(pieces).toString()) ?? 'broken'
  }
  return { size: () => size, add, text: () => withoutMark(Buffer.concat(pieces).toString()) }
}

function endsWithBrace(bytes: Buffer): boolean {
  let last = bytes.length - 1
  while (last >= 0 && isSpace(bytes[last])) last--
  return bytes[last] === 0x7d
}

function isSpace(byte: number | undefined): boolean {
  return byte === 0x20 || byte === 0x0a || byte === 0x0d || byte === 0x09
}

/** A function to be given piece after piece; `closed` when no bracket and no string is open. */
function newScanner(): (bytes: Buffer) => 'open' | 'closed' | 'crowded' {
  let depth = 0
  let keys = 0
  let inString = false
  let escaped = false
  return (bytes) => {
    for (const byte of bytes) {
      if (escaped) escaped = false
      else if (byte === 0x5c) escaped = inString
      else if (byte === 0x22) inString = !inString
      else if (inString) continue
      else if (byte === 0x7b || byte === 0x5b) depth++
      else if (byte === 0x7d || byte === 0x5d) depth--
      else if (byte === 0x3a) keys++
    }
    if (keys > MAX_KEYS) return 'crowded'
    return depth <= 0 && !inString ? 'closed' : 'open'
  }
}
