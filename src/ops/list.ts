// `hooks list` is on the start-up path: it imports neither a schema library nor a JSON editor.
import type { LockedHook, LockedPack } from '../core/lockfile.ts'
import type { Note } from '../core/notes.ts'
import { SCOPE_NAMES, type Scope, type ScopeName } from '../core/scope.ts'
import { type EntryState, type ForeignHook, inventory } from '../core/settings/inventory.ts'
import { HooksError } from '../errors.ts'
import { type Place, scopeNamed } from '../io/scopes.ts'
import { readState } from '../io/state.ts'
import { parseLoosely } from '../schema/json.ts'

/** One installed pack, with the state of the entries that its hooks need. */
interface ListedPack {
  readonly name: string
  readonly version: string
  readonly source: string
  /** Packs that it brings. */
  readonly brings: readonly string[]
  readonly hooks: readonly {
    readonly id: string
    readonly event: string
    readonly matcher?: string
    readonly state: EntryState
  }[]
}

/** What is in one scope. */
export interface ListedScope {
  readonly scope: ScopeName
  readonly settings: string
  readonly packs: readonly ListedPack[]
  /** Hooks in the same file that we did not write. */
  readonly foreign: readonly ForeignHook[]
  readonly problem?: string
}

/** What `hooks list` found. */
export interface Listed {
  readonly scopes: readonly ListedScope[]
  readonly notes: readonly Note[]
}

/** What is installed in every scope, or in one. Reads only; a scope that cannot be read is told, not fatal. */
export async function list(place: Place, only: ScopeName | undefined): Promise<Listed> {
  const scopes: ListedScope[] = []
  const notes: Note[] = []
  for (const name of only === undefined ? SCOPE_NAMES : [only]) {
    try {
      scopes.push(await listScope(await scopeNamed(place, name)))
    } catch (error) {
      if (!(error instanceof HooksError) || only !== undefined) throw error
      notes.push({ code: 'scope-skipped', scope: name, why: error.message })
    }
  }
  return { scopes, notes }
}

async function listScope(scope: Scope): Promise<ListedScope> {
  const { settings, lockfile } = await readState(scope)
  const parsed =
    settings === null || settings.replace('\uFEFF', '').trim() === '' ? { value: {} } : parseLoosely(settings)
  const { ours, foreign } = inventory('value' in parsed ? parsed.value : {}, lockfile.entries)
  const stateOf = (key: string): EntryState =>
    ours[lockfile.entries.findIndex((entry) => entry.hooks.includes(key))] ?? 'gone'
  return {
    scope: scope.name,
    settings: scope.settingsFile,
    packs: Object.entries(lockfile.packs).map(([name, pack]) => listedPack(name, pack, stateOf)),
    foreign,
    ...('fault' in parsed
      ? { problem: `it is not valid JSON, so Claude Code ignores all of it: ${parsed.fault}` }
      : {}),
    ...('value' in parsed && (parsed.value as { disableAllHooks?: unknown } | null)?.disableAllHooks === true
      ? { problem: '`disableAllHooks` is true: none of these hooks runs' }
      : {}),
  }
}

function listedPack(name: string, pack: LockedPack, stateOf: (key: string) => EntryState): ListedPack {
  const hooks = pack.hooks.map((hook: LockedHook) => ({
    id: hook.id,
    event: hook.event,
    ...(hook.matcher === undefined ? {} : { matcher: hook.matcher }),
    state: stateOf(`${name}/${hook.id}`),
  }))
  const brings = Object.keys(pack.packs ?? {})
  return { name, version: pack.version, source: pack.source, brings, hooks }
}
