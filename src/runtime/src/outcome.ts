import { type Answer, encode, strongest } from './encode.ts'
import type { EventName } from './events.ts'
import { isEventName } from './events.ts'
import { answerForeign, type Failure, withFailures } from './failure.ts'
import { SILENCE } from './silence.ts'
import type { Decision } from './types.ts'

/** What became of one hook on one event. */
export interface Outcome {
  readonly hook: string
  readonly result: 'decided' | 'none' | 'failed' | 'skipped' | 'elsewhere'
  readonly decisions: readonly Decision[]
  /** Why it failed or was skipped. */
  readonly why?: string
  /** Milliseconds that the hook itself took. */
  readonly ms: number
  /** It has not answered yet; this is what becomes of it if it never does. */
  readonly provisional?: true
}

/** The answer for the client, and what is worth remembering of the run. */
export interface Result {
  readonly answer: Answer
  readonly outcomes: readonly Outcome[]
}

/** Puts the outcomes of all hooks of the process into one answer. */
export function resultOf(event: string, outcomes: readonly Outcome[], foreign: boolean): Result {
  const decisions = outcomes.flatMap((outcome) => outcome.decisions)
  const failures = outcomes.flatMap(({ hook, result, why = '' }): Failure[] =>
    result === 'failed' ? [{ hook, message: why }] : [],
  )
  if (foreign) return { answer: answerForeign(decisions, failures), outcomes }
  const answer = isEventName(event) ? encode(event as EventName, decisions) : SILENCE
  return { answer: withFailures(answer, failures), outcomes }
}

/** The kind and reason that the run log shows for decisions: the verdict, else the first of them. */
export function headline(decisions: readonly Decision[]): {
  readonly decision?: string
  readonly reason?: string
} {
  const verdict = strongest(decisions)
  if (verdict) return { decision: verdict.kind, reason: verdict.reason }
  const [first] = decisions
  if (!first) return {}
  return {
    decision: first.kind,
    ...('text' in first ? { reason: first.text } : {}),
    ...('reason' in first ? { reason: first.reason } : {}),
  }
}
