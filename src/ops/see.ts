// On the start-up path of `hooks list`: it imports neither a schema library nor a JSON editor.
import path from 'node:path'
import { EMPTY_LOCKFILE, type Lockfile } from '../core/lockfile.ts'
import type { Note } from '../core/notes.ts'
import { FILES, SCOPE_NAMES, type Scope, type ScopeName } from '../core/scope.ts'
import { seeHooks } from '../core/seen/see.ts'
import type { SeenHook } from '../core/seen/seen-hook.ts'
import type { HookSource, Switches } from '../core/seen/source.ts'
import { HooksError } from '../errors.ts'
import { readText } from '../io/read.ts'
import { type Place, scopeNamed } from '../io/scopes.ts'
import { readSources } from '../io/sources/read-sources.ts'
import { parseLockfile } from '../schema/lockfile.ts'

/** Where hooks are looked for. */
export interface SeeingPlace extends Place {
  /** The administrator's hookpack.json; the client's managed settings are in the folder above its own. */
  readonly managedFile: string
}

/** A scope with its lockfile. */
export interface SeenScope {
  readonly scope: Scope
  readonly lockfile: Lockfile
}

/** Every hook that the client has when it is started here, and what that was made from. */
export interface Seen {
  readonly scopes: readonly SeenScope[]
  readonly sources: readonly HookSource[]
  readonly switches: Switches
  readonly hooks: readonly SeenHook[]
  readonly notes: readonly Note[]
}

/** Reads all places that hooks live in. A scope that cannot be read is told of, and fatal only if it was asked for. */
export async function see(place: SeeingPlace, asked?: ScopeName): Promise<Seen> {
  const scopes: SeenScope[] = []
  const notes: Note[] = []
  for (const name of SCOPE_NAMES) {
    try {
      const scope = await scopeNamed(place, name)
      scopes.push({ scope, lockfile: await lockfileOf(scope) })
    } catch (error) {
      if (!(error instanceof HooksError) || name === asked) throw error
      if (asked === undefined) notes.push({ code: 'scope-skipped', scope: name, why: error.message })
    }
  }
  const managedFolder = path.dirname(path.dirname(place.managedFile))
  const known = scopes.map(({ scope, lockfile }) => ({ scope, entries: lockfile.entries }))
  const { sources, switches, notes: more } = await readSources({ place, managedFolder, scopes: known })
  return { scopes, sources, switches, hooks: seeHooks(sources, switches), notes: [...notes, ...more] }
}

async function lockfileOf(scope: Scope): Promise<Lockfile> {
  const file = path.join(scope.folder, FILES.lockfile)
  const text = await readText(file)
  return text === null ? EMPTY_LOCKFILE : parseLockfile(text, file)
}

/** A hook of a pack that has no entry anywhere because `hookpack.json` switches it off. */
export interface DisabledHook {
  /** `pack/hook`. */
  readonly hook: string
  readonly scope: ScopeName
  /** The hookpack.json that says so. */
  readonly file: string
  readonly event: string
  readonly matcher?: string
}

/** All of them, scope by scope. */
export function disabledHooks({ scopes }: Pick<Seen, 'scopes'>): readonly DisabledHook[] {
  return scopes.flatMap(({ scope, lockfile }) =>
    Object.entries(lockfile.packs).flatMap(([name, pack]) =>
      pack.hooks
        .filter(({ id }) => lockfile.disabled?.includes(`${name}/${id}`) === true)
        .map(({ id, event, matcher }) => ({
          hook: `${name}/${id}`,
          scope: scope.name,
          file: path.join(scope.folder, FILES.request),
          event,
          ...(matcher === undefined ? {} : { matcher }),
        })),
    ),
  )
}
