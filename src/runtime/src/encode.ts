import { BLOCKS_BY_EXIT_STATUS, type EventName } from './events.ts'
import { SILENCE } from './silence.ts'
import type { Decision, TextKind, VerdictKind } from './types.ts'

/** What the process says to the client: one document or nothing, a line for stderr, an exit status. */
export interface Answer {
  readonly stdout: string
  readonly stderr: string
  readonly status: number
}

/** The client's order: the first of these that any hook chose decides. */
const STRENGTH: readonly VerdictKind[] = ['interrupt', 'deny', 'block', 'defer', 'ask', 'allow']

/**
 * One answer from the decisions of all hooks that ran on one event, merged as the client merges separate
 * processes (docs/client-facts.md): the strongest verdict, all contexts, the last of what there can be one of.
 * Where the client would show one reason of several equal verdicts, the answer has them all.
 */
export function encode(event: EventName, decisions: readonly Decision[]): Answer {
  if (decisions.length === 0) return SILENCE
  const verdict = strongest(event === 'PreToolUse' ? decisions.map(denyingStop) : decisions)
  const plain = plainText(event, decisions, verdict)
  if (plain !== undefined) return { stdout: plain, stderr: '', status: 0 }
  if (verdict?.kind === 'block' && BLOCKS_BY_EXIT_STATUS.has(event)) {
    return { stdout: '', stderr: verdict.reason, status: 2 }
  }
  const output = { ...universal(decisions), ...blocking(verdict), ...specific(event, decisions, verdict) }
  return Object.keys(output).length === 0
    ? SILENCE
    : { stdout: JSON.stringify(output), stderr: '', status: 0 }
}

interface Verdict {
  readonly kind: VerdictKind
  readonly reason: string
}

/** The strongest verdict, with the reasons of all hooks that chose it. */
export function strongest(decisions: readonly Decision[]): Verdict | undefined {
  for (const kind of STRENGTH) {
    const reasons = decisions.flatMap((decision) =>
      decision.kind === kind ? [(decision as Verdict).reason] : [],
    )
    if (reasons.length > 0) return { kind, reason: [...new Set(reasons)].join('\n') }
  }
  return undefined
}

/** The client lets the call that a hook stops at run before it ends the run. */
function denyingStop(decision: Decision): Decision {
  return decision.kind === 'stop' ? { kind: 'deny', reason: decision.reason } : decision
}

/**
 * What the client reads as plain text, from events whose JSON it would take for text: the path of a worktree, of
 * several the first; instructions for compacting; what is told after it.
 */
function plainText(
  event: EventName,
  decisions: readonly Decision[],
  verdict: Verdict | undefined,
): string | undefined {
  if (event === 'WorktreeCreate') return texts(decisions, 'worktree')[0]
  if (event === 'PreCompact' && !verdict) return joined(texts(decisions, 'instructions'))
  return event === 'PostCompact' ? joined(texts(decisions, 'tell')) : undefined
}

function joined(parts: readonly string[]): string | undefined {
  return parts.length > 0 ? parts.join('\n\n') : undefined
}

function universal(decisions: readonly Decision[]): Record<string, unknown> {
  const told = [...texts(decisions, 'tell'), ...conflict(decisions)]
  const sequences = texts(decisions, 'terminal')
  const stop = decisions.find((decision) => decision.kind === 'stop')
  return {
    ...(stop ? { continue: false, stopReason: stop.reason } : {}),
    ...(told.length > 0 ? { systemMessage: told.join('\n') } : {}),
    ...(sequences.length > 0 ? { terminalSequence: sequences.join('') } : {}),
  }
}

/** The client itself would take the input of the last hook to finish, and say nothing. */
function conflict(decisions: readonly Decision[]): readonly string[] {
  const inputs = decisions.flatMap((decision) =>
    decision.kind === 'modify' ? [JSON.stringify(decision.input)] : [],
  )
  return new Set(inputs).size > 1
    ? ['hookpack: several hooks rewrote the input of this call; the last one counts']
    : []
}

function blocking(verdict: Verdict | undefined): Record<string, unknown> {
  return verdict?.kind === 'block' ? { decision: 'block', reason: verdict.reason } : {}
}

