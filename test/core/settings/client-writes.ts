import { diceOf } from './spelling.ts'
import { parsed } from './what-runs.ts'

const GROUP = ['matcher', 'hooks']
const HANDLER = [
  ...[
    'type',
    'command',
    'args',
    'url',
    'headers',
    'allowedEnvVars',
    'server',
    'tool',
    'input',
    'prompt',
    'model',
  ],
  ...[
    'continueOnBlock',
    'shell',
    'if',
    'timeout',
    'statusMessage',
    'once',
    'async',
    'asyncRewake',
    'onFailure',
  ],
]

/**
 * A settings text as the client writes it: two spaces, no byte order mark, keys in an order of its own (here any), and
 * in groups and handlers only those that it knows. Lists that are not as they should be stay as they are.
 */
export function clientWrites(text: string, seed: number): string {
  const settings = parsed(text)
  if (settings === undefined) return text
  const rank = (key: string): number =>
    diceOf(seed + [...key].reduce((sum, char) => sum * 31 + char.charCodeAt(0), 7))()
  const order = (keys: readonly string[]): string[] => [...keys].sort((one, other) => rank(one) - rank(other))
  const known = (value: unknown, keys: readonly string[]): unknown =>
    isObject(value) ? pick(value, order(keys.filter((key) => Object.hasOwn(value, key)))) : value
  const group = (value: unknown): unknown => {
    const kept = known(value, GROUP)
    if (!isObject(kept) || !Array.isArray(kept['hooks'])) return kept
    return { ...kept, hooks: kept['hooks'].map((handler) => known(handler, HANDLER)) }
  }
  const events = isObject(settings) && isObject(settings['hooks']) ? settings['hooks'] : undefined
  const written = Object.entries(events ?? {}).map(([event, groups]) => [
    event,
    Array.isArray(groups) ? groups.map(group) : groups,
  ])
  const all = events ? { ...(settings as object), hooks: Object.fromEntries(written) } : settings
  return `${JSON.stringify(all, null, 2)}\n`
}

function pick(value: Readonly<Record<string, unknown>>, keys: readonly string[]): Record<string, unknown> {
  return Object.fromEntries(keys.map((key) => [key, value[key]]))
}

function isObject(value: unknown): value is Record<string, unknown> {
  return typeof value === 'object' && value !== null && !Array.isArray(value)
}
