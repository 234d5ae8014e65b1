import { EVENTS, type EventName } from './events.ts'
import { faultOf } from './shapes.ts'
import type { Decide, DecideMethods, Decision } from './types.ts'

const METHODS: DecideMethods = {
  deny: (reason) => ({ kind: 'deny', reason }),
  interrupt: (reason) => ({ kind: 'interrupt', reason }),
  ask: (reason) => ({ kind: 'ask', reason }),
  allow: (reason) => ({ kind: 'allow', reason }),
  defer: (reason) => ({ kind: 'defer', reason }),
  modify: (input) => ({ kind: 'modify', input }),
  remember: (permissions) => ({ kind: 'remember', permissions }),
  block: (reason) => ({ kind: 'block', reason }),
  context: (text) => ({ kind: 'context', text }),
  replaceOutput: (output) => ({ kind: 'replaceOutput', output }),
  classify: (text) => ({ kind: 'classify', text }),
  title: (text) => ({ kind: 'title', text }),
  hidePrompt: () => ({ kind: 'hidePrompt' }),
  firstMessage: (text) => ({ kind: 'firstMessage', text }),
  watch: (paths) => ({ kind: 'watch', paths }),
  reloadSkills: () => ({ kind: 'reloadSkills' }),
  setEnv: (variables) => ({ kind: 'setEnv', variables }),
  instructions: (text) => ({ kind: 'instructions', text }),
  retry: () => ({ kind: 'retry' }),
  accept: (content) => ({ kind: 'accept', content }),
  decline: () => ({ kind: 'decline' }),
  cancel: () => ({ kind: 'cancel' }),
  worktree: (text) => ({ kind: 'worktree', text }),
  display: (text) => ({ kind: 'display', text }),
  tell: (text) => ({ kind: 'tell', text }),
  stop: (reason) => ({ kind: 'stop', reason }),
  terminal: (text) => ({ kind: 'terminal', text }),
}

/** The names of everything that a hook can decide on `event`. */
export function methodsOf(event: EventName): readonly (keyof DecideMethods)[] {
  return EVENTS[event]
}

/** The methods that `event` has. Any other method throws and says which ones there are. */
export function decideFor<E extends EventName>(event: E): Decide<E> {
  const allowed = methodsOf(event)
  const decide: Record<string, unknown> = {}
  for (const name of Object.keys(METHODS) as (keyof DecideMethods)[]) {
    decide[name] = allowed.includes(name)
      ? METHODS[name]
      : () => {
          throw new TypeError(`decide.${name} does not exist on ${event}; it has ${allowed.join(', ')}`)
        }
  }
  return decide as Decide<E>
}

/**
 * The decisions a handler returned, checked: none for no opinion, a TypeError for anything that is no decision,
 * so that a misspelt `{ decision: 'deny' }` fails instead of letting the call through.
 */
export function checkedDecisions(value: unknown, event: EventName): readonly Decision[] {
  if (value === undefined || value === null) return []
  return Array.isArray(value) ? value.map((one) => checked(one, event)) : [checked(value, event)]
}

function checked(value: unknown, event: EventName): Decision {
  const kind = (value as { readonly kind?: unknown } | null | undefined)?.kind
  if (!(methodsOf(event) as readonly unknown[]).includes(kind))
    throw new TypeError(`the handler returned something that is not a decision of ${event}`)
  const fault = faultOf(value as Decision)
  if (fault) throw new TypeError(`decide.${String(kind)} needs ${fault}`)
  return value as Decision
}
