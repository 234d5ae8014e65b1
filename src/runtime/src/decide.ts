import { EVENTS, type EventName } from './events.ts'
import type { Decide, DecideMethods, Decision } from './types.ts'

const METHODS: DecideMethods = {
  deny: (reason) => ({ kind: 'deny', reason }),
  ask: (reason) => ({ kind: 'ask', reason }),
  allow: (reason) => ({ kind: 'allow', reason }),
  defer: (reason) => ({ kind: 'defer', reason }),
  modify: (input) => ({ kind: 'modify', input }),
  block: (reason) => ({ kind: 'block', reason }),
  context: (text) => ({ kind: 'context', text }),
  tell: (text) => ({ kind: 'tell', text }),
  stop: (reason) => ({ kind: 'stop', reason }),
}

const TEXT_KINDS: ReadonlySet<string> = new Set(['context', 'tell'])

/** The methods that `event` has. Any other method throws and says which ones there are. */
export function decideFor<E extends EventName>(event: E): Decide<E> {
  const allowed = [...EVENTS[event], 'tell', 'stop'] as const
  const decide: Record<string, unknown> = {}
  for (const name of Object.keys(METHODS) as (keyof DecideMethods)[]) {
    decide[name] = (allowed as readonly string[]).includes(name)
      ? METHODS[name]
      : () => {
          throw new TypeError(`decide.${name} does not exist on ${event}; it has ${allowed.join(', ')}`)
        }
  }
  return decide as Decide<E>
}

/**
 * The decision a handler returned, checked: `undefined` for no opinion, a TypeError for anything that
 * is neither, so that a misspelt `{ decision: 'deny' }` fails instead of letting the call through.
 */
export function checkedDecision(value: unknown, event: EventName): Decision | undefined {
  if (value === undefined || value === null) return undefined
  const { kind, reason, text, input } = value as Record<string, unknown>
  const known = [...EVENTS[event], 'tell', 'stop'] as readonly unknown[]
  if (!known.includes(kind))
    throw new TypeError(`the handler returned something that is not a decision of ${event}`)
  if (kind === 'modify') {
    if (typeof input === 'object' && input !== null && !Array.isArray(input)) return value as Decision
    throw new TypeError('decide.modify needs the whole tool input, as an object')
  }
  const words = TEXT_KINDS.has(kind as string) ? text : reason
  if (typeof words !== 'string' || words === '') throw new TypeError(`decide.${String(kind)} needs a text`)
  return value as Decision
}
