import type { Tokens } from './prices.ts'

/** What one line of a transcript says that a request has used. */
export interface Usage {
  /** Of the request: lines of the same request repeat its usage. */
  readonly id: string
  readonly model: string
  readonly tokens: Tokens
  readonly fast: boolean
  /** ISO 8601, or empty. */
  readonly time: string
}

type Fields = Readonly<Record<string, unknown>>

/** The usage on a line; undefined for any other line, half a line, and what the client itself has made up. */
export function usageOn(line: string): Usage | undefined {
  // Most lines have none, and parsing all of them would take most of the time.
  if (!line.includes('"usage"') || !line.includes('"assistant"')) return undefined
  let read: unknown
  try {
    read = JSON.parse(line)
  } catch {
    return undefined
  }
  const entry = fieldsOf(read)
  const message = fieldsOf(entry['message'])
  const { model, usage } = message
  if (entry['type'] !== 'assistant' || typeof model !== 'string' || model.startsWith('<')) return undefined
  if (typeof usage !== 'object' || usage === null) return undefined
  const id = message['id'] ?? entry['requestId'] ?? entry['uuid']
  return {
    id: typeof id === 'string' ? id.slice(0, 200) : '',
    model: model.slice(0, 200),
    tokens: tokensOf(fieldsOf(usage)),
    fast: fieldsOf(usage)['speed'] === 'fast',
    time: typeof entry['timestamp'] === 'string' ? entry['timestamp'] : '',
  }
}

function tokensOf(usage: Fields): Tokens {
  const written = count(usage['cache_creation_input_tokens'])
  const split = fieldsOf(usage['cache_creation'])
  const cacheWrite1h = Math.min(count(split['ephemeral_1h_input_tokens']), written)
  return {
    input: count(usage['input_tokens']),
    output: count(usage['output_tokens']),
    cacheRead: count(usage['cache_read_input_tokens']),
    cacheWrite5m: written - cacheWrite1h,
    cacheWrite1h,
    searches: count(fieldsOf(usage['server_tool_use'])['web_search_requests']),
  }
}

function count(value: unknown): number {
  return typeof value === 'number' && Number.isFinite(value) && value > 0 && value < 1e12
    ? Math.floor(value)
    : 0
}

function fieldsOf(value: unknown): Fields {
  return typeof value === 'object' && value !== null ? (value as Fields) : {}
}
