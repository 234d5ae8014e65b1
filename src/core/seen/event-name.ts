import { EVENTS, type EventName, isEventName } from '../../runtime/src/events.ts'

export type { EventName }

/** The names of all events, as the client has them. */
export const EVENT_NAMES: readonly string[] = Object.keys(EVENTS)

/** The event of this name; undefined when there is none. */
export function eventNamed(name: unknown): EventName | undefined {
  return isEventName(name) ? name : undefined
}
