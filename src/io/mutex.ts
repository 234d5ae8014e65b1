// Synchronous: each of these calls is short, and on a busy machine every trip through the thread pool costs more than all
// of them, while others wait.
import { linkSync, mkdirSync, readdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs'
import path from 'node:path'
import { setTimeout as sleep } from 'node:timers/promises'
import { HooksError } from '../errors.ts'
import { isDead, isStranger, NOBODY, ourselves, type Process, processIn } from './process-identity.ts'
import { codeOf } from './read.ts'

/** How long a command waits for one holder; whose turn comes after starts it anew. Of a stranger nobody knows whether it lives. */
const WAIT_MS = { known: 300_000, stranger: 30_000 }

/** Mutexes of this process that it could not remove, and does not hold any more. */
const abandoned = new Set<string>()

/** How often it looks: the more often, the longer it has waited, so that nobody who comes later is likely to be first. */
const pauseAfter = (waited: number): number => Math.max(2, 25 - waited / 200)

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
    release(file)
  }
}

async function acquire(file: string): Promise<void> {
  const begun = Date.now()
  let turn: { readonly holder: string | undefined; readonly since: number } = { holder: '', since: begun }
  while (!tryCreate(file)) {
    const holder = holderOf(file)
    if (holder && isDead(holder) && takeOver(file)) continue
    const now = Date.now()
    const named = JSON.stringify(holder)
    if (named !== turn.holder) turn = { holder: named, since: now }
    const patience = holder && isStranger(holder) ? WAIT_MS.stranger : WAIT_MS.known
    if (now - turn.since > patience) throw busy(file, holder)
    await sleep(pauseAfter(now - begun))
  }
}

function release(file: string): void {
  try {
    rmSync(file, { force: true })
  } catch {
    // It is that of a dead process soon, and then in nobody's way; nor is it in ours until then.
    abandoned.add(file)
  }
}

/**
 * The file comes into being with its holder in it (a link to a finished file), so that it is never without one. It need
 * not be on the disk: a machine that has crashed has no holders.
 */
function tryCreate(file: string): boolean {
  if (holderOf(file)) return false
  const own = `${file}.${process.pid}`
  rmSync(own, { force: true })
  try {
    mkdirSync(path.dirname(file), { recursive: true })
    writeFileSync(own, JSON.stringify(ourselves()), { flag: 'wx' })
    linkSync(own, file)
    abandoned.delete(file)
    return true
  } catch (error) {
    // ENOENT: the command before us has just removed the folder, because it left it empty.
    if (codeOf(error) === 'EEXIST' || codeOf(error) === 'ENOENT') return false
    throw error
  } finally {
    rmSync(own, { force: true })
  }
}

/** Whether another process works on `folder`, or has died while it did. */
export async function holderState(folder: string): Promise<'none' | 'alive' | 'dead'> {
  const holder = holderOf(path.join(folder, '.mutex'))
  return holder === undefined ? 'none' : isDead(holder) ? 'dead' : 'alive'
}

/** Returns when no living process works on `folder`, or after a while; true for the former. */
export async function whenFree(folder: string, patience: number): Promise<boolean> {
  const begun = Date.now()
  while ((await holderState(folder)) === 'alive') {
    const waited = Date.now() - begun
    if (waited > patience) return false
    await sleep(pauseAfter(waited))
  }
  return true
}

/** Removes the beginnings of mutexes whose process has died. */
export async function sweepMutexes(folder: string): Promise<void> {
  for (const name of namesIn(folder)) {
    const pid = /^\.mutex(?:\.takeover)?\.(\d+)$/.exec(name)?.[1]
    if (pid !== undefined && isDead({ ...ourselves(), pid: Number(pid), started: undefined }))
      rmSync(path.join(folder, name), { force: true })
  }
  const guard = path.join(folder, '.mutex.takeover')
  const holder = holderOf(guard)
  if (holder && isDead(holder)) rmSync(guard, { force: true })
}

/** False when somebody else is at it. */
function takeOver(file: string): boolean {
  const guard = `${file}.takeover`
  if (!tryCreate(guard)) {
    // Whoever it was may have died within these few microseconds: then the guard's own holder is dead.
    const other = holderOf(guard)
    if (!other || !isDead(other)) return false
    rmSync(guard, { force: true })
    return true
  }
  const holder = holderOf(file)
  if (holder && isDead(holder)) rmSync(file, { force: true })
  rmSync(guard, { force: true })
  return true
}

/** Undefined when the file is gone. One without a holder in it is not one of ours, and nobody's. */
function holderOf(file: string): Process | undefined {
  try {
    // Mutexes come into being complete, so whoever made one that says nothing did not finish and will not.
    const holder = processIn(readFileSync(file, 'utf8')) ?? NOBODY
    return holder.pid === process.pid && abandoned.has(file) ? NOBODY : holder
  } catch {
    // Whoever had it is done.
    return undefined
  }
}

function namesIn(folder: string): readonly string[] {
  try {
    return readdirSync(folder)
  } catch {
    // There is nothing to sweep.
    return []
  }
}

function busy(file: string, holder: Process | undefined): HooksError {
  const who = holder ? `process ${holder.pid} on ${holder.host}` : 'another process'
  return new HooksError('mutex-busy', `${who} is changing this scope`, {
    hint: `try again when it has ended; if it is gone, remove ${file}`,
  })
}
