import { safeName } from './safe-name.ts'
import { type StatePlace, updateState } from './session-state.ts'

/** How many times within which time. */
export interface Rate {
  /** At most 1000. */
  readonly count: number
  readonly perMs: number
}

/** The place of a limit, and what time it is. */
export interface LimitPlace extends StatePlace {
  readonly now?: () => number
}

const MOST_KEYS = 500
const LONGEST_KEY = 200
const ROOM = 200_000
const MOST_TIMES = 1000

/** Times by key; the key that was used last comes last. */
type Times = Readonly<Record<string, readonly number[]>>

/**
 * True the first time that it is asked for this key in the session. Like all limits here, true as well when the
 * state cannot be kept: a hook then acts as if it had no limit.
 */
export function oncePerSession(place: LimitPlace, key: string): boolean {
  return decided(place, `once ${key}`, (times, now) => (times.length > 0 ? undefined : [now]))
}

/** True at most `count` times within any span of `perMs`; a time that was refused does not count. */
export function rateLimit(place: LimitPlace, key: string, { count, perMs }: Rate): boolean {
  return decided(place, `rate ${key}`, (times, now) => {
    const recent = times.filter((time) => isWithin(time, now, perMs)).slice(-MOST_TIMES)
    return recent.length < count ? [...recent, now] : undefined
  })
}

/** True when it was not asked for this key for at least `ms`: of many events in a row, only the first counts. */
export function debounce(place: LimitPlace, key: string, ms: number): boolean {
  let quiet = true
  decided(place, `debounce ${key}`, (times, now) => {
    quiet = !times.some((time) => isWithin(time, now, ms))
    return [now]
  })
  return quiet
}

/** A time in the future is one of a clock that was set back since. */
function isWithin(time: number, now: number, ms: number): boolean {
  return time <= now && now - time < ms
}

/** Asks `next` for the times to remember from now on; `undefined` stands for no. */
function decided(
  { now = Date.now, ...place }: LimitPlace,
  key: string,
  next: (times: readonly number[], now: number) => readonly number[] | undefined,
): boolean {
  let allowed = true
  const short = key.length > LONGEST_KEY ? safeName(key) : key
  // A name that no pack has, so that the author's own state is another file.
  updateState<Times>({ ...place, name: `${place.name}\0limits` }, (old) => {
    const { [short]: times = [], ...others } = isTimes(old) ? old : {}
    const remembered = next(times, now())
    allowed = remembered !== undefined
    return Object.fromEntries(fitting([...Object.entries(others), [short, remembered ?? times]]))
  })
  return allowed
}

type Entries = readonly (readonly [string, readonly number[]])[]

/** The entries that were used last, as many as a state has room for. */
function fitting(entries: Entries): Entries {
  const few = entries.slice(-MOST_KEYS)
  return Buffer.byteLength(JSON.stringify(few)) > ROOM ? fitting(few.slice(Math.ceil(few.length / 2))) : few
}

function isTimes(value: unknown): value is Times {
  return (
    typeof value === 'object' &&
    value !== null &&
    Object.values(value).every(
      (times) => Array.isArray(times) && times.every((time) => typeof time === 'number'),
    )
  )
}
