import type { EventName } from '../../runtime/src/events.ts'

/** A hook whose module is called. */
export interface ReplayedHook {
  /** Absolute. */
  readonly file: string
  readonly packDir: string
  readonly options: Readonly<Record<string, unknown>>
  readonly failure: 'block' | 'continue'
  /** Seconds that a call may take. */
  readonly timeout: number
}

/** One event for one hook. */
export interface ReplayCall {
  readonly hook: ReplayedHook
  readonly event: EventName
  /** What the hook reads on stdin, as JSON. */
  readonly payload: string
  readonly projectDir: string
}

/** What a handler asked for and was not given. */
export type Refused = 'program' | 'network' | 'file'

/** What became of one call. */
export interface Replayed {
  /** As `CaseResult` has it: `none`, `failed`, or the kind of the decision. */
  readonly decision: string
  readonly reason: string
  /** The kinds of all decisions. */
  readonly kinds: readonly string[]
  /** Milliseconds. */
  readonly ms: number
  readonly refused: readonly Refused[]
}
