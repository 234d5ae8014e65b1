import type { EventName } from '../../runtime/src/events.ts'
import { isEventName } from '../../runtime/src/events.ts'
import { redact } from '../../runtime/src/log/redact.ts'
import type { PastCall } from '../backtest/past-call.ts'

/** The payloads in lines of the tap; what is cut off is no payload. */
export function payloadsIn(text: string): readonly PastCall[] {
  return text.split('\n').flatMap((line) => payloadIn(line) ?? [])
}

function payloadIn(line: string): PastCall | undefined {
  try {
    const value = JSON.parse(line) as Readonly<Record<string, unknown>> | null
    const event = value?.['hook_event_name']
    if (!value || typeof event !== 'string' || !isEventName(event)) return undefined
    const word = (name: string): string => (typeof value[name] === 'string' ? value[name] : '')
    return {
      ...{ event: event as EventName, tool: word('tool_name'), time: '' },
      ...{ session: word('session_id'), project: word('cwd'), payload: line },
    }
  } catch {
    // Half a line: the other half comes with the next look.
    return undefined
  }
}

const MOST_LETTERS = 2000

/** A payload as its author may see it on a screen: without the fields that say nothing, and without secrets. */
export function shownPayload({ payload }: PastCall): string {
  const {
    transcript_path: _,
    hook_event_name: __,
    ...fields
  } = JSON.parse(payload) as Record<string, unknown>
  return redact(JSON.stringify(fields).slice(0, MOST_LETTERS))
}
