import { rm } from 'node:fs/promises'
import path from 'node:path'
import { lockedPack } from '../core/archive-pack.ts'
import { isEmpty } from '../core/is-empty.ts'
import type { Plan } from '../core/plan.ts'
import { FILES, type Scope } from '../core/scope.ts'
import { HooksError } from '../errors.ts'
import { parseLockfile } from '../schema/lockfile.ts'
import { checkSettingsFile, makeFolder, removeIfEmpty, removeStaged } from './files.ts'
import { isInterrupted, recover, writeJournaled } from './journal.ts'
import { exclusively, isHeld, sweepMutexes } from './mutex.ts'
import { readText, reason } from './read.ts'
import { placePack, sweepPacks } from './store.ts'

/** What was changed. */
export interface Receipt {
  readonly changed: boolean
  readonly files: readonly string[]
}

/**
 * Makes a plan true: packs first, then all files as one, then what is not needed any more. A plan whose base is no
 * longer what is on the disk is refused (`changed-meanwhile`) and nothing is written. `remember` is called once it is
 * true, before anybody else may change the scope.
 */
export async function apply(
  plan: Plan,
  remember: () => Promise<void> = async () => undefined,
): Promise<Receipt> {
  if (isEmpty(plan)) return { changed: false, files: [] }
  const { scope } = plan
  const madeFolder = await makeFolder(scope.folder)
  const interrupt = watchInterrupt()
  try {
    await exclusively(scope.folder, async () => {
      await change(plan, interrupt.check)
      await remember()
    })
  } catch (error) {
    if (madeFolder) await discard(scope.folder, madeFolder)
    throw asHooksError(error, scope.folder)
  } finally {
    interrupt.stop()
  }
  await removeIfEmpty(scope.folder)
  if (plan.folders.length === 0) await removeIfEmptyHome(plan)
  return { changed: true, files: plan.writes.map((write) => write.path) }
}

async function change(plan: Plan, checkpoint: () => void): Promise<void> {
  const { folder } = plan.scope
  await checkBase(plan)
  try {
    for (const pack of plan.packs) {
      checkpoint()
      await placePack(folder, lockedPack(pack).folder, pack)
    }
    await writeJournaled(folder, plan.writes, checkpoint)
  } catch (error) {
    // The files are as before; what was placed is not named by any lockfile and goes.
    await sweepPacks(folder, await foldersOf(plan.scope))
    throw error
  }
  await sweepPacks(folder, plan.folders)
}

/** Finishes an earlier change of this scope that was interrupted, and clears up after it; true when there was one. */
export async function settle(scope: Scope): Promise<boolean> {
  if (!(await isInterrupted(scope.folder)) && !(await isHeld(scope.folder))) return false
  const finished = await exclusively(scope.folder, async () => {
    const recovered = await recover(scope.folder, filesOf(scope))
    await clearUp(scope)
    return recovered
  })
  await removeIfEmpty(scope.folder)
  return finished
}

/** Removes everything that a killed process leaves behind: staged bytes, packs that no lockfile names. */
async function clearUp(scope: Scope): Promise<void> {
  for (const file of [...filesOf(scope), path.join(scope.folder, 'journal.json')]) await removeStaged(file)
  await sweepMutexes(scope.folder)
  await sweepPacks(scope.folder, await foldersOf(scope))
}

function filesOf(scope: Scope): ReadonlySet<string> {
  return new Set([scope.settingsFile, ...Object.values(FILES).map((name) => path.join(scope.folder, name))])
}

async function checkBase(plan: Plan): Promise<void> {
  await recover(plan.scope.folder, filesOf(plan.scope))
  const { settingsFile } = plan.scope
  if (plan.writes.some((write) => write.path === settingsFile)) await checkSettingsFile(settingsFile)
  for (const write of plan.writes) {
    if ((await readText(write.path)) === write.before) continue
    throw new HooksError('changed-meanwhile', `${write.path} was changed by somebody else in the meantime`, {
      hint: 'run the command again',
    })
  }
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

async function discard(folder: string, made: string): Promise<void> {
  await rm(path.join(folder, '.mutex'), { force: true })
  for (let at = folder; at.length >= made.length; at = path.dirname(at)) await removeIfEmpty(at)
}

async function removeIfEmptyHome(plan: Plan): Promise<void> {
  if (plan.createdHome) await removeIfEmpty(plan.scope.home)
}

function asHooksError(error: unknown, folder: string): HooksError {
  if (error instanceof HooksError) return error
  const place = (error as { path?: string }).path ?? folder
  return new HooksError('write-failed', `${place} cannot be written: ${reason(error)}`, {
    hint: 'nothing was changed; make room or rights and try again',
    cause: error,
  })
}
