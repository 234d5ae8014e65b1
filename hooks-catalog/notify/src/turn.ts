import { readState, type StatePlace, updateState } from '../../../src/runtime/src/kit/session-state.ts'

/** When the turn of the session began, in milliseconds since 1970. */
interface Turn {
  readonly since: number
  readonly prompt?: string
}

interface TurnEvent {
  readonly session_id: string
  readonly prompt_id?: string
}

const placeOf = (event: TurnEvent): StatePlace => ({ event, name: 'notify turn' })

/** Remembers that a turn begins now; one that is remembered already keeps its time. */
export function beginTurn(event: TurnEvent, now: number): void {
  const turn: Turn = { since: now, ...(event.prompt_id === undefined ? {} : { prompt: event.prompt_id }) }
  updateState<Turn>(placeOf(event), (old) => (isSame(old, event) && old ? old : turn))
}

/** How long the turn of this event has taken, in seconds; undefined when its beginning is not known. */
export function secondsOfTurn(event: TurnEvent, now: number): number | undefined {
  const turn = readState<Turn>(placeOf(event))
  if (turn === undefined || typeof turn.since !== 'number' || !isSame(turn, event)) return undefined
  return turn.since > now ? undefined : (now - turn.since) / 1000
}

function isSame(turn: Turn | undefined, { prompt_id: prompt }: TurnEvent): boolean {
  return turn !== undefined && turn.prompt !== undefined && turn.prompt === prompt
}
