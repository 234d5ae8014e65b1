import { createInterface } from 'node:readline'
import type { Readable, Writable } from 'node:stream'

/**
 * One move in a conversation: a prompt, which is over when the client sums up its turn; a request of the program
 * around the client, over when it is answered; or something that happens outside of the client.
 */
export type Move = string | ControlRequest | (() => unknown)

/** A request as the client's SDK sends it, such as `set_model`. */
export interface ControlRequest {
  subtype: string
  [field: string]: unknown
}

/** Answers what the client asks the program around it: permissions, elicitations. Without an answer it waits. */
export type Host = (request: ControlRequest) => Record<string, unknown> | undefined

/** What is needed of a running client. */
export interface Running {
  stdin: Writable
  stdout: Readable
}

/** Makes the moves one after the other, and then says that there are no more; the client ends by itself. */
export async function converse(client: Running, moves: readonly Move[], host?: Host): Promise<void> {
  const put = (message: object) => client.stdin.write(`${JSON.stringify(message)}\n`)
  client.stdin.on('error', () => undefined) // the client has ended; what it printed tells more
  let listening: (line: Line) => void = () => undefined
  const lines = createInterface({ input: client.stdout })
  const ended = new Promise<void>((resolve) => lines.on('close', resolve))
  lines.on('line', (text) => {
    const line = parse(text)
    const response = line.type === 'control_request' && line.request ? host?.(line.request) : undefined
    if (response) put(controlResponse(line.request_id, response))
    listening(line)
  })
  const heard = (isIt: (line: Line) => boolean) =>
    new Promise<void>((resolve) => {
      listening = (line) => isIt(line) && resolve()
    })
  try {
    for (const [at, move] of moves.entries()) {
      if (typeof move === 'function') await move()
      else await Promise.race([ended, said(move, `request-${at}`, { put, heard })])
    }
  } finally {
    client.stdin.end()
  }
}

interface Line {
  type?: string
  request_id?: string
  request?: ControlRequest
  response?: { request_id?: string }
}

interface Wire {
  put: (message: object) => void
  heard: (isIt: (line: Line) => boolean) => Promise<void>
}

function said(move: string | ControlRequest, id: string, { put, heard }: Wire): Promise<void> {
  if (typeof move === 'string') {
    const over = heard(({ type }) => type === 'result')
    put(prompt(move))
    return over
  }
  const over = heard(({ response }) => response?.request_id === id)
  put({ type: 'control_request', request_id: id, request: move })
  return over
}

function prompt(content: string): object {
  return { type: 'user', message: { role: 'user', content }, parent_tool_use_id: null, session_id: '' }
}

function controlResponse(request_id: string | undefined, response: object): object {
  return { type: 'control_response', response: { subtype: 'success', request_id, response } }
}

function parse(text: string): Line {
  try {
    return JSON.parse(text)
  } catch {
    return {} // the reader of the whole output complains about it
  }
}
