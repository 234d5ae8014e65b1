import type { EventName } from '../../runtime/src/events.ts'

/** The events that transcripts have the data of. */
const PAST_EVENTS = ['PreToolUse', 'PostToolUse', 'PostToolUseFailure', 'UserPromptSubmit'] as const

/** An event that transcripts have the data of. */
export type PastEvent = (typeof PAST_EVENTS)[number]

/** One event of a past session, as the client gave it to hooks. */
export interface PastCall {
  readonly event: EventName
  /** Empty for a prompt. */
  readonly tool: string
  /** RFC 3339, or empty. */
  readonly time: string
  readonly session: string
  /** The folder that the session was started in. */
  readonly project: string
  /** What a hook reads on stdin, as JSON. */
  readonly payload: string
}

/** True for an event that can be replayed. */
export function isPastEvent(event: string): event is PastEvent {
  return (PAST_EVENTS as readonly string[]).includes(event)
}
