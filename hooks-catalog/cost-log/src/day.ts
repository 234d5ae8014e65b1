import { readState, updateState } from '../../../src/runtime/src/kit/session-state.ts'

/** What all sessions of a day have cost. */
interface Day {
  readonly usd: number
  readonly warnedAt?: number
}

/** The day of a moment, in local time. */
export function dayOf(time: Date): string {
  const two = (value: number): string => String(value).padStart(2, '0')
  return `${time.getFullYear()}-${two(time.getMonth() + 1)}-${two(time.getDate())}`
}

const placeOf = (day: string) => ({ event: { session_id: `day ${day}` }, name: 'cost-log' })

/** Adds to a day; of no use when it cannot be kept, and no failure then. */
export function addToDay(day: string, usd: number): void {
  if (usd > 0) updateState<Day>(placeOf(day), (old) => ({ ...old, usd: (old?.usd ?? 0) + usd }))
}

/** What the day has cost so far. */
export function dayTotal(day: string): number {
  return readState<Day>(placeOf(day))?.usd ?? 0
}

/** True once for each day and amount. */
export function warnForDay(day: string, at: number): boolean {
  let first = false
  updateState<Day>(placeOf(day), (old) => {
    first = old?.warnedAt !== at
    return { usd: old?.usd ?? 0, warnedAt: at }
  })
  return first
}
