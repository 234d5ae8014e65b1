import { realpathSync } from 'node:fs'
import path from 'node:path'
import type { Scope, ScopeName } from '../core/scope.ts'
import { HooksError } from '../errors.ts'
import { exists } from './read.ts'

/** What scopes depend on: where we are, and the environment. */
export interface Place {
  readonly cwd: string
  readonly env: Readonly<Record<string, string | undefined>>
}

/** A scope and, when the user did not name it, why it was chosen. */
export interface Choice {
  readonly scope: Scope
  readonly why: string | undefined
}

/** The scope that was named; else the project's if the folder has `.claude` or is in a git repository; else the user's. */
export async function chooseScope(place: Place, name: ScopeName | undefined): Promise<Choice> {
  if (name !== undefined) return { scope: await scopeNamed(place, name), why: undefined }
  const project = await findProject(place)
  if (project) return { scope: projectScope('project', project.root), why: project.why }
  return { scope: userScope(place), why: `${place.cwd} has no .claude folder and is not in a git repository` }
}

/** One scope by name. Throws `no-home` or `scope-unavailable`. */
export async function scopeNamed(place: Place, name: ScopeName): Promise<Scope> {
  if (name === 'user') return userScope(place)
  const root = (await findProject(place))?.root ?? place.cwd
  if (await isConfigHome(place, root)) {
    throw new HooksError('scope-unavailable', `${root} is the home folder: its .claude is the user scope`, {
      hint: 'use `--scope user`',
    })
  }
  return projectScope(name, root)
}

interface Project {
  readonly root: string
  readonly why: string
}

async function findProject(place: Place): Promise<Project | undefined> {
  if ((await exists(path.join(place.cwd, '.claude'))) && !(await isConfigHome(place, place.cwd))) {
    return { root: place.cwd, why: `${place.cwd} has a .claude folder` }
  }
  const folders = ancestors(place.cwd)
  for (const [index, folder] of folders.entries()) {
    if (!(await exists(path.join(folder, '.git')))) continue
    // Claude Code reads project settings where it is started, so the nearest .claude inside the repository wins.
    for (const inner of folders.slice(0, index + 1)) {
      if ((await exists(path.join(inner, '.claude'))) && !(await isConfigHome(place, inner)))
        return { root: inner, why: `${inner} has a .claude folder` }
    }
    return (await isConfigHome(place, folder))
      ? undefined
      : { root: folder, why: `${folder} is a git repository` }
  }
  return undefined
}

/** A folder and all above it, itself first. */
export function ancestors(folder: string): readonly string[] {
  const parent = path.dirname(folder)
  return parent === folder ? [folder] : [folder, ...ancestors(parent)]
}

/** True for the folder whose `.claude` is the user's own configuration. */
async function isConfigHome(place: Place, folder: string): Promise<boolean> {
  const home = homeOf(place.env)
  if (home === undefined) return false
  return realFolder(folder) === realFolder(home)
}

/** A folder as it really is, links resolved; as it is written when it does not exist. */
export function realFolder(folder: string): string {
  try {
    return realpathSync(folder)
  } catch {
    // It does not exist yet: then no link can lead to it either.
    return path.resolve(folder)
  }
}

function projectScope(name: 'project' | 'local', root: string): Scope {
  const home = path.join(root, '.claude')
  const local = name === 'local'
  return {
    name,
    root,
    home,
    settingsFile: path.join(home, local ? 'settings.local.json' : 'settings.json'),
    folder: path.join(home, local ? 'hookpack.local' : 'hookpack'),
  }
}

function userScope(place: Place): Scope {
  const named = place.env['CLAUDE_CONFIG_DIR']
  const home = homeOf(place.env)
  if (!named && home === undefined) {
    throw new HooksError('no-home', 'the user scope needs a home folder, and `HOME` is not set', {
      hint: 'set HOME or CLAUDE_CONFIG_DIR, or use `--scope project`',
    })
  }
  const root = named ? path.resolve(named) : path.join(home ?? '', '.claude')
  return {
    name: 'user',
    root,
    home: root,
    settingsFile: path.join(root, 'settings.json'),
    folder: path.join(root, 'hookpack'),
  }
}

/** The home folder from the environment alone: a HOME that was taken away on purpose is not looked up elsewhere. */
export function homeOf(env: Place['env']): string | undefined {
  const home = process.platform === 'win32' ? env['USERPROFILE'] : env['HOME']
  return home !== undefined && path.isAbsolute(home) ? home : undefined
}
