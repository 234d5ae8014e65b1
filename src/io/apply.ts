import { readdir } from 'node:fs/promises'
import path from 'node:path'
import { lockedPack } from '../core/archive-pack.ts'
import { isEmpty } from '../core/is-empty.ts'
import type { Plan, Write } from '../core/plan.ts'
import { FILES, type Scope } from '../core/scope.ts'
import type { State } from '../core/state.ts'
import { HooksError } from '../errors.ts'
import { parseLockfile } from '../schema/lockfile.ts'
import {
  checkSettingsFile,
  checkWritable,
  isStaged,
  makeFolder,
  removeIfEmpty,
  removeStaged,
} from './files.ts'
import { changedMeanwhile, isInterrupted, recover, writeJournaled } from './journal.ts'
import { exclusively, holderState, sweepMutexes } from './mutex.ts'
import { readText, reason } from './read.ts'
import { placePack, putPacksBack, strayFolders, sweepPacks } from './store.ts'

/** What was changed. */
export interface Receipt {
  readonly changed: boolean
  readonly files: readonly string[]
}

/**
 * Makes a plan true: packs first, then all files as one, then what is not needed any more. If the state that it was made
 * from is no longer what is on the disk, it is refused (`changed-meanwhile`) and nothing is written. `remember` is
 * called once it is true, before anybody else may change the scope.
 */
export async function apply(plan: Plan, base: State, remember: Remember): Promise<Receipt> {
  return holding(plan.scope, () => applyHeld(plan, base, remember))
}

/** Remembers a change by its writes; never throws. */
export type Remember = (writes: readonly Write[]) => Promise<void>

/** The same for whoever is `holding` the scope already. */
export async function applyHeld(plan: Plan, base: State, remember: Remember): Promise<Receipt> {
  if (isEmpty(plan)) return { changed: false, files: [] }
  const { folder } = plan.scope
  const interrupt = watchInterrupt()
  let made = false
  const finish = async (): Promise<void> => {
    made = true
    await remember(plan.writes)
    await sweepPacks(folder, plan.folders)
  }
  try {
    await checkBase(plan, base, remember)
    await change(plan, interrupt.check, finish)
  } catch (error) {
    throw asHooksError(error, folder, made ? 'made' : (await isInterrupted(folder)) ? 'unfinished' : 'undone')
  } finally {
    interrupt.stop()
  }
  return { changed: true, files: plan.writes.map((write) => write.path) }
}

/** Runs `work` while no other command changes the scope. Leaves no empty folder behind. */
export async function holding<T>({ folder }: Scope, work: () => Promise<T>): Promise<T> {
  const made = await makeFolder(folder)
  const leave = async (): Promise<void> => {
    for (let at = folder; at.length >= (made ?? folder).length; at = path.dirname(at)) await removeIfEmpty(at)
  }
  let held = false
  let result: T
  try {
    result = await exclusively(folder, () => {
      held = true
      return work()
    })
  } catch (error) {
    // The next command that settles removes what is left.
    await leave().catch(() => undefined)
    throw held ? error : asHooksError(error, folder, 'undone')
  }
  await leave()
  return result
}

/** Removes the folder of the settings file if a plan leaves it empty, and it was not there before us. */
export async function tidyUp({ scope, folders, createdHome }: Plan): Promise<void> {
  if (folders.length === 0 && createdHome) await removeIfEmpty(scope.home)
}

async function change(plan: Plan, checkpoint: () => void, finish: () => Promise<void>): Promise<void> {
  const { folder } = plan.scope
  try {
    for (const pack of plan.packs) {
      checkpoint()
      await placePack(folder, lockedPack(pack).folder, pack)
    }
    await writeJournaled(folder, plan.writes, { checkpoint, finish })
  } catch (error) {
    // The files are as before, and so are the packs. Where that fails, the next command that settles does it.
    if (!(await isInterrupted(folder))) await undoPacks(plan.scope).catch(() => undefined)
    throw error
  }
}

async function undoPacks(scope: Scope): Promise<void> {
  await putPacksBack(scope.folder)
  await sweepPacks(scope.folder, await foldersOf(scope))
}

