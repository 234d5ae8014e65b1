import { type Answer, SILENCE } from './encode.ts'
import { EVENTS, isEventName } from './events.ts'
import type { Decision, TableHook } from './types.ts'

/** A hook that did not decide: which one, and why in one line. */
export interface Failure {
  readonly hook: string
  readonly message: string
}

/**
 * The decision that stands for a failed hook of mode `block`, on an event that can be blocked;
 * `undefined` where the failure can only be reported.
 */
export function failureDecision(failure: Failure, hook: Pick<TableHook, 'event' | 'failure'>): Decision | undefined {
  if (hook.failure !== 'block' || !isEventName(hook.event)) return undefined
  const reason = `${failureLine(failure)}. This hook blocks when it fails. It is safer to mend it than to work around it.`
  const methods: readonly string[] = EVENTS[hook.event]
  if (methods.includes('deny')) return { kind: 'deny', reason }
  if (methods.includes('block')) return { kind: 'block', reason }
  return undefined
}

/** One line for people, without line breaks. */
export function failureLine({ hook, message }: Failure): string {
  return `hookpack: ${hook} failed: ${message.replace(/\s+/g, ' ').trim().slice(0, 500)}`
}

/**
 * The answer when there is no event to decide about (stdin was empty, late, or not JSON). Status 2 blocks on
 * every client version; status 1 is a visible error that blocks nothing.
 */
export function withoutEvent(message: string, mode: 'block' | 'continue'): Answer {
  return { stdout: '', stderr: `hookpack: ${message}`, status: mode === 'block' ? 2 : 1 }
}

/** The answer to an agent that is not Claude Code: a deny as status 2 with its reason, else silence. */
export function answerForeign(decisions: readonly Decision[]): Answer {
  const reasons = decisions.flatMap((decision) =>
    decision.kind === 'deny' || decision.kind === 'block' ? [decision.reason] : [],
  )
  return reasons.length === 0 ? SILENCE : { stdout: '', stderr: reasons.join('\n'), status: 2 }
}

/** Adds the failures' lines to an answer. Status 1 makes the client show them; JSON on stdout still decides. */
export function withFailures(answer: Answer, failures: readonly Failure[]): Answer {
  if (failures.length === 0) return answer
  const lines = failures.map(failureLine).join('\n')
  const stderr = answer.stderr === '' ? lines : `${answer.stderr}\n${lines}`
  return { stdout: answer.stdout, stderr, status: answer.status === 0 && answer.stdout === '' ? 1 : answer.status }
}