function specific(
  event: EventName,
  decisions: readonly Decision[],
  verdict: Verdict | undefined,
): Record<string, unknown> {
  const fields = {
    ...(event === 'PermissionRequest'
      ? permissionRequest(decisions, verdict)
      : permission(decisions, verdict)),
    ...outputs(decisions),
    ...elicitation(decisions),
  }
  return Object.keys(fields).length === 0 ? {} : { hookSpecificOutput: { hookEventName: event, ...fields } }
}

function permission(decisions: readonly Decision[], verdict: Verdict | undefined): Record<string, unknown> {
  const input = verdict?.kind === 'deny' ? undefined : last(decisions, 'modify')?.input
  return {
    ...(verdict && verdict.kind !== 'block'
      ? { permissionDecision: verdict.kind, permissionDecisionReason: verdict.reason }
      : {}),
    ...(input ? { updatedInput: input } : {}),
  }
}

/** A changed input and remembered rules count only with an allow. */
function permissionRequest(
  decisions: readonly Decision[],
  verdict: Verdict | undefined,
): Record<string, unknown> {
  if (verdict?.kind === 'allow') {
    // Of several allowed inputs the client takes the first.
    const input = decisions.find((one) => one.kind === 'modify')?.input
    const rules = decisions.flatMap((one) => (one.kind === 'remember' ? one.permissions : []))
    return {
      decision: {
        behavior: 'allow',
        ...(input ? { updatedInput: input } : {}),
        ...(rules.length > 0 ? { updatedPermissions: rules } : {}),
      },
    }
  }
  if (!verdict) return {}
  const interrupt = verdict.kind === 'interrupt' ? { interrupt: true } : {}
  return { decision: { behavior: 'deny', message: verdict.reason, ...interrupt } }
}

function outputs(decisions: readonly Decision[]): Record<string, unknown> {
  const context = texts(decisions, 'context')
  const hints = texts(decisions, 'classify')
  const paths = decisions.flatMap((decision) => (decision.kind === 'watch' ? decision.paths : []))
  const output = last(decisions, 'replaceOutput')
  const display = last(decisions, 'display')
  const title = last(decisions, 'title')
  const first = last(decisions, 'firstMessage')
  return {
    ...(context.length > 0 ? { additionalContext: context.join('\n') } : {}),
    ...(output ? { updatedToolOutput: output.output } : {}),
    ...(hints.length > 0 ? { classifierContext: hints.join('\n') } : {}),
    ...(title ? { sessionTitle: title.text } : {}),
    ...(first ? { initialUserMessage: first.text } : {}),
    ...(paths.length > 0 ? { watchPaths: [...new Set(paths)] } : {}),
    ...(display ? { displayContent: display.text } : {}),
    ...flag(decisions, 'reloadSkills', 'reloadSkills'),
    ...flag(decisions, 'hidePrompt', 'suppressOriginalPrompt'),
    ...flag(decisions, 'retry', 'retry'),
  }
}

/** A hook that declines wins over all others; of the rest the last counts. */
function elicitation(decisions: readonly Decision[]): Record<string, unknown> {
  if (decisions.some(({ kind }) => kind === 'decline')) return { action: 'decline' }
  const answer = decisions.findLast(({ kind }) => kind === 'accept' || kind === 'cancel')
  if (answer?.kind === 'accept') return { action: 'accept', content: answer.content }
  return answer ? { action: 'cancel' } : {}
}

function flag(decisions: readonly Decision[], kind: Decision['kind'], field: string): Record<string, true> {
  return decisions.some((decision) => decision.kind === kind) ? { [field]: true } : {}
}

type OfKind<K, D = Decision> = D extends { readonly kind: infer Kinds }
  ? K extends Kinds
    ? D
    : never
  : never

function last<K extends Decision['kind']>(decisions: readonly Decision[], kind: K): OfKind<K> | undefined {
  return decisions.findLast((decision) => decision.kind === kind) as OfKind<K> | undefined
}

function texts(decisions: readonly Decision[], kind: TextKind): readonly string[] {
  return decisions.flatMap((decision) => (decision.kind === kind ? [decision.text] : []))
}
