import { constants } from 'node:fs'
import {
  access,
  lstat,
  mkdir,
  open,
  readdir,
  readlink,
  realpath,
  rename,
  rm,
  rmdir,
  stat,
} from 'node:fs/promises'
import path from 'node:path'
import { HooksError } from '../errors.ts'
import { codeOf, exists, reason, unreadable } from './read.ts'

/** Refuses a settings file that could not be replaced in the way people expect: a folder, a dangling link. A file that does not exist is fine. */
export async function checkSettingsFile(file: string): Promise<void> {
  const entry = await lstat(file).catch((error: unknown) =>
    codeOf(error) === 'ENOENT' ? undefined : Promise.reject(unreadable(file, error)),
  )
  if (!entry) return
  if (entry.isSymbolicLink() && !(await stat(file).catch(() => undefined))) {
    throw new HooksError(
      'settings-dangling-link',
      `${file} is a link to \`${await readlink(file)}\`, which does not exist`,
      {
        hint: 'create the target or remove the link',
      },
    )
  }
  const target = await stat(file)
  if (!target.isFile()) {
    throw new HooksError(
      'settings-not-a-file',
      `${file} is ${target.isDirectory() ? 'a folder' : 'not a regular file'}, not a settings file`,
      {
        hint: 'move it away first',
      },
    )
  }
}

/** Refuses a settings file that is to be changed and has no write permission. */
export async function checkWritable(file: string): Promise<void> {
  const target = await stat(file).catch(() => undefined)
  if (!target) return
  const writable =
    (target.mode & 0o222) !== 0 &&
    (await access(file, constants.W_OK).then(
      () => true,
      () => false,
    ))
  if (!writable) {
    throw new HooksError('settings-read-only', `${file} is read-only`, {
      hint: `make it writable first: chmod u+w ${file}`,
    })
  }
}

/** Replaces or creates a file so that a reader, or a crash, sees all of the old or all of the new bytes. Links are kept; `newMode` is for a file that is created. */
export async function writeAtomic(file: string, data: string | Uint8Array, newMode = 0o644): Promise<void> {
  const { staged, target } = await stage(file, data, newMode)
  try {
    await rename(staged, target)
    await syncFolder(path.dirname(target))
  } catch (error) {
    await discard(staged)
    throw error
  }
}

/** Writes the next bytes of a file beside it, with its mode, on the disk when this returns; a link's target is meant. */
export async function stage(
  file: string,
  data: string | Uint8Array,
  newMode = 0o644,
): Promise<{ readonly staged: string; readonly target: string }> {
  const target = await realpath(file).catch(() => file)
  const mode = await stat(target).then(
    (entry) => entry.mode & 0o777,
    () => newMode,
  )
  const staged = stagedName(target)
  try {
    await rm(staged, { force: true })
    await writeSynced(staged, data, mode)
    return { staged, target }
  } catch (error) {
    await discard(staged)
    throw error
  }
}

/** Writes a file that is nobody's settings: replaced as a whole, with the usual rights. Throws `write-failed`. */
export async function writeNew(file: string, data: Uint8Array): Promise<void> {
  const staged = stagedName(file)
  try {
    await rm(staged, { force: true })
    await writeSynced(staged, data, 0o644)
    await rename(staged, file)
  } catch (error) {
    await discard(staged)
    throw new HooksError('write-failed', `${file} cannot be written: ${reason(error)}`, {
      hint: 'run the command in a folder of yours',
      cause: error,
    })
  }
}

/** Where the next bytes of a file are written before they take its name. One writer at a time: the mutex sees to it. */
function stagedName(target: string): string {
  return path.join(path.dirname(target), `.${path.basename(target)}.hookpack-tmp`)
}

/** Where that fails as well, the first failure is the one to tell, and the next command that settles removes the file. */
async function discard(staged: string): Promise<void> {
  await rm(staged, { force: true }).catch(() => undefined)
}

/** True when something was begun to be written beside a file, and is still there. */
export async function isStaged(file: string): Promise<boolean> {
  return exists(stagedName(await realpath(file).catch(() => file)))
}

/** Removes what a killed process had begun to write beside a file. */
export async function removeStaged(file: string): Promise<void> {
  await rm(stagedName(await realpath(file).catch(() => file)), { force: true })
}

/** Creates a file that must not exist yet, on the disk when this returns. */
export async function writeSynced(file: string, data: string | Uint8Array, mode: number): Promise<void> {
  const handle = await open(file, 'wx', mode)
  try {
    await handle.writeFile(data)
    await handle.chmod(mode)
    await handle.sync()
  } finally {
    await handle.close()
  }
}

/** Makes renames and removals in a folder durable, where the platform can. */
export async function syncFolder(folder: string): Promise<void> {
  const handle = await open(folder, 'r').catch(() => undefined)
  try {
    await handle?.sync()
  } catch {
    // Some file systems and Windows cannot sync a folder; the rename itself has happened.
  } finally {
    await handle?.close()
  }
}

/** Creates a folder with its parents; the topmost one that was made, or undefined. */
export async function makeFolder(folder: string): Promise<string | undefined> {
  try {
    return await mkdir(folder, { recursive: true })
  } catch (error) {
    throw new HooksError('scope-unavailable', `${folder} cannot be created: ${reason(error)}`, {
      hint: 'choose a scope you may write to with `--scope`',
      cause: error,
    })
  }
}

/** Removes a folder if it is empty; anything else is left alone. */
export async function removeIfEmpty(folder: string): Promise<void> {
  // What cannot be read as a folder is not there, or not ours to judge.
  const names = await readdir(folder).catch(() => [''])
  if (names.length > 0) return
  try {
    await rmdir(folder)
  } catch (error) {
    // Somebody has just put something into it, or has removed it.
    if (['ENOENT', 'ENOTEMPTY', 'EEXIST'].includes(codeOf(error))) return
    throw new HooksError('write-failed', `${folder} is empty now and cannot be removed: ${reason(error)}`, {
      hint: 'remove it when there is room and you have the rights; nothing is in it',
      cause: error,
    })
  }
}
