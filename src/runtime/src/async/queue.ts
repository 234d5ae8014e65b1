import { readdirSync, readFileSync, renameSync, unlinkSync, writeFileSync } from 'node:fs'
import { isAlive } from './slots.ts'

/** An event that waits for its async hooks to run. */
export interface Job {
  readonly hooks: readonly string[]
  /** The payload as it came. */
  readonly text: string
  readonly env: Readonly<Record<string, string>>
  /** Milliseconds since 1970. */
  readonly since: number
}

/** A job that this process has taken. */
export interface Claimed {
  readonly job: Job
  /** Where it is kept until it is done. */
  readonly file: string
  readonly done: () => void
}

/** Jobs that wait at most; each is one event of one session. */
const MOST_JOBS = 2000

/** Puts a job into the queue in `folder`; false when the queue is full. Throws when it cannot be written. */
export function enqueue(folder: string, job: Job): boolean {
  if (waiting(folder).length >= MOST_JOBS) return false
  const name = `${folder}/${job.since.toString(36).padStart(9, '0')}-${process.pid}`
  writeFileSync(`${name}.new`, JSON.stringify(job), { mode: 0o600 })
  renameSync(`${name}.new`, `${name}.job`)
  return true
}

/** The names of jobs that nobody has taken, the oldest first. */
export function waiting(folder: string): readonly string[] {
  return namesIn(folder)
    .filter((name) => name.endsWith('.job'))
    .sort()
}

/** Takes the oldest job; `undefined` when none is left. */
export function claim(folder: string): Claimed | undefined {
  for (const name of waiting(folder)) {
    const own = `${folder}/${name.slice(0, -'.job'.length)}.run-${process.pid}`
    try {
      renameSync(`${folder}/${name}`, own)
    } catch {
      continue // Somebody else took it.
    }
    const job = read(own)
    const done = (): void => forget(own)
    if (job) return { job, file: own, done }
    done()
  }
  return undefined
}

/** The jobs of processes that died over them; they are taken out of the queue. */
export function abandoned(folder: string): readonly Job[] {
  return namesIn(folder).flatMap((name) => {
    const pid = /\.run-(\d+)$/.exec(name)?.[1]
    if (pid === undefined || isAlive(Number(pid))) return []
    const own = `${folder}/${name}.${process.pid}`
    try {
      renameSync(`${folder}/${name}`, own)
    } catch {
      return [] // Somebody else reports it.
    }
    const job = read(own)
    forget(own)
    return job ? [job] : []
  })
}

function namesIn(folder: string): readonly string[] {
  try {
    return readdirSync(folder)
  } catch {
    // No folder, no jobs.
    return []
  }
}

function read(file: string): Job | undefined {
  try {
    return JSON.parse(readFileSync(file, 'utf8')) as Job
  } catch {
    // Deleted, or not ours.
    return undefined
  }
}

function forget(file: string): void {
  try {
    unlinkSync(file)
  } catch {
    // The state folder was deleted.
  }
}
