import { type FailureLine, NAME, PACK, readFailure } from '../../_shared/src/failure-line.ts'
import { lastLines } from '../../_shared/src/json-lines-files.ts'
import { folderOf } from '../../_shared/src/log-place.ts'
import type { Place } from './at-start.ts'
import type { Options } from './options.ts'
import { quote } from './quote.ts'

const READ_BYTES = 128 * 1024
const SHOWN = 5
const DAY_MS = 24 * 60 * 60 * 1000

/** What has failed last in this project, as tool-failure-log has written it down. */
export function failureLines(place: Place, { failureDays, failureLog }: Options): readonly string[] {
  const since = new Date(Date.now() - failureDays * DAY_MS).toISOString()
  const own = lastLines(folderOf(failureLog, PACK, place.projectDir), NAME, READ_BYTES)
    .map(readFailure)
    .filter((one) => one !== undefined)
    .filter(({ project, time, interrupted }) => isHere(project, place) && time >= since && !interrupted)
  const session = own.at(-1)?.session
  const last = latest(own.filter((one) => one.session === session))
  if (last.length === 0) return []
  const which = session === place.session ? 'this session' : 'the last session that had failures'
  return [`Tool calls that failed in ${which}:`, ...last.map(lineOf)]
}

function isHere(project: string, { projectDir, root, cwd }: Place): boolean {
  return project === projectDir || project === root || project === cwd
}

/** The last failures, each way to fail once. */
function latest(failures: readonly FailureLine[]): readonly FailureLine[] {
  const byWay = new Map<string, FailureLine>()
  for (const one of failures) {
    const way = `${one.tool} ${one.input}`
    byWay.delete(way)
    byWay.set(way, one)
  }
  return [...byWay.values()].slice(-SHOWN)
}

function lineOf({ tool, input, error, count }: FailureLine): string {
  const times = typeof count === 'number' && count > 1 ? ` (${count} times)` : ''
  return `- ${quote(tool, 60)} \`${quote(input, 120).replaceAll('`', "'")}\`${times}: ${quote(error, 160)}`
}
