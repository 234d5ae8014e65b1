import { read } from 'node:fs'
import { after } from './after.ts'
import { newDocument, type Payload } from './document.ts'

/** Bytes of one payload at most. The client has no limit of its own; a tool input of 20 MB is real. */
const MAX_BYTES = 64 * 1024 * 1024
const CHUNK_BYTES = 65_536

/**
 * What came on stdin, or one line on why there is nothing to work with. `stuck` means that a read still waits
 * in the thread pool, where it keeps even process.exit from ending the process.
 */
export type Input =
  | { readonly ok: true; readonly payload: Payload; readonly text: () => string }
  | { readonly ok: false; readonly why: string; readonly stuck: boolean }

/** Reads one JSON object from stdin within the deadline. A whole object is enough: the end is not awaited. */
export function readInput(deadlineMs: number, done: (input: Input) => void): void {
  const document = newDocument()
  let reading = false
  let settled = false

  const settle = (input: Input): void => {
    if (settled) return
    settled = true
    done(input)
  }
  const fail = (why: string): void => settle({ ok: false, why, stuck: reading })
  const onBytes = (bytes: Buffer): void => {
    const progress = document.add(bytes)
    if (typeof progress === 'object') settle({ ok: true, payload: progress, text: document.text })
    else if (progress === 'broken') fail('the event on stdin is not a JSON object')
    else if (document.size() > MAX_BYTES) fail(`the event on stdin is larger than ${MAX_BYTES} bytes`)
    else readOn()
  }
  const onEnd = (): void =>
    fail(document.size() === 0 ? 'stdin was empty' : 'the event on stdin is not a JSON object')
  // Not readSync: while that waits, no deadline can fire.
  const readOn = (): void => {
    const buffer = Buffer.allocUnsafe(CHUNK_BYTES)
    reading = true
    read(0, buffer, 0, CHUNK_BYTES, null, (error, count) => {
      reading = false
      if (settled) return
      if (error?.code === 'EAGAIN') setTimeout(readOn, 1)
      else if (error?.code === 'EOF' || (!error && count === 0)) onEnd()
      else if (error) fail(`stdin cannot be read (${error.code})`)
      else onBytes(buffer.subarray(0, count))
    })
  }
  withOneThread(readOn)
  after(deadlineMs, () =>
    fail(document.size() === 0 ? 'no event came on stdin' : 'the event on stdin is not complete'),
  )
}

/**
 * Node starts its pool of four threads with the first read; one thread is enough here, and half a millisecond
 * cheaper. The pool keeps that size.
 */
function withOneThread(act: () => void): void {
  if (process.env['UV_THREADPOOL_SIZE'] !== undefined) {
    act()
    return
  }
  process.env['UV_THREADPOOL_SIZE'] = '1'
  act()
  delete process.env['UV_THREADPOOL_SIZE']
}
