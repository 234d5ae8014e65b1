import { readState, updateState } from '../../../src/runtime/src/kit/session-state.ts'
import { oneLine } from '../../_shared/src/one-line.ts'
import type { Result } from './keep.ts'

/** How the last copy of a session went. */
export type Outcome = Result | { readonly why: string }

const placeOf = (event: { readonly session_id: string }) => ({ event, name: 'transcript-backup' })

/** Remembers it for the event after the summary. */
export function remember(event: { readonly session_id: string }, outcome: Outcome): void {
  updateState<Outcome | null>(placeOf(event), () => outcome)
}

/** What is remembered, once. */
export function recall(event: { readonly session_id: string }): Outcome | undefined {
  const outcome = readState<Outcome | null>(placeOf(event)) ?? undefined
  if (outcome !== undefined) updateState<Outcome | null>(placeOf(event), () => null)
  return outcome
}

/** Why something did not work, in a line without what a path could smuggle in. */
export function reasonOf(error: unknown): string {
  return oneLine((error as Error).message, 300)
}
