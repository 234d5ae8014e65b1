import { linkSync, mkdirSync, readFileSync, renameSync, unlinkSync, writeFileSync } from 'node:fs'

/** A place among those that may run at once. */
export interface Slot {
  readonly release: () => void
}

/**
 * Takes one of `count` slots in `folder`, which is made if need be; `undefined` when all are taken. A slot whose
 * holder has died is taken over. Throws when the folder cannot be used.
 */
export function takeSlot(folder: string, count: number): Slot | undefined {
  mkdirSync(folder, { recursive: true, mode: 0o700 })
  for (let index = 0; index < count; index++) {
    const file = `${folder}/slot-${index}`
    if (create(file) || (takenOver(file) && create(file))) return { release: () => remove(file) }
  }
  return undefined
}

function create(file: string): boolean {
  try {
    writeFileSync(file, String(process.pid), { flag: 'wx', mode: 0o600 })
    return true
  } catch (error) {
    if ((error as NodeJS.ErrnoException).code === 'EEXIST') return false
    throw error
  }
}

/** Moves a dead holder's slot away; gives it back should it turn out to be a living one's after all. */
function takenOver(file: string): boolean {
  if (holderLives(file)) return false
  const aside = `${file}.${process.pid}`
  try {
    renameSync(file, aside)
    if (holderLives(aside)) linkSync(aside, file)
    unlinkSync(aside)
    return true
  } catch {
    // Somebody else was faster.
    return false
  }
}

/** An empty file is one that is being written this moment. */
function holderLives(file: string): boolean {
  try {
    const text = readFileSync(file, 'utf8')
    return text === '' || isAlive(Number(text))
  } catch {
    // Released meanwhile.
    return false
  }
}

/** True for a process that exists, whoever owns it. */
export function isAlive(pid: number): boolean {
  try {
    process.kill(pid, 0)
    return true
  } catch (error) {
    return (error as NodeJS.ErrnoException).code === 'EPERM'
  }
}

function remove(file: string): void {
  try {
    unlinkSync(file)
  } catch {
    // The state folder was deleted: nothing is held any more.
  }
}
