import { readFile, rm } from 'node:fs/promises'
import { hostname } from 'node:os'
import path from 'node:path'
import { setTimeout as sleep } from 'node:timers/promises'
import { HooksError } from '../errors.ts'
import { writeSynced } from './files.ts'
import { codeOf } from './read.ts'

/** How long a command waits for another one to end, and how often it looks. */
const WAIT_MS = 15_000
const POLL_MS = 25

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

async function tryCreate(file: string): Promise<boolean> {
  try {
    await writeSynced(file, JSON.stringify({ pid: process.pid, host: hostname() } satisfies Holder), 0o644)
    return true
  } catch (error) {
    if (codeOf(error) === 'EEXIST') return false
    throw error
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

/** Undefined while the file is being written or is gone. */
async function holderOf(file: string): Promise<Holder | undefined> {
  try {
    return JSON.parse(await readFile(file, 'utf8')) as Holder
  } catch {
    // Not there any more, or not written yet: the caller looks again.
    return undefined
  }
}

function isDead({ pid, host }: Holder): boolean {
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
