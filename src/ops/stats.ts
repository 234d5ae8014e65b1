import { type HookStats, statsOf } from '../core/run-log/stats.ts'
import type { Place } from '../io/scopes.ts'
import { type FoundRuns, findRuns, type RunQuery } from './find-runs.ts'

/** What was found, counted. */
export interface CountedRuns extends FoundRuns {
  readonly stats: readonly HookStats[]
}

/** How often each hook ran, what came of it, and how long it took. */
export async function stats(place: Place, query: RunQuery): Promise<CountedRuns> {
  const found = await findRuns(place, query)
  return { ...found, stats: statsOf(found.records) }
}
