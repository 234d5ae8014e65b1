import { read } from 'node:fs'
import { after } from './after.ts'
import type { Front } from './front.ts'
import { type Payload, parseObject, withoutMark } from './parse-object.ts'

/** Bytes that are read at a time; nearly every event fits. */
export const CHUNK_BYTES = 65_536

/**
 * What came on stdin, or one line on why there is nothing to work with. `stuck` means that a read still waits
 * in the thread pool, where it keeps even process.exit from ending the process.
 */
export type Input =
  | { readonly ok: true; readonly payload: Payload; readonly text: () => string }
  | { readonly ok: false; readonly why: string; readonly stuck: boolean }

/** The state of reading stdin. */
export interface Reading {
  /** A read waits in the thread pool. */
  busy: boolean
  settled: boolean
  /** How many came so far. */
  bytes: number
  readonly settle: (input: Input) => void
}

/** Reads one JSON object from stdin within the deadline. A whole object is enough: the end is not awaited. */
export function readInput(
  deadlineMs: number,
  { engine }: Pick<Front, 'engine'>,
  done: (input: Input) => void,
): void {
  const reading: Reading = {
    busy: true,
    settled: false,
    bytes: 0,
    settle: (input) => {
      if (reading.settled) return
      reading.settled = true
      done(input)
    },
  }
  const buffer = Buffer.allocUnsafe(CHUNK_BYTES)
  // Not readSync: while that waits, no deadline can fire.
  withOneThread(() =>
    read(0, buffer, 0, CHUNK_BYTES, null, (error, count) => {
      reading.busy = false
      if (reading.settled) return
      const text = error ? '' : buffer.subarray(0, count).toString()
      const payload = parseObject(text)
      if (payload) reading.settle({ ok: true, payload, text: () => withoutMark(text) })
      else engine().readOn(reading, error, buffer.subarray(0, error ? 0 : count))
    }),
  )
  after(deadlineMs, () => {
    const why = reading.bytes === 0 ? 'no event came on stdin' : 'the event on stdin is not complete'
    reading.settle({ ok: false, why, stuck: reading.busy })
  })
}

/**
 * Node starts its pool of four threads with the first read; one thread is enough here, and half a millisecond
 * cheaper. The pool keeps that size.
 */
function withOneThread(act: () => void): void {
  const { env } = process
  if (env['UV_THREADPOOL_SIZE'] !== undefined) {
    act()
    return
  }
  env['UV_THREADPOOL_SIZE'] = '1'
  act()
  delete env['UV_THREADPOOL_SIZE']
}
