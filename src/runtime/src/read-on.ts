import { read } from 'node:fs'
import { MAX_KEYS, newDocument } from './document.ts'
import { CHUNK_BYTES, type Reading } from './input.ts'

/** Bytes of one payload at most. The client has no limit of its own; a tool input of 20 MB is real. */
const MAX_BYTES = 64 * 1024 * 1024

/** Goes on reading an event that did not come whole in the first piece, `first`. */
export function readOn(reading: Reading, failure: NodeJS.ErrnoException | null, first: Buffer): void {
  const document = newDocument()
  const fail = (why: string): void => reading.settle({ ok: false, why, stuck: false })
  const onBytes = (bytes: Buffer): void => {
    const progress = document.add(bytes)
    reading.bytes = document.size()
    if (typeof progress === 'object') reading.settle({ ok: true, payload: progress, text: document.text })
    else if (progress === 'crowded') fail(`the event on stdin has more than ${MAX_KEYS} keys`)
    else if (progress === 'broken') fail('the event on stdin is not a JSON object')
    else if (document.size() > MAX_BYTES) fail(`the event on stdin is larger than ${MAX_BYTES} bytes`)
    else readNext()
  }
  const onEnd = (): void =>
    fail(document.size() === 0 ? 'stdin was empty' : 'the event on stdin is not a JSON object')
  const onRead = (error: NodeJS.ErrnoException | null, bytes: Buffer): void => {
    if (error?.code === 'EAGAIN') setTimeout(readNext, 1)
    else if (error?.code === 'EOF' || (!error && bytes.length === 0)) onEnd()
    else if (error) fail(`stdin cannot be read (${error.code})`)
    else onBytes(bytes)
  }
  const readNext = (): void => {
    const buffer = Buffer.allocUnsafe(CHUNK_BYTES)
    reading.busy = true
    read(0, buffer, 0, CHUNK_BYTES, null, (error, count) => {
      reading.busy = false
      if (!reading.settled) onRead(error, buffer.subarray(0, error ? 0 : count))
    })
  }
  onRead(failure, first)
}
