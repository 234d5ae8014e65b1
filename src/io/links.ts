import { lstat, readlink, realpath } from 'node:fs/promises'
import path from 'node:path'
import { FILES, type Scope } from '../core/scope.ts'
import { HooksError } from '../errors.ts'
import { exists } from './read.ts'
import { realFolder } from './scopes.ts'

/**
 * Refuses to write into a project through a link that leads out of its repository: whoever wrote the project could have
 * us write into the settings of its reader. Links within the repository are fine, and so are all in the user's own scope.
 */
export async function checkLinks(scope: Scope): Promise<void> {
  if (scope.name === 'user') return
  const inside = await repositoryOf(scope.root)
  const own = [...Object.values(FILES), 'journal.json', 'packs'].map((name) => path.join(scope.folder, name))
  for (const place of [scope.home, scope.settingsFile, scope.folder, ...own]) {
    const target = await targetOf(place)
    if (target === undefined || isWithin(inside, target)) continue
    throw new HooksError('link-outside', `${place} leads out of the project, to \`${target}\``, {
      hint: 'nothing was written; if that link is your own, use `--follow-links`',
    })
  }
}

/**
 * Refuses a path that is written as one in the repository we are in, and leads out of it through a link: whoever wrote the
 * project could have us write, or read, elsewhere. A path that is elsewhere by its own words is fine, and so is all of the
 * home folder to whoever works there.
 */
export async function checkNamedPath(
  file: string,
  { cwd, home }: { readonly cwd: string; readonly home: string | undefined },
): Promise<void> {
  const inside = await repositoryOf(cwd)
  const named = path.resolve(realFolder(cwd), path.relative(cwd, file))
  if ((home !== undefined && realFolder(home) === inside) || !isWithin(inside, named)) return
  const target = await leadsTo(named)
  if (isWithin(inside, target)) return
  throw new HooksError('link-outside', `${file} leads out of the project, to \`${target}\``, {
    hint: 'nothing was read or written; if that link is your own, name the place that it leads to',
  })
}

/** Refuses a file of a folder of ours that a link in it leads out of it. */
export async function checkStaysIn(folder: string, file: string): Promise<void> {
  const target = await leadsTo(path.dirname(file))
  if (isWithin(realFolder(folder), target)) return
  throw new HooksError('link-outside', `${path.dirname(file)} leads out of ${folder}, to \`${target}\``, {
    hint: 'nothing was written there; put a folder in the place of the link',
  })
}

/** True for a file in the repository of a folder, or where something in it leads to, that is in there as well. */
export async function leadsInside(root: string, file: string): Promise<boolean> {
  const target = await realpath(file).catch(() => undefined)
  return target !== undefined && isWithin(await repositoryOf(root), target)
}

/** Where a path leads, or would, as far as something stands there. */
async function leadsTo(file: string): Promise<string> {
  const there = await lstat(file).catch(() => undefined)
  const real = there && (await realpath(file).catch(() => undefined))
  if (real !== undefined) return real
  // A link that leads nowhere yet.
  if (there?.isSymbolicLink()) return path.resolve(path.dirname(file), await readlink(file))
  const above = path.dirname(file)
  return above === file ? file : path.join(await leadsTo(above), path.basename(file))
}

/** Where a path leads when something stands there; a link that leads nowhere is replaced, not followed. */
async function targetOf(place: string): Promise<string | undefined> {
  const there = await lstat(place).catch(() => undefined)
  return there && realpath(place).catch(() => undefined)
}

/** The nearest folder above with a `.git`, or the folder itself. */
export async function repositoryOf(root: string): Promise<string> {
  for (let at = root; ; at = path.dirname(at)) {
    if (await exists(path.join(at, '.git'))) return realFolder(at)
    if (path.dirname(at) === at) return realFolder(root)
  }
}

/** True for a path that is a folder, or in it. */
export function isWithin(folder: string, target: string): boolean {
  const relative = path.relative(folder, target)
  return (
    relative === '' ||
    !(relative === '..' || relative.startsWith(`..${path.sep}`) || path.isAbsolute(relative))
  )
}
