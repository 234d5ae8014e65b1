import { didYouMean } from '../core/nearest.ts'
import { parseEvent, parseSince } from '../core/run-log/arguments.ts'
import { byTime, type Filter, type Here, isHere, matchesFilter } from '../core/run-log/filter.ts'
import { parseRecords, type RunRecord } from '../core/run-log/parse.ts'
import { HooksError } from '../errors.ts'
import { type LogReader, newLogReader, runLogFolder } from '../io/run-log.ts'
import { type Place, realFolder, scopeNamed } from '../io/scopes.ts'

/** What was asked for, as it was typed. */
export interface RunQuery {
  readonly hook?: string | undefined
  readonly event?: string | undefined
  readonly failed?: boolean
  readonly since?: string | undefined
  /** Of all projects, not only of this one and the user scope. */
  readonly all: boolean
  /** Milliseconds since 1970. */
  readonly now: number
}

/** What is in the run log, and what of it was asked for. */
export interface FoundRuns {
  /** The log's folder. */
  readonly log: string
  /** In the order of their times. */
  readonly records: readonly RunRecord[]
  /** Records of this project and the user scope (with `all`, of all), whether they match or not. */
  readonly here: number
  readonly elsewhere: number
  /** Lines that are no records. */
  readonly skipped: number
  /** When the log does not know the hook that was asked for: which one may be meant. */
  readonly like?: string | undefined
}

/** Reads the log and finds what was asked for. Throws `usage`, `no-home` or `log-unreadable`. */
export async function findRuns(place: Place, query: RunQuery): Promise<FoundRuns> {
  const search = await openSearch(place, query)
  try {
    const text = search.reader.read()
    return search.found(`${text}\n${search.reader.rest()}`)
  } finally {
    search.reader.close()
  }
}

/** A reader of the log, and how to find in what it reads. */
export interface Search {
  readonly reader: LogReader
  readonly found: (text: string) => FoundRuns
}

/** Opens the log for a query. Throws as `findRuns` does. */
export async function openSearch(place: Place, query: RunQuery): Promise<Search> {
  const filter: Filter = {
    hook: query.hook,
    event: query.event === undefined ? undefined : parseEvent(query.event),
    failed: query.failed === true,
    since: query.since === undefined ? undefined : parseSince(query.since, query.now),
  }
  const log = runLogFolder(place)
  const here = query.all ? undefined : await whereWeAre(place)
  const real = remembered(realFolder)
  const found = (text: string): FoundRuns => {
    const { records, skipped } = parseRecords(text)
    const near = here ? records.filter((record) => isHere(record, here, real)) : records
    return {
      log,
      records: byTime(near.filter((record) => matchesFilter(record, filter))),
      here: near.length,
      elsewhere: records.length - near.length,
      skipped,
      like: query.hook === undefined ? undefined : likelyHook(query.hook, near),
    }
  }
  return { reader: newLogReader(log), found }
}

function likelyHook(hook: string, records: readonly RunRecord[]): string | undefined {
  const hooks = [...new Set(records.map((record) => record.hook))]
  const names = [...new Set(hooks.flatMap((name) => [name, name.slice(0, name.lastIndexOf('/'))]))]
  return names.includes(hook) ? undefined : didYouMean(hook, names)
}

/** The project's folder as the other commands find it, else the current folder. */
async function whereWeAre(place: Place): Promise<Here> {
  const [project, user] = await Promise.all([
    scopeNamed(place, 'project').then(({ root }) => root, unlessUnavailable(place.cwd)),
    scopeNamed(place, 'user').then(({ folder }) => folder, unlessUnavailable(undefined)),
  ])
  return { project: realFolder(project), user: user === undefined ? undefined : realFolder(user) }
}

/** A scope that this place does not have (no home; the home folder itself) has no records either. */
function unlessUnavailable<T>(instead: T): (error: unknown) => T {
  return (error) => {
    if (error instanceof HooksError) return instead
    throw error
  }
}

function remembered(act: (text: string) => string): (text: string) => string {
  const known = new Map<string, string>()
  return (text) => {
    const result = known.get(text) ?? act(text)
    known.set(text, result)
    return result
  }
}
