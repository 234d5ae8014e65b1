import { lstat, realpath } from 'node:fs/promises'
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

/** Where a path leads when something stands there; a link that leads nowhere is replaced, not followed. */
async function targetOf(place: string): Promise<string | undefined> {
  const there = await lstat(place).catch(() => undefined)
  return there && realpath(place).catch(() => undefined)
}

/** The nearest folder above with a `.git`, or the folder itself. */
async function repositoryOf(root: string): Promise<string> {
  for (let at = root; ; at = path.dirname(at)) {
    if (await exists(path.join(at, '.git'))) return realFolder(at)
    if (path.dirname(at) === at) return realFolder(root)
  }
}

function isWithin(folder: string, target: string): boolean {
  const relative = path.relative(folder, target)
  return (
    relative === '' ||
    !(relative === '..' || relative.startsWith(`..${path.sep}`) || path.isAbsolute(relative))
  )
}
