import { HooksError } from '../../errors.ts'
import { EVENTS, isEventName } from '../../runtime/src/events.ts'
import { didYouMean } from '../nearest.ts'

const UNITS: Readonly<Record<string, number>> = {
  s: 1000,
  m: 60_000,
  h: 3_600_000,
  d: 86_400_000,
  w: 604_800_000,
}

/**
 * The moment that `--since` names, in milliseconds: an age such as `30m`, `2h` or `1d`, or a date or time in ISO
 * 8601; without a time zone, in that of this machine. Throws `usage` for anything else.
 */
export function parseSince(text: string, now: number): number {
  const [, count, unit = ''] = /^(\d{1,9}(?:\.\d{1,9})?)([smhdw])$/.exec(text.trim()) ?? []
  if (count !== undefined) return now - Number(count) * (UNITS[unit] ?? 0)
  const iso = /^\d{4}-\d\d-\d\d(T\d\d:\d\d(:\d\d(\.\d{1,9})?)?(Z|[+-]\d\d:\d\d)?)?$/.exec(text.trim())
  // A date alone would be midnight in UTC.
  const moment = iso ? Date.parse(iso[1] === undefined ? `${iso[0]}T00:00` : iso[0]) : Number.NaN
  if (!Number.isNaN(moment)) return moment
  throw new HooksError('usage', `\`--since ${text}\` is neither an age nor a date`, {
    hint: 'write an age such as 30m, 2h, 1d or 1w, or a date such as 2026-11-21 or 2026-11-21T08:30:00Z',
  })
}

/** How many records `--limit` (or another flag) asks for; `all` is no limit. Throws `usage`. */
export function parseLimit(text: string, flag = 'limit'): number {
  if (text === 'all') return Number.POSITIVE_INFINITY
  if (/^[1-9]\d{0,8}$/.test(text)) return Number(text)
  throw new HooksError(
    'usage',
    `\`--${flag} ${text}\` is not a number${flag === 'limit' ? ' of records' : ''}`,
    {
      hint: 'write a number from 1, or `all`',
    },
  )
}

/** The event that `--event` names. Throws `usage` with the nearest name for one that does not exist. */
export function parseEvent(text: string): string {
  if (isEventName(text)) return text
  const events = Object.keys(EVENTS)
  throw new HooksError('usage', `\`${text}\` is not an event of Claude Code`, {
    hint: didYouMean(text, events) ?? `events: ${events.join(', ')}`,
  })
}