/** Finishes an earlier change of this scope that was interrupted, and clears up after it; true when there was one. */
export async function settle(scope: Scope, remember: Remember): Promise<boolean> {
  const holder = await holderState(scope.folder)
  // Whoever is alive is not interrupted.
  if (holder === 'alive' || (holder === 'none' && !(await hasLeftovers(scope)))) return false
  try {
    const finished = await exclusively(scope.folder, async () => {
      const recovered = await recover(scope.folder, filesOf(scope), async (writes) => {
        await remember(writes)
        await clearUp(scope)
      })
      if (!recovered) await putPacksBack(scope.folder)
      await clearUp(scope)
      return recovered
    })
    await removeIfEmpty(scope.folder)
    return finished
  } catch (error) {
    throw asHooksError(error, scope.folder, 'unfinished')
  }
}

/** True when something is there that only a command that did not come to its end leaves behind. */
async function hasLeftovers(scope: Scope): Promise<boolean> {
  const names = await readdir(scope.folder).catch(() => undefined)
  if (names === undefined) return false
  if (names.length === 0 || names.some((name) => LEFTOVER.test(name))) return true
  if (await isStaged(scope.settingsFile)) return true
  // A lockfile that cannot be read says nothing of packs; whoever reads it next says why.
  const folders = await foldersOf(scope).catch(() => undefined)
  return folders !== undefined && (await strayFolders(scope.folder, folders)).length > 0
}

const LEFTOVER = /^\.mutex|^journal\.json$|\.hookpack-tmp$/

/** Removes everything that a killed process leaves behind: staged bytes, packs that no lockfile names. */
async function clearUp(scope: Scope): Promise<void> {
  for (const file of [...filesOf(scope), path.join(scope.folder, 'journal.json')]) await removeStaged(file)
  await sweepMutexes(scope.folder)
  await sweepPacks(scope.folder, await foldersOf(scope))
}

function filesOf(scope: Scope): ReadonlySet<string> {
  return new Set([scope.settingsFile, ...Object.values(FILES).map((name) => path.join(scope.folder, name))])
}

/** Also files that stay as they are: what to keep and what to sweep was decided by them. */
async function checkBase({ scope, writes }: Plan, base: State, remember: Remember): Promise<void> {
  if (!(await recover(scope.folder, filesOf(scope), remember))) await putPacksBack(scope.folder)
  const { settingsFile } = scope
  if (writes.some((write) => write.path === settingsFile)) {
    await checkSettingsFile(settingsFile)
    await checkWritable(settingsFile)
  }
  const { settings, files } = base.onDisk ?? base
  const texts = Object.entries(FILES).map(
    ([name, file]) => [path.join(scope.folder, file), files[name as keyof typeof FILES] ?? null] as const,
  )
  for (const [file, text] of [[settingsFile, settings] as const, ...texts])
    if ((await readText(file)) !== text) throw changedMeanwhile(file)
}

/** The pack folders that the lockfile on the disk names. */
async function foldersOf(scope: Scope): Promise<readonly string[]> {
  const file = path.join(scope.folder, FILES.lockfile)
  const text = await readText(file)
  return text === null ? [] : Object.values(parseLockfile(text, file).packs).map((pack) => pack.folder)
}

/** Ctrl-C between two steps calls the change off, and what was done is undone. */
function watchInterrupt(): { check: () => void; stop: () => void } {
  let interrupted = false
  const onSignal = (): void => {
    interrupted = true
  }
  process.on('SIGINT', onSignal).on('SIGTERM', onSignal)
  return {
    check: () => {
      if (interrupted) throw new HooksError('cancelled', 'interrupted; nothing was changed')
    },
    stop: () => {
      process.off('SIGINT', onSignal).off('SIGTERM', onSignal)
    },
  }
}

/** What has become of a change that failed, in words: the same whatever it failed on. */
const FATES = {
  undone: 'nothing was changed; make room or rights and try again',
  unfinished: 'the change has begun; make room or rights, and the next command that writes here finishes it',
  made: 'the change is made; make room or rights, and the next command that writes here clears up after it',
} as const

function asHooksError(error: unknown, folder: string, fate: keyof typeof FATES): HooksError {
  if (error instanceof HooksError && (fate === 'undone' || error.code === 'interrupted-change')) return error
  const { path: place = folder, message } = error as { path?: string; message: string }
  const what =
    error instanceof HooksError ? message : `${place} cannot be written or removed: ${reason(error)}`
  return new HooksError('write-failed', what, { hint: FATES[fate], cause: error })
}
