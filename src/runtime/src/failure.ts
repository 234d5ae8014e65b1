import { type Answer, encode } from './encode.ts'
import { EVENTS, isEventName } from './events.ts'
import type { Decision, Table, TableHook } from './types.ts'

/** A hook that did not decide: which one, and why in one line. */
export interface Failure {
  readonly hook: string
  readonly message: string
}

/**
 * The decision that stands for a failed hook of mode `block`, on an event that can be blocked;
 * `undefined` where the failure can only be reported.
 */
export function failureDecision(
  failure: Failure,
  hook: Pick<TableHook, 'event' | 'failure'>,
): Decision | undefined {
  if (hook.failure !== 'block' || !isEventName(hook.event)) return undefined
  const reason = `${failureLine(failure)}. This hook blocks when it fails. It is safer to mend it than to work around it.`
  const methods: readonly string[] = EVENTS[hook.event]
  if (methods.includes('deny')) return { kind: 'deny', reason }
  if (methods.includes('block')) return { kind: 'block', reason }
  // An elicitation has no place for a reason.
  if (methods.includes('decline')) return { kind: 'decline' }
  return undefined
}

/** One line for people, without line breaks. */
function failureLine({ hook, message }: Failure): string {
  return `hookpack: ${hook} failed: ${message.replace(/\s+/g, ' ').trim().slice(0, 500)}`
}

/** What a process was started for. */
export interface Job {
  readonly hooks: readonly string[]
  readonly table: Table
  /** The agent is known not to be Claude Code; without a payload, only Copilot's variable tells. */
  readonly foreign: boolean
}

/**
 * The answer when there is no event to decide about (stdin was empty, late, or not JSON). If one of the hooks
 * blocks on failure, that is status 2, which blocks on every client version, and the hook's decision for a
 * client that sees no status because the process had to be killed. Else it is a visible error that blocks
 * nothing, or for another agent, which may take any other status for a deny, status 0.
 */
export function withoutEvent(message: string, { hooks, table, foreign }: Job): Answer {
  const stderr = `hookpack: ${message.replace(/\s+/g, ' ').trim()}`
  if (foreign) return { stdout: '', stderr, status: 0 }
  const name = hooks.find((candidate) => table.hooks[candidate]?.failure === 'block')
  const hook = name === undefined ? undefined : table.hooks[name]
  if (name === undefined || !hook) return { stdout: '', stderr, status: 1 }
  const decision = failureDecision({ hook: name, message }, hook)
  const stdout = decision && isEventName(hook.event) ? encode(hook.event, [decision]).stdout : ''
  return { stdout, stderr, status: 2 }
}

const REFUSALS: ReadonlySet<string> = new Set(['interrupt', 'deny', 'block'])

/** The answer to an agent that is not Claude Code: a deny as status 2 with its reason, else status 0. */
export function answerForeign(decisions: readonly Decision[], failures: readonly Failure[]): Answer {
  const reasons = decisions.flatMap((decision) =>
    REFUSALS.has(decision.kind) && 'reason' in decision ? [decision.reason] : [],
  )
  const stderr = [...reasons, ...failures.map(failureLine)].join('\n')
  return { stdout: '', stderr, status: reasons.length === 0 ? 0 : 2 }
}

/** Adds the failures' lines to an answer. Status 1 makes the client show them; JSON on stdout still decides. */
export function withFailures(answer: Answer, failures: readonly Failure[]): Answer {
  if (failures.length === 0) return answer
  const lines = failures.map(failureLine).join('\n')
  const stderr = answer.stderr === '' ? lines : `${answer.stderr}\n${lines}`
  return {
    stdout: answer.stdout,
    stderr,
    status: answer.status === 0 && answer.stdout === '' ? 1 : answer.status,
  }
}
