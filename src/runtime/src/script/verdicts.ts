import { methodsOf } from '../decide.ts'
import type { EventName } from '../events.ts'
import type { Decision } from '../types.ts'
import type { Fields } from './json-text.ts'

/** What one object on stdout says. */
export interface Reading {
  readonly decisions: readonly Decision[]
  /** What the client would not take, as a sentence about the hook. */
  readonly problem?: string | undefined
}

/** One JSON object that a script printed for an event. */
export interface Output {
  readonly event: EventName
  readonly top: Fields
  /** Its `hookSpecificOutput`. */
  readonly own: Fields
  /** It is all that was printed, so that the client would take it. */
  readonly alone: boolean
  /** The reason of a refusal that gives none. */
  readonly reason: string
}

/** One place in which a verdict may stand. */
interface Said {
  readonly name: string
  readonly word: unknown
  readonly reason: unknown
  /** What the client takes there on this event; undefined when it does not look there. */
  readonly taken?: readonly string[] | undefined
}

const REFUSALS: readonly unknown[] = ['deny', 'block']

/** The decision that refuses what `event` announces; `undefined` where there is nothing to refuse. */
export function refusal(event: EventName, reason: string): Decision | undefined {
  const methods = methodsOf(event)
  if (methods.includes('deny')) return { kind: 'deny', reason }
  if (methods.includes('block')) return { kind: 'block', reason }
  return methods.includes('decline') ? { kind: 'decline' } : undefined
}

/** The verdicts of an output. A refusal counts wherever it stands, an approval only where the client takes it. */
export function verdictsOf(output: Output): readonly Reading[] {
  return placesOf(output).map((said) => verdictOf(said, output))
}

function placesOf({ event, top, own }: Output): readonly Said[] {
  const general = recordOf(top['decision'])
  const nested = recordOf(own['decision'])
  const permissions = permissionsOf(event)
  return [
    {
      name: 'decision',
      word: general ? general['behavior'] : top['decision'],
      reason: top['reason'] ?? general?.['message'],
      taken: general ? ['a text'] : ['block', 'approve'],
    },
    {
      name: 'permissionDecision',
      word: top['permissionDecision'],
      reason: top['permissionDecisionReason'] ?? top['reason'],
    },
    {
      name: 'hookSpecificOutput.permissionDecision',
      word: own['permissionDecision'],
      reason: own['permissionDecisionReason'] ?? own['reason'] ?? top['reason'],
      taken: permissions.length > 0 ? permissions : undefined,
    },
    {
      name: 'hookSpecificOutput.decision',
      word: nested ? nested['behavior'] : own['decision'],
      reason: nested?.['message'] ?? own['reason'] ?? top['reason'],
      taken: event === 'PermissionRequest' ? (nested ? ['allow', 'deny'] : ['an object']) : undefined,
    },
  ]
}

function permissionsOf(event: EventName): readonly string[] {
  if (event === 'PermissionRequest') return []
  return methodsOf(event).filter((name) => ['allow', 'deny', 'ask', 'defer'].includes(name))
}

function verdictOf({ name, word, reason, taken }: Said, output: Output): Reading {
  const { event } = output
  const words = typeof reason === 'string' && reason.trim() !== '' ? reason : output.reason
  if (word === undefined || word === null) return { decisions: [] }
  if (REFUSALS.includes(word)) return refused(words, output)
  if (word === 'ask') return asked(words, event)
  if (taken?.includes(word as string)) return { decisions: approved(word as string, words, output) }
  if (!taken) return { decisions: [] }
  return {
    decisions: [],
    problem: `it printed a ${name} of ${JSON.stringify(word)}, but ${event} knows ${taken.join(', ')}`,
  }
}

function refused(reason: string, { event, own }: Output): Reading {
  if (event === 'PermissionRequest' && recordOf(own['decision'])?.['interrupt'] === true)
    return { decisions: [{ kind: 'interrupt', reason }] }
  const decision = refusal(event, reason)
  return decision
    ? { decisions: [decision] }
    : { decisions: [], problem: `it printed a refusal, but on ${event} nothing can be refused` }
}

function asked(reason: string, event: EventName): Reading {
  // The user is being asked already.
  if (event === 'PermissionRequest') return { decisions: [] }
  return methodsOf(event).includes('ask')
    ? { decisions: [{ kind: 'ask', reason }] }
    : { decisions: [], problem: `it printed a decision to ask, but ${event} cannot ask` }
}

function approved(word: string, reason: string, { event, own, alone }: Output): readonly Decision[] {
  if (word === 'defer') return [{ kind: 'defer', reason }]
  // `approve` is the old word of PreToolUse; on other events the client takes it and does nothing.
  if (!alone || (word === 'approve' && event !== 'PreToolUse')) return []
  const { updatedInput, updatedPermissions } = recordOf(own['decision']) ?? {}
  return [
    { kind: 'allow', reason },
    ...(updatedInput ? [{ kind: 'modify', input: updatedInput as Fields } as const] : []),
    ...(updatedPermissions
      ? [{ kind: 'remember', permissions: updatedPermissions as Fields[] } as const]
      : []),
  ]
}

/** The value if it is an object. */
export function recordOf(value: unknown): Fields | undefined {
  return typeof value === 'object' && value !== null && !Array.isArray(value) ? (value as Fields) : undefined
}
