import { type EventName, isEventName } from '../events.ts'
import type { EventOf } from '../payloads.ts'
import type { CasePayload } from './case.ts'
import { REQUIRED_FIELDS } from './required-fields.ts'

/**
 * The payload of an event with these fields, over a value for each field that the client always sends. Each has a
 * session of its own, so that what a hook remembers of one case does not count in the next.
 */
export function payloadOf<E extends EventName>(
  event: E,
  fields: Partial<Omit<EventOf<E>, 'hook_event_name'>> = {},
): EventOf<E> {
  if (!isEventName(event)) throw new TypeError(`${String(event)} is not an event`)
  const payload = { ...REQUIRED_FIELDS[event], ...fields, hook_event_name: event }
  return withCommonFields(payload as unknown as CasePayload<E>) as unknown as EventOf<E>
}

/** The payload with the fields that every event has; where they are missing, a session of its own, in this folder. */
export function withCommonFields<E extends EventName>(
  payload: CasePayload<E>,
): CasePayload<E> & { readonly cwd: string } {
  const { randomUUID } = process.getBuiltinModule('node:crypto')
  const session_id = payload.session_id ?? randomUUID()
  return { session_id, transcript_path: `/transcripts/${session_id}.jsonl`, cwd: process.cwd(), ...payload }
}
