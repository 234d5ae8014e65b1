import type { EventName } from '../../runtime/src/events.ts'
import { exitTwo } from './exit-two.ts'
import { decided } from './json-answer.ts'
import { isRecord } from './record.ts'

/** How a hook's process ended, and what the client needs to judge it. */
export interface HookEnd {
  /** Null when it was killed, or could not be started. */
  readonly status: number | null
  readonly late: boolean
  readonly stdout: string
  readonly stderr: string
  readonly command: string
  readonly async: boolean
  /** `onFailure: "block"`. */
  readonly blocksOnFailure: boolean
}

/** What the client makes of it. */
export interface HookOutcome {
  /** `none`, `failed`, `ignored` (async), or what it decided. */
  readonly decision:
    | 'none'
    | 'failed'
    | 'ignored'
    | 'stop'
    | 'block'
    | 'deny'
    | 'defer'
    | 'ask'
    | 'allow'
    | 'other'
  /** What the client does, in one sentence. */
  readonly client: string
  /** What the model reads of it. */
  readonly model?: string
  /** What the user reads of it. */
  readonly user?: string
}

/** Events after which a hook that blocks on failure does not. */
const NEVER_BLOCK_ON_FAILURE: readonly EventName[] = ['Stop', 'SubagentStop', 'TaskCompleted', 'TeammateIdle']

/** Events whose JSON the client takes for plain text. */
const PLAIN_ONLY: readonly EventName[] = ['PreCompact', 'PostCompact', 'WorktreeCreate']

const TEXT_FOR_MODEL: readonly EventName[] = ['SessionStart', 'UserPromptSubmit', 'UserPromptExpansion']

/** What the client would do about a hook that ended so. Source: measured on Claude Code 2.1.329 (docs/client-facts.md). */
export function outcomeOf(event: EventName, name: string, end: HookEnd): HookOutcome {
  if (end.async)
    return { decision: 'ignored', client: 'it runs in the background: what it decides does not count' }
  if (end.late) return failed(event, name, end, 'its time was over, and what it had printed is lost')
  if (event === 'WorktreeCreate') return worktree(end)
  if (end.status === 2) return exitTwo(event, name, end)
  const text = end.stdout.replace(/^\uFEFF/, '').trim()
  if (text.startsWith('{') && !PLAIN_ONLY.includes(event)) {
    const value = parsed(text)
    if (value !== undefined) return decided(event, name, value)
    if (text.endsWith('}')) return failed(event, name, end, 'its output looks like JSON, and is none')
  }
  if (end.status !== 0) return failed(event, name, end, `it ended with ${end.status ?? 'a signal'}`)
  return plain(event, text)
}

function parsed(text: string): Readonly<Record<string, unknown>> | undefined {
  try {
    const value: unknown = JSON.parse(text)
    return isRecord(value) ? value : undefined
  } catch {
    // What is no JSON is told by the caller.
    return undefined
  }
}

function plain(event: EventName, text: string): HookOutcome {
  if (text === '') return { decision: 'none', client: 'it goes on as if the hook were not there' }
  if (TEXT_FOR_MODEL.includes(event))
    return { decision: 'other', client: 'the text becomes context for the model', model: text }
  if (event === 'PreCompact')
    return { decision: 'other', client: 'the text is added to the instructions for compacting', model: text }
  if (event === 'PostCompact') return { decision: 'other', client: 'the user is told', user: text }
  return {
    decision: 'none',
    client: 'plain text on this event is only for the transcript: nothing follows from it',
  }
}

function worktree({ status, stdout }: HookEnd): HookOutcome {
  return status === 0
    ? { decision: 'other', client: `the new working tree is ${stdout.trim() || '(no path was printed)'}` }
    : { decision: 'block', client: 'the working tree is not created' }
}

/** A failure lets the event pass, unless the hook says otherwise. */
function failed(event: EventName, name: string, end: HookEnd, why: string): HookOutcome {
  if (end.blocksOnFailure && !NEVER_BLOCK_ON_FAILURE.includes(event)) {
    const { client, ...rest } = exitTwo(event, name, end)
    return { ...rest, client: `${why}; it has \`onFailure: "block"\`, so ${client}` }
  }
  const [first = ''] = end.stderr.trim().split('\n')
  return {
    decision: 'failed',
    client: `${why}: it goes on as if the hook were not there`,
    user: `${name} hook failed${first === '' ? '' : `: ${first}`}`,
  }
}

const STRENGTH = ['stop', 'deny', 'block', 'defer', 'ask', 'allow'] as const

/** What follows from all hooks together: the strongest of what they decided. */
export function mergedDecision(outcomes: readonly HookOutcome[]): HookOutcome['decision'] {
  return STRENGTH.find((kind) => outcomes.some(({ decision }) => decision === kind)) ?? 'none'
}
