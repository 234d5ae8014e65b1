import path from 'node:path'
import type { PastCall } from '../core/backtest/past-call.ts'
import { isWithin } from '../core/backtest/project-folder.ts'
import { newTranscriptReader, type Wanted } from '../core/backtest/transcript.ts'
import { HooksError } from '../errors.ts'
import { chooseScope, realFolder, scopeNamed } from '../io/scopes.ts'
import { eachLine, findTranscripts } from '../io/transcripts.ts'
import type { Context } from './context.ts'

/** Which calls are wanted. */
export interface PastQuery {
  readonly project: string | undefined
  readonly allProjects: boolean
  /** Milliseconds since 1970. */
  readonly since: number | undefined
  readonly limit: number
}

/** Calls of past sessions, in the order of their times. */
export interface PastCalls {
  readonly calls: readonly PastCall[]
  /** The project's folder; null for all projects. */
  readonly project: string | null
  /** The client's folder of transcripts. */
  readonly transcripts: string
  /** Files that were read. */
  readonly files: number
  /** There are older calls, which the limit leaves out. */
  readonly older: boolean
  /** Calls, and lines that may be some, which are too long to be replayed. */
  readonly tooLong: number
}

/** Reads the newest calls that are wanted. Throws `usage`, `no-home` or `transcripts-unreadable`. */
export async function readPastCalls(
  query: PastQuery,
  context: Context,
  event: Wanted['event'],
): Promise<PastCalls> {
  const { since = 0, limit } = query
  const config = (await scopeNamed(context, 'user')).root
  const project = await projectOf(query, context)
  const found = await findTranscripts({ config, project, since: query.since })
  const seen = new Set<string>()
  const wanted: Wanted = { event, isNew: (line) => !seen.has(line) && seen.add(line).has(line) }
  const calls: PastCall[] = []
  let [files, tooLong] = [0, 0]
  const isWanted = (call: Pick<PastCall, 'time' | 'project'>): boolean =>
    isIn(call, project) && !(Date.parse(call.time) < since)
  // A session goes on for hours: its older calls may be older than another's newest.
  for (const { file, written } of found) {
    if (calls.length >= limit && calls.filter(({ time }) => Date.parse(time) > written).length >= limit) break
    files += 1
    context.step?.(`reading transcripts, ${files} of ${found.length}`)
    const reader = newTranscriptReader(file, wanted)
    tooLong += eachLine(file, reader.line) + reader.tooLong().filter(isWanted).length
    for (const call of reader.calls()) if (isWanted(call)) calls.push(call)
    // Whoever waits is told how long it takes.
    await new Promise((resolve) => setImmediate(resolve))
  }
  const sorted = calls.sort((a, b) => (a.time < b.time ? -1 : Number(a.time > b.time)))
  const older = sorted.length > limit || files < found.length
  const newest = sorted.slice(Math.max(0, sorted.length - limit))
  const transcripts = path.join(config, 'projects')
  return { calls: newest, project: project ?? null, transcripts, files, older, tooLong }
}

function isIn({ project: folder }: Pick<PastCall, 'project'>, project: string | undefined): boolean {
  return project === undefined || isWithin(project, folder)
}

/** Undefined for all projects. */
async function projectOf({ project, allProjects }: PastQuery, context: Context): Promise<string | undefined> {
  if (allProjects && project !== undefined)
    throw new HooksError('usage', '`--project` and `--all-projects` exclude each other', {
      hint: 'leave one of them out',
    })
  if (allProjects) return undefined
  if (project !== undefined) return realFolder(path.resolve(context.cwd, project))
  const { scope } = await chooseScope(context, undefined)
  return realFolder(scope.name === 'user' ? context.cwd : scope.root)
}
