import fs from 'node:fs'

/** Bytes of one payload at most. The client has no limit of its own; a tool input of 20 MB is real. */
const MAX_BYTES = 64 * 1024 * 1024

/** What came on stdin, or one line on why there is nothing to work with. */
export type Input =
  | { readonly ok: true; readonly payload: Record<string, unknown> }
  | { readonly ok: false; readonly why: string; readonly stuck: boolean }

/**
 * Reads one JSON document from stdin. One complete document is enough: the end of the stream is not awaited.
 * `stuck` means a read is still waiting in the thread pool, so the process cannot exit in the normal way.
 */
export function readInput(deadlineMs: number, done: (input: Input) => void): void {
  const chunks: Buffer[] = []
  let size = 0
  let triedAt = 0
  let settled = false

  const finish = (input: Input): void => {
    if (settled) return
    settled = true
    clearTimeout(timer)
    done(input)
  }
  const parse = (): Record<string, unknown> | undefined => {
    triedAt = size
    return parseObject(Buffer.concat(chunks).toString('utf8'))
  }
  const timer = setTimeout(() => {
    const payload = size > triedAt ? parse() : undefined
    if (payload) finish({ ok: true, payload })
    else finish({ ok: false, why: size === 0 ? 'no event came on stdin' : 'the event on stdin is not complete', stuck: true })
  }, deadlineMs)

  const onChunk = (chunk: Buffer): void => {
    chunks.push(chunk)
    size += chunk.length
    if (size > MAX_BYTES) return finish({ ok: false, why: `the event on stdin is larger than ${MAX_BYTES} bytes`, stuck: false })
    // A document can only be complete after a brace. Trying again only at double the size keeps hostile
    // payloads (megabytes of braces) linear; the end of the stream and the deadline try once more.
    const payload = size >= triedAt * 2 && endsWithBrace(chunk) ? parse() : undefined
    if (payload) return finish({ ok: true, payload })
    read()
  }
  const onEnd = (): void => {
    const payload = size > triedAt ? parse() : undefined
    if (payload) finish({ ok: true, payload })
    else finish({ ok: false, why: size === 0 ? 'stdin was empty' : 'the event on stdin is not a JSON object', stuck: false })
  }
  // fs.read runs in the thread pool: as cheap as a synchronous read, and a timer can still fire.
  const read = (): void => {
    const buffer = Buffer.allocUnsafe(65_536)
    fs.read(0, buffer, 0, buffer.length, null, (error, count) => {
      if (settled) return
      if (error?.code === 'EAGAIN') setTimeout(read, 1)
      else if (error?.code === 'EOF' || (!error && count === 0)) onEnd()
      else if (error) finish({ ok: false, why: `stdin cannot be read (${error.code})`, stuck: false })
      else onChunk(buffer.subarray(0, count))
    })
  }
  read()
}

function endsWithBrace(chunk: Buffer): boolean {
  let last = chunk.length - 1
  while (last >= 0 && (chunk[last] === 10 || chunk[last] === 13 || chunk[last] === 32)) last--
  return chunk[last] === 125
}

function parseObject(text: string): Record<string, unknown> | undefined {
  try {
    const value: unknown = JSON.parse(text.charCodeAt(0) === 0xfeff ? text.slice(1) : text)
    return typeof value === 'object' && value !== null && !Array.isArray(value) ? (value as Record<string, unknown>) : undefined
  } catch {
    // Not (yet) a whole document: the caller reads on or reports it.
    return undefined
  }
}
