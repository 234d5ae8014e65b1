import { once } from 'node:events'
import { createServer, type IncomingMessage, type Server, type ServerResponse } from 'node:http'
import type { AddressInfo } from 'node:net'
import { text } from 'node:stream/consumers'
import {
  type Answer,
  answer,
  type Block,
  blocksOf,
  callsOf,
  eventStream,
  type Message,
  plainText,
  type Turn,
} from './wire.ts'

/**
 * A request that reached the scripted model: `main` is the conversation, `agent` that of a subagent, `hook` a question
 * of a prompt or agent hook, `utility` another one without tools.
 */
export interface ModelRequest {
  kind: 'main' | 'agent' | 'hook' | 'utility' | 'count' | 'other'
  url: string
  model: string
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

/** What the model answers: its turns in the conversation, those of subagents, and those to hooks that ask a model. */
export interface Script {
  turns: readonly Turn[]
  agentTurns?: readonly Turn[]
  /** By a text that only the hook's prompt has. */
  hookTurns?: Readonly<Record<string, readonly Turn[]>>
}

/**
 * Starts a model that answers the conversation with `turns`, one by one, and "done" after the last. All subagents
 * together are one conversation, with turns of its own.
 */
export async function startModel(script: Script): Promise<ScriptedModel> {
  const requests: ModelRequest[] = []
  const { unused, turnFor } = turnsOf(script)
  const prompts = { agents: promptsOf(script.turns), hooks: Object.keys(script.hookTurns ?? {}) }
  let calls = 0
  const nextId = () => `toolu_${String(++calls).padStart(3, '0')}`

  async function serve(request: IncomingMessage, response: ServerResponse): Promise<void> {
    const asked = parse(await text(request))
    const url = new URL(request.url ?? '/', 'http://loopback').pathname
    const { kind, hook } = kindOf(url, asked, prompts)
    const turn = turnFor(kind, hook)
    const fails = typeof turn === 'object' && 'error' in turn
    const reply = turn === undefined || fails ? [] : blocksOf(turn, nextId)
    const model = asked?.model ?? ''
    requests.push({ kind, url, model, messages: asked?.messages ?? [], reply })
    if (kind === 'other') return sendJson(response, 404, failure('not_found_error'))
    if (kind === 'count') return sendJson(response, 200, { input_tokens: 100 })
    if (fails) return sendJson(response, turn.status, failure(turn.error))
    const whole = answer(`msg_${requests.length}`, model, reply)
    return asked?.stream ? sendStream(response, whole) : sendJson(response, 200, whole)
  }

  const server = createServer((request, response) => {
    serve(request, response).catch((error) => response.destroy(error))
  })
  server.listen(0, '127.0.0.1')
  await once(server, 'listening')
  const { port } = server.address() as AddressInfo
  return { url: `http://127.0.0.1:${port}`, requests, unused, close: () => closed(server) }
}

/** Titles, summaries and the like are asked for without tools, and must not use up the script. */
function turnsOf({ turns, agentTurns = [], hookTurns = {} }: Script) {
  const unused = [...turns]
  const forAgents = [...agentTurns]
  const forHooks = new Map(Object.entries(hookTurns).map(([prompt, answers]) => [prompt, [...answers]]))
  const turnFor = (kind: ModelRequest['kind'], hook = ''): Turn | undefined => {
    if (kind === 'main') return unused.shift() ?? 'done'
    if (kind === 'hook') return forHooks.get(hook)?.shift() ?? 'done'
    if (kind === 'agent') return forAgents.shift() ?? 'done'
    return kind === 'utility' ? 'ok' : undefined
  }
  return { unused, turnFor }
}

async function closed(server: Server): Promise<void> {
  const done = once(server, 'close')
  server.close()
  server.closeAllConnections() // the client keeps its connections alive, close() alone would wait for them
  await done
}

function failure(type: string) {
  return { type: 'error', error: { type, message: 'the script says so' } }
}

/** A subagent's conversation begins with the prompt that an Agent call of the script gave it. */
function promptsOf(turns: readonly Turn[]): string[] {
  const calls = turns.flatMap(callsOf).filter(({ tool }) => tool === 'Agent')
  return calls.flatMap(({ input }) => (typeof input['prompt'] === 'string' ? [input['prompt']] : []))
}

/** What the conversations beside the main one are about. */
interface Prompts {
  readonly agents: readonly string[]
  readonly hooks: readonly string[]
}

function kindOf(
  url: string,
  asked: Asked | undefined,
  { agents, hooks }: Prompts,
): { kind: ModelRequest['kind']; hook?: string | undefined } {
  if (url.endsWith('/count_tokens')) return { kind: 'count' }
  if (url !== '/v1/messages' || asked === undefined) return { kind: 'other' }
  const hasTools = (asked.tools?.length ?? 0) > 0
  // An agent hook has a conversation of its own; a prompt hook asks at the end of the main one, without tools.
  const asking = plainText(asked.messages?.at(hasTools ? 0 : -1)?.content)
  const hook = hooks.find((prompt) => asking.includes(prompt))
  if (hook !== undefined) return { kind: 'hook', hook }
  if (!hasTools) return { kind: 'utility' }
  return { kind: agents.some((prompt) => asking.includes(prompt)) ? 'agent' : 'main' }
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
