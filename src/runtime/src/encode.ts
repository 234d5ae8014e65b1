import { BLOCKS_BY_EXIT_STATUS, type EventName } from './events.ts'
import type { Decision, VerdictKind } from './types.ts'

/** What the process says to the client: one JSON document or nothing, a line for stderr, an exit status. */
export interface Answer {
  readonly stdout: string
  readonly stderr: string
  readonly status: number
}

export const SILENCE: Answer = { stdout: '', stderr: '', status: 0 }

/** The client's order: the first of these that any hook chose decides. */
const STRENGTH: readonly VerdictKind[] = ['deny', 'block', 'defer', 'ask', 'allow']

/**
 * One answer from the decisions of all hooks that ran on one event, merged as the client merges separate
 * processes: deny > defer > ask > allow, contexts joined, the last of several rewritten inputs.
 */
export function encode(event: EventName, decisions: readonly Decision[]): Answer {
  if (decisions.length === 0) return SILENCE
  const verdict = strongest(decisions)
  if (verdict?.kind === 'block' && BLOCKS_BY_EXIT_STATUS.has(event)) {
    return { stdout: '', stderr: verdict.reason, status: 2 }
  }
  const output = { ...universal(decisions), ...blocking(verdict), ...specific(event, decisions, verdict) }
  return { stdout: JSON.stringify(output), stderr: '', status: 0 }
}

interface Verdict {
  readonly kind: VerdictKind
  readonly reason: string
}

function strongest(decisions: readonly Decision[]): Verdict | undefined {
  for (const kind of STRENGTH) {
    const reasons = decisions.flatMap((decision) =>
      decision.kind === kind ? [(decision as Verdict).reason] : [],
    )
    if (reasons.length > 0) return { kind, reason: reasons.join('\n') }
  }
  return undefined
}

function universal(decisions: readonly Decision[]): Record<string, unknown> {
  const told = [texts(decisions, 'tell'), conflict(decisions)].filter((text) => text !== '').join('\n')
  const stop = decisions.find((decision) => decision.kind === 'stop')
  return {
    ...(stop ? { continue: false, stopReason: stop.reason } : {}),
    ...(told === '' ? {} : { systemMessage: told }),
  }
}

/** The client itself would take the input of the last hook to finish, and say nothing. */
function conflict(decisions: readonly Decision[]): string {
  const inputs = decisions.flatMap((decision) =>
    decision.kind === 'modify' ? [JSON.stringify(decision.input)] : [],
  )
  return new Set(inputs).size > 1
    ? 'hookpack: several hooks rewrote the input of this call; the last one counts'
    : ''
}

function blocking(verdict: Verdict | undefined): Record<string, unknown> {
  return verdict?.kind === 'block' ? { decision: 'block', reason: verdict.reason } : {}
}

function specific(
  event: EventName,
  decisions: readonly Decision[],
  verdict: Verdict | undefined,
): Record<string, unknown> {
  const context = texts(decisions, 'context')
  const inputs = decisions.flatMap((decision) => (decision.kind === 'modify' ? [decision.input] : []))
  const modified = verdict?.kind === 'deny' ? undefined : inputs.at(-1)
  const fields = {
    ...(verdict && verdict.kind !== 'block' ? permission(event, verdict) : {}),
    ...(modified ? { updatedInput: modified } : {}),
    ...(context === '' ? {} : { additionalContext: context }),
  }
  return Object.keys(fields).length === 0 ? {} : { hookSpecificOutput: { hookEventName: event, ...fields } }
}

function permission(event: EventName, verdict: Verdict): Record<string, unknown> {
  if (event !== 'PermissionRequest') {
    return { permissionDecision: verdict.kind, permissionDecisionReason: verdict.reason }
  }
  return verdict.kind === 'deny'
    ? { decision: { behavior: 'deny', message: verdict.reason } }
    : { decision: { behavior: 'allow' } }
}

function texts(decisions: readonly Decision[], kind: 'context' | 'tell'): string {
  return decisions.flatMap((decision) => (decision.kind === kind ? [decision.text] : [])).join('\n')
}
