import { parseLimit } from '../core/run-log/arguments.ts'
import type { Place } from '../io/scopes.ts'
import { type FoundRuns, findRuns, type RunQuery } from './find-runs.ts'

/** Records to show. */
export interface ShownRuns extends FoundRuns {
  /** Older records that were asked for as well, but are more than the limit. */
  readonly left: number
}

/** The newest records that were asked for, at most `limit` of them. */
export async function logs(place: Place, query: RunQuery, limit: string): Promise<ShownRuns> {
  const most = parseLimit(limit)
  return newest(await findRuns(place, query), most)
}

/** The last records of what was found. */
export function newest(found: FoundRuns, most: number): ShownRuns {
  const left = Math.max(0, found.records.length - most)
  return { ...found, records: found.records.slice(left), left }
}
