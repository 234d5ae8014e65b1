import { linkSync, mkdirSync, readFileSync, rmSync, statSync, writeFileSync } from 'node:fs'
import path from 'node:path'

const POLL_MS = 4

/** Work under a mutex takes milliseconds: a process that still has it after this time is another one with its number. */
const STALE_MS = 30_000

/**
 * Runs `work` while no other process does so for the same file. The mutex is `<file>.mutex`; of a holder that has
 * died it is taken over. Throws when the holder does not let go in time.
 */
export function exclusively<Result>(
  file: string,
  waitMs: number,
  work: (isOurs: () => boolean) => Result,
): Result {
  const mutex = `${file}.mutex`
  const mark = `${process.pid} ${Math.random()}`
  const isOurs = (): boolean => contentOf(mutex) === mark
  acquire(mutex, mark, waitMs)
  try {
    return work(isOurs)
  } finally {
    if (isOurs()) patiently(() => rmSync(mutex, { force: true }))
  }
}

function acquire(mutex: string, mark: string, waitMs: number): void {
  const deadline = performance.now() + waitMs
  while (!tryCreate(mutex, mark)) {
    if (isAbandoned(mutex)) takeOver(mutex, mark)
    if (performance.now() > deadline) throw new Error(`another process has kept ${mutex} for ${waitMs} ms`)
    // Not always the same time, so that those who wait do not come together again and again.
    pause(POLL_MS * (0.5 + Math.random()))
  }
}

/** The file comes into being with its holder in it: a link to a finished file. */
function tryCreate(mutex: string, mark: string): boolean {
  const own = `${mutex}.${mark.replaceAll(' ', '-')}`
  try {
    writeFileSync(own, mark, { mode: 0o600 })
    linkSync(own, mutex)
    return true
  } catch (error) {
    const { code } = error as NodeJS.ErrnoException
    if (code === 'EEXIST' || isPassing(code)) return false
    if (code !== 'ENOENT') throw error
    // The folder has not been there, or somebody has just removed it.
    mkdirSync(path.dirname(mutex), { recursive: true, mode: 0o700 })
    return false
  } finally {
    rmSync(own, { force: true })
  }
}

/** Removing a mutex is guarded by another one, so that of two who do it none removes that of the next holder. */
function takeOver(mutex: string, mark: string): void {
  const guard = `${mutex}.takeover`
  if (!tryCreate(guard, mark)) {
    if (isAbandoned(guard)) rmSync(guard, { force: true })
    return
  }
  if (isAbandoned(mutex)) rmSync(mutex, { force: true })
  rmSync(guard, { force: true })
}

function isAbandoned(mutex: string): boolean {
  const content = contentOf(mutex)
  if (content === undefined) return false
  const age = Date.now() - (statSync(mutex, { throwIfNoEntry: false })?.mtimeMs ?? Date.now())
  return age > STALE_MS || !isAlive(Number.parseInt(content, 10))
}

/** Undefined when there is none. */
function contentOf(mutex: string): string | undefined {
  try {
    return readFileSync(mutex, 'utf8')
  } catch {
    // Gone meanwhile.
    return undefined
  }
}

function isAlive(pid: number): boolean {
  try {
    process.kill(pid, 0)
    return true
  } catch (error) {
    return (error as NodeJS.ErrnoException).code === 'EPERM'
  }
}

function pause(ms: number): void {
  Atomics.wait(new Int32Array(new SharedArrayBuffer(4)), 0, 0, ms)
}

/** Windows refuses to replace or create a file that somebody else has open or is removing. */
function isPassing(code: string | undefined): boolean {
  return process.platform === 'win32' && /^(?:EPERM|EACCES|EBUSY)$/.test(code ?? '')
}

/** Acts, once more and again while the refusal is one that passes. */
export function patiently(act: () => void, tries = 20): void {
  try {
    act()
  } catch (error) {
    if (tries === 0 || !isPassing((error as NodeJS.ErrnoException).code)) throw error
    pause(POLL_MS)
    patiently(act, tries - 1)
  }
}
