/** Bytes of a stream that are kept: half of them from its beginning, half from its end. */
const KEPT_BYTES = 1024 * 1024

/** Takes in what a process prints. */
export interface Capture {
  readonly add: (bytes: Buffer) => void
  /** All that was kept; where something is missing, a note says how much. */
  readonly text: () => string
}

/** A new capture. Of too much output it keeps both ends: a decision is mostly the last line. */
export function newCapture(kept: number = KEPT_BYTES): Capture {
  const half = kept / 2
  const head: Buffer[] = []
  const tail: Buffer[] = []
  let headBytes = 0
  let tailBytes = 0
  let dropped = 0

  const add = (bytes: Buffer): void => {
    const first = bytes.subarray(0, half - headBytes)
    const rest = bytes.subarray(first.length)
    if (first.length > 0) head.push(first)
    headBytes += first.length
    if (rest.length === 0) return
    tail.push(rest)
    tailBytes += rest.length
    for (let [oldest] = tail; oldest && tailBytes - oldest.length >= half; [oldest] = tail) {
      tail.shift()
      tailBytes -= oldest.length
      dropped += oldest.length
    }
  }
  const text = (): string => {
    const end = Buffer.concat(tail)
    const missing = dropped + Math.max(0, end.length - half)
    const beginning = Buffer.concat(head)
    if (missing === 0) return Buffer.concat([beginning, end]).toString()
    // No line break after the note: what follows is the middle of a line, and must not pass for the start of one.
    return `${beginning}\n[${missing} bytes left out]${end.subarray(-half)}`
  }
  return { add, text }
}
