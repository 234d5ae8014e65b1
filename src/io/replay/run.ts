import { type ChildProcess, fork } from 'node:child_process'
import { availableParallelism } from 'node:os'
import path from 'node:path'
import { cleanEnvironment } from '../../runtime/src/testing/case.ts'
import type { ReplayCall, Replayed } from './protocol.ts'

/** Where handlers are called. */
export interface ReplayPlace {
  /** The program that calls them. */
  readonly worker: string
  /** An empty folder, the only one that they can write into. */
  readonly scratch: string
  readonly env: Readonly<Record<string, string | undefined>>
}

/** A call, and whom its result is told. */
export interface ReplayJob {
  readonly call: ReplayCall
  /** Calls of one session are made one after the other, in one process. */
  readonly session: string
  readonly done: (replayed: Replayed) => void
}

/** How often a hook may hang or end the process before it is called no more. */
const MOST_DEATHS = 3
/** Calls that a process is given in advance. */
const AHEAD = 64
/** Milliseconds beyond a hook's own limit: it is then stuck where it cannot be interrupted. */
const GRACE = 3000

/** Code of a pack has run in the process that says it. */
function isReplayed(value: unknown): value is Replayed {
  const { decision, reason, kinds, ms, refused } = (value ?? {}) as Record<string, unknown>
  const isTexts = (all: unknown): boolean => Array.isArray(all) && all.every((one) => typeof one === 'string')
  return (
    [decision, reason].every((one) => typeof one === 'string') &&
    typeof ms === 'number' &&
    [kinds, refused].every(isTexts)
  )
}

/** Calls handlers, as many at once as this machine has processors. Never rejects for what a handler does. */
export async function replayAll(jobs: readonly ReplayJob[], place: ReplayPlace): Promise<void> {
  const lanes = lanesOf(jobs, availableParallelism())
  const deaths = new Map<string, number>()
  await Promise.all(lanes.map((lane) => runLane(lane, place, deaths)))
}

/** Sessions, the longest first, each in the lane that has least to do. */
function lanesOf(jobs: readonly ReplayJob[], most: number): readonly (readonly ReplayJob[])[] {
  const sessions = new Map<string, ReplayJob[]>()
  for (const job of jobs) {
    const known = sessions.get(job.session)
    if (known) known.push(job)
    else sessions.set(job.session, [job])
  }
  const lanes: ReplayJob[][] = Array.from({ length: most }, () => [])
  for (const session of [...sessions.values()].sort((a, b) => b.length - a.length)) {
    lanes.sort((a, b) => a.length - b.length)
    for (const job of session) lanes[0]?.push(job)
  }
  return lanes.filter((lane) => lane.length > 0)
}

async function runLane(
  jobs: readonly ReplayJob[],
  place: ReplayPlace,
  deaths: Map<string, number>,
): Promise<void> {
  let left = jobs
  while (left.length > 0) {
    const { done, why } = await oneProcess(left, place)
    left = left.slice(done)
    const [dead, ...rest] = left
    if (!dead || why === undefined) continue
    const { file } = dead.call.hook
    const times = (deaths.get(file) ?? 0) + 1
    deaths.set(file, times)
    dead.done(failed(why))
    left = times < MOST_DEATHS ? rest : withoutHook(rest, file)
  }
}

function withoutHook(jobs: readonly ReplayJob[], file: string): readonly ReplayJob[] {
  for (const { call, done } of jobs)
    if (call.hook.file === file) done(failed(`it was not called any more after ${MOST_DEATHS} such calls`))
  return jobs.filter(({ call }) => call.hook.file !== file)
}

function failed(reason: string): Replayed {
  return { decision: 'failed', reason, kinds: [], ms: 0, refused: [] }
}

/** How far one process has come; `why` it has not come further. */
interface Stretch {
  readonly done: number
  readonly why: string | undefined
}

/** Makes calls in one process until all are made, one hangs, or one ends the process. */
function oneProcess(jobs: readonly ReplayJob[], place: ReplayPlace): Promise<Stretch> {
  const child = startWorker(place)
  const give = giver(child, jobs)
  return new Promise((resolve) => {
    let done = 0
    let timer: NodeJS.Timeout | undefined
    const end = (why?: string): void => {
      clearTimeout(timer)
      child.removeAllListeners()
      child.on('error', () => undefined)
      child.kill('SIGKILL')
      resolve({ done, why })
    }
    const next = (): void => {
      clearTimeout(timer)
      const timeout = give(done)
      if (timeout === undefined) end()
      else timer = setTimeout(() => end(`it did not return within ${timeout} s`), timeout * 1000 + GRACE)
    }
    child.on('message', (replayed) => {
      if (!isReplayed(replayed)) return end('it answered something else')
      jobs[done]?.done(replayed)
      done += 1
      next()
    })
    child.on('error', (error) => end(`its process did not start: ${error.message}`))
    child.on('exit', () => end('it ended its process'))
    next()
  })
}

/** Sends calls so that the process has always some to make. Gives the seconds for the next; undefined when all are made. */
function giver(child: ChildProcess, jobs: readonly ReplayJob[]): (done: number) => number | undefined {
  let sent = 0
  return (done) => {
    if (sent < jobs.length && sent - done <= AHEAD / 2) {
      const batch = jobs.slice(sent, done + AHEAD).map(({ call }) => call)
      sent += batch.length
      child.send(batch, () => undefined)
    }
    return jobs[done]?.call.hook.timeout
  }
}

function startWorker({ worker, scratch, env }: ReplayPlace): ChildProcess {
  const folders = {
    TMPDIR: scratch,
    TMP: scratch,
    TEMP: scratch,
    HOOKPACK_STATE_DIR: path.join(scratch, 'state'),
  }
  return fork(worker, [], {
    cwd: scratch,
    env: { ...cleanEnvironment(env, process.platform), ...folders },
    execArgv: [...permissionFlags(scratch)],
    // What handlers print is of no use here.
    stdio: ['ignore', 'ignore', 'ignore', 'ipc'],
  })
}

/** Reading is allowed everywhere, writing in the scratch folder; no programs, threads or native code. */
function permissionFlags(scratch: string): readonly string[] {
  const known = process.allowedNodeEnvironmentFlags
  const flag = known.has('--permission') ? '--permission' : '--experimental-permission'
  return [flag, '--allow-fs-read=*', `--allow-fs-write=${path.join(scratch, '*')}`]
}
