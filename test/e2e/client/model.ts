import { once } from 'node:events'
import { createServer, type IncomingMessage, type ServerResponse } from 'node:http'
import type { AddressInfo } from 'node:net'
import { text } from 'node:stream/consumers'
import { type Answer, answer, type Block, blocksOf, eventStream, type Message, type Turn } from './wire.ts'

/** A request that reached the scripted model: `main` is the conversation, `utility` one without tools. */
export interface ModelRequest {
  kind: 'main' | 'utility' | 'count' | 'other'
  url: string
  messages: Message[]
  reply: Block[]
}

/** A stand-in for the model on loopback, with everything that was asked of it. */
export interface ScriptedModel {
  url: string
  requests: ModelRequest[]
  /** Turns that nobody asked for yet. */
  unused: Turn[]
  close(): Promise<void>
}

interface Asked {
  model?: string
  stream?: boolean
  tools?: unknown[]
  messages?: Message[]
}

/**
 * Starts a model that answers the conversation with `turns`, one by one, and "done" after the last.
 * Subagents are not told apart: their requests take turns from the same list.
 */
export async function startModel(turns: readonly Turn[]): Promise<ScriptedModel> {
  const unused = [...turns]
  const requests: ModelRequest[] = []
  const server = createServer((request, response) => {
    serve(request, response).catch((error) => response.destroy(error))
  })
  let calls = 0
  const nextId = () => `toolu_${String(++calls).padStart(3, '0')}`

  async function serve(request: IncomingMessage, response: ServerResponse): Promise<void> {
    const asked = parse(await text(request))
    const url = new URL(request.url ?? '/', 'http://loopback').pathname
    const kind = kindOf(url, asked)
    // Titles, summaries and the like are asked for without tools, and must not use up the script.
    const turn = kind === 'main' ? (unused.shift() ?? 'done') : 'ok'
    const reply = kind === 'count' || kind === 'other' ? [] : blocksOf(turn, nextId)
    requests.push({ kind, url, messages: asked?.messages ?? [], reply })
    if (kind === 'other') return sendJson(response, 404, notFound)
    if (kind === 'count') return sendJson(response, 200, { input_tokens: 100 })
    const whole = answer(`msg_${requests.length}`, asked?.model ?? 'scripted', reply)
    return asked?.stream ? sendStream(response, whole) : sendJson(response, 200, whole)
  }

  server.listen(0, '127.0.0.1')
  await once(server, 'listening')
  const { port } = server.address() as AddressInfo
  const close = async () => {
    const closed = once(server, 'close')
    server.close()
    server.closeAllConnections() // the client keeps its connections alive, close() alone would wait for them
    await closed
  }
  return { url: `http://127.0.0.1:${port}`, requests, unused, close }
}

const notFound = { type: 'error', error: { type: 'not_found_error', message: 'the script has no such page' } }

function kindOf(url: string, asked: Asked | undefined): ModelRequest['kind'] {
  if (url.endsWith('/count_tokens')) return 'count'
  if (url !== '/v1/messages' || asked === undefined) return 'other'
  return asked.tools?.length ? 'main' : 'utility'
}

function parse(body: string): Asked | undefined {
  try {
    return JSON.parse(body)
  } catch {
    return undefined // a probe without a body; it is recorded as `other`
  }
}

function sendJson(response: ServerResponse, status: number, body: unknown): void {
  response.writeHead(status, { 'content-type': 'application/json' }).end(JSON.stringify(body))
}

function sendStream(response: ServerResponse, whole: Answer): void {
  response.writeHead(200, { 'content-type': 'text/event-stream' }).end(eventStream(whole))
}
