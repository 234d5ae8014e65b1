import { parseLimit } from '../core/run-log/arguments.ts'
import { pause } from '../io/run-log.ts'
import type { Place } from '../io/scopes.ts'
import { openSearch, type RunQuery } from './find-runs.ts'
import { newest, type ShownRuns } from './logs.ts'

/** Who is told what comes into the log. */
export interface Follower {
  /** Shows what there is, then each time what is new; false when nobody looks any more. */
  readonly show: (runs: ShownRuns) => boolean
  /** Ends it. */
  readonly signal: AbortSignal
}

/** Shows the newest records, at most `limit` of them, then every new one, until the signal or nobody looks. */
export async function followLogs(
  place: Place,
  { limit, ...query }: RunQuery & { readonly limit: string },
  { show, signal }: Follower,
): Promise<void> {
  const most = parseLimit(limit)
  const { reader, found } = await openSearch(place, query)
  try {
    let looking = show(newest(found(reader.read()), most))
    while (looking && !signal.aborted) {
      await pause(signal)
      const text = reader.read()
      if (text !== '') looking = show({ ...found(text), left: 0 })
    }
  } finally {
    reader.close()
  }
}
