import { cpSync, mkdirSync, rmSync } from 'node:fs'
import path from 'node:path'
import { put, snapshot } from '../scenarios/cli.ts'
import type { Run } from './injector.ts'

export const SCOPES = ['user', 'project', 'local'] as const

type ScopeName = (typeof SCOPES)[number]

/** Settings as a person may have them: hooks of their own, keys nobody knows, a layout of its own, no last newline. */
export const OWN_SETTINGS = `{
\t"model":"opus",  "zzUnknown": {"a":[1,  2], "ü": null},

  "permissions": { "allow": ["Bash(ls)"] },
    "hooks": {
      "PreToolUse": [ { "matcher": "Bash", "hooks": [ {"type":"command", "command":"true # mine"} ] } ],
      "Stop": [{"hooks":[{"type":"command","command":"echo done"}]}] }
}`

/**
 * Folders that are the same for every point of a sweep: everything that a command may change lies below `root`, packs
 * that it only reads below `packs`.
 */
export interface Place {
  readonly root: string
  readonly packs: string
  readonly tools: string
  readonly scope: ScopeName
  readonly settings: string
  readonly folder: string
  readonly state: string
  readonly cache: string
  /** A command line for this scope. */
  readonly command: (...args: readonly string[]) => Run
}

/** The place for a scope below a scratch folder. */
export function placeIn(base: string, scope: ScopeName): Place {
  const root = path.join(base, 'work')
  const [project, home] = [path.join(root, 'project'), path.join(root, 'home')]
  const client = path.join(scope === 'user' ? home : project, '.claude')
  const [state, cache] = [path.join(root, 'state'), path.join(root, 'cache')]
  const env = {
    PATH: `${path.dirname(process.execPath)}:/usr/bin:/bin`,
    HOME: home,
    TERM: 'dumb',
    HOOKPACK_STATE_DIR: state,
    HOOKPACK_CACHE_DIR: cache,
  }
  return {
    root,
    packs: path.join(base, 'packs'),
    tools: path.join(base, 'tools'),
    scope,
    settings: path.join(client, scope === 'local' ? 'settings.local.json' : 'settings.json'),
    folder: path.join(client, scope === 'local' ? 'hookpack.local' : 'hookpack'),
    state,
    cache,
    command: (...args) => ({ cwd: project, env, args: [...args, '--scope', scope] }),
  }
}

/** Empties the place; its scope has the person's own settings, or with `bare` nothing at all. */
export function clear(place: Place, bare: boolean): void {
  rmSync(place.root, { recursive: true, force: true })
  for (const name of ['project/.git', 'home']) mkdirSync(path.join(place.root, name), { recursive: true })
  if (!bare) put(place.settings, OWN_SETTINGS)
}

/** Keeps the place as it is now. */
export function keep({ root }: Place, as: string): void {
  rmSync(as, { recursive: true, force: true })
  cpSync(root, as, { recursive: true })
}

/** Makes the place what it was when it was kept. */
export function restore({ root }: Place, from: string): void {
  rmSync(root, { recursive: true, force: true })
  cpSync(from, root, { recursive: true })
}

/** All files of the project and the home, with kinds, modes and bytes. */
export function stateOf({ root }: Place): Readonly<Record<string, string>> {
  return {
    ...snapshot(path.join(root, 'project')),
    ...Object.fromEntries(
      Object.entries(snapshot(path.join(root, 'home'))).map(([name, text]) => [`~/${name}`, text]),
    ),
  }
}

/** The paths in which two states differ, and how. */
export function differences(
  one: Readonly<Record<string, string>>,
  other: Readonly<Record<string, string>>,
): readonly string[] {
  const names = [...new Set([...Object.keys(one), ...Object.keys(other)])].sort()
  return names.flatMap((name) =>
    one[name] === other[name]
      ? []
      : [`${other[name] === undefined ? 'gone' : one[name] === undefined ? 'too much' : 'other'}: ${name}`],
  )
}
