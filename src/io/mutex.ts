import { link, mkdir, readdir, readFile, rm } from 'node:fs/promises'
import { hostname } from 'node:os'
import path from 'node:path'
import { setTimeout as sleep } from 'node:timers/promises'
import { HooksError } from '../errors.ts'
import { writeSynced } from './files.ts'
import { codeOf, exists } from './read.ts'

/** How long a command waits for another one to end, and how often it looks. */
const WAIT_MS = 15_000
const POLL_MS = 25

/** No process has this number. */
const NOBODY = -1

interface Holder {
  readonly pid: number
  readonly host: string
}

/**
 * Runs `work` while no other hookpack process works on `folder`. A holder that has died is taken over at once:
 * removing its file is itself guarded by a second exclusive file, so that two waiters cannot both do it and one of
 * them remove the file of the next holder.
 */
export async function exclusively<T>(folder: string, work: () => Promise<T>): Promise<T> {
  const file = path.join(folder, '.mutex')
  await acquire(file)
  try {
    return await work()
  } finally {
    await rm(file, { force: true })
  }
}

async function acquire(file: string): Promise<void> {
  const deadline = Date.now() + WAIT_MS
  while (!(await tryCreate(file))) {
    const holder = await holderOf(file)
    if (holder && isDead(holder)) await takeOver(file)
    else if (Date.now() > deadline) throw busy(file, holder)
    else await sleep(POLL_MS)
  }
}

/** The file comes into being with its holder in it (a link to a finished file), so that it is never without one. */
async function tryCreate(file: string): Promise<boolean> {
  const own = `${file}.${process.pid}`
  await rm(own, { force: true })
  try {
    await mkdir(path.dirname(file), { recursive: true })
    await writeSynced(own, JSON.stringify({ pid: process.pid, host: hostname() } satisfies Holder), 0o644)
    await link(own, file)
    return true
  } catch (error) {
    // ENOENT: the command before us has just removed the folder, because it left it empty.
    if (codeOf(error) === 'EEXIST' || codeOf(error) === 'ENOENT') return false
    throw error
  } finally {
    await rm(own, { force: true })
  }
}

/** True when another process works on `folder`, or died while it did. */
export async function isHeld(folder: string): Promise<boolean> {
  return exists(path.join(folder, '.mutex'))
}

/** Removes the beginnings of mutexes whose process has died. */
export async function sweepMutexes(folder: string): Promise<void> {
  for (const name of await readdir(folder).catch(() => [])) {
    const pid = /^\.mutex(?:\.takeover)?\.(\d+)$/.exec(name)?.[1]
    if (pid !== undefined && isDead({ pid: Number(pid), host: hostname() }))
      await rm(path.join(folder, name), { force: true })
  }
}

async function takeOver(file: string): Promise<void> {
  const guard = `${file}.takeover`
  if (!(await tryCreate(guard))) {
    // Somebody else is at it, or died within these few microseconds: then the guard's own holder is dead.
    const other = await holderOf(guard)
    if (other && isDead(other)) await rm(guard, { force: true })
    return sleep(POLL_MS)
  }
  const holder = await holderOf(file)
  if (holder && isDead(holder)) await rm(file, { force: true })
  await rm(guard, { force: true })
}

/** Undefined when the file is gone. One without a holder in it is not one of ours, and nobody's. */
async function holderOf(file: string): Promise<Holder | undefined> {
  const text = await readFile(file, 'utf8').catch(() => undefined)
  if (text === undefined) return undefined
  try {
    return JSON.parse(text) as Holder
  } catch {
    // Mutexes come into being complete, so whoever made this one did not finish and will not.
    return { pid: NOBODY, host: hostname() }
  }
}

function isDead({ pid, host }: Holder): boolean {
  if (pid === NOBODY) return true
  if (host !== hostname()) return false
  try {
    process.kill(pid, 0)
    return false
  } catch (error) {
    return codeOf(error) === 'ESRCH'
  }
}

function busy(file: string, holder: Holder | undefined): HooksError {
  const who = holder ? `process ${holder.pid} on ${holder.host}` : 'another process'
  return new HooksError('mutex-busy', `${who} is changing this scope`, {
    hint: `try again when it has ended; if it is gone, remove ${file}`,
  })
}
