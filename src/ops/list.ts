// `hooks list` is on the start-up path: it imports neither a schema library nor a JSON editor.
import type { LockedHook, LockedPack } from '../core/lockfile.ts'
import type { Note } from '../core/notes.ts'
import type { ScopeName } from '../core/scope.ts'
import { EVENT_NAMES } from '../core/seen/event-name.ts'
import type { PutBy, Reason, SeenHook } from '../core/seen/seen-hook.ts'
import type { HookSource, PlaceKind, Switches } from '../core/seen/source.ts'
import { type EntryState, type ForeignHook, inventory } from '../core/settings/inventory.ts'
import { HooksError } from '../errors.ts'
import { type SeeingPlace, type Seen, type SeenScope, see } from './see.ts'

/** One installed pack, with the state of the entries that its hooks need. */
export interface ListedPack {
  readonly name: string
  readonly version: string
  readonly source: string
  /** Packs that it brings. */
  readonly brings: readonly string[]
  readonly hooks: readonly {
    readonly id: string
    readonly event: string
    readonly matcher?: string
    /** Seconds for this hook alone; hooks that share an entry have the sum of theirs there. */
    readonly timeout: number
    /** `disabled` when hookpack.json switches it off. */
    readonly state: EntryState | 'disabled'
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

/** One hook of any place. */
export interface ListedHook {
  readonly place: PlaceKind
  readonly file: string
  /** The plugin, skill or agent. */
  readonly name?: string
  readonly event: string
  readonly matcher?: string
  readonly if?: string
  readonly type: string
  /** What it runs, asks or calls. */
  readonly what: string
  readonly async: boolean
  /** Seconds. */
  readonly timeout: number
  /** False when it is the client's usual one. */
  readonly timeoutIsSet: boolean
  readonly once: boolean
  readonly putBy: PutBy
  readonly runs: SeenHook['runs']
  readonly reasons: readonly Reason[]
  /** Keys and places from the top of the document. */
  readonly path: readonly (string | number)[]
}

/** What `hooks list` found. */
export interface Listed {
  readonly scopes: readonly ListedScope[]
  readonly hooks: readonly ListedHook[]
  /** Files that have or may have hooks and cannot be read. */
  readonly unreadable: readonly { readonly place: PlaceKind; readonly file: string; readonly why: string }[]
  readonly notes: readonly Note[]
  /** True when only some hooks were asked for. */
  readonly chosen: boolean
}

/** Which hooks are wanted. */
export interface ListFilter {
  readonly event?: string | undefined
  readonly pack?: string | undefined
  /** Only what no pack of ours has put there. */
  readonly foreign?: boolean
}

/** Every hook of every place, or of one. Reads only; a scope that cannot be read is told, not fatal. */
export async function list(
  place: SeeingPlace,
  only: PlaceKind | undefined,
  filter: ListFilter = {},
): Promise<Listed> {
  const asked = only === 'user' || only === 'project' || only === 'local' ? only : undefined
  const seen = await see(place, asked)
  checkEvent(filter.event, seen)
  const scopes = seen.scopes
    .filter(({ scope }) => only === undefined || scope.name === only)
    .flatMap((scope) => listScope(scope, seen, { asked, filter }))
  const wanted = ({ kind }: HookSource): boolean => only === undefined || kind === only
  return {
    scopes: scopes.flatMap((one) => ('packs' in one ? [one] : [])),
    hooks: seen.hooks.filter((hook) => wanted(hook.source) && isWanted(hook, filter)).map(listedHook),
    unreadable: seen.sources.flatMap((source) =>
      source.fault === undefined || !wanted(source)
        ? []
        : [{ place: source.kind, file: source.file, why: source.fault }],
    ),
    notes: [...seen.notes, ...scopes.flatMap((one) => ('packs' in one ? [] : [one]))],
    chosen: only !== undefined || Object.values(filter).some((one) => one !== undefined && one !== false),
  }
}

/** An event that the client does not have may stand in a settings file; a misspelt one in a question is a mistake. */
function checkEvent(event: string | undefined, { hooks }: Seen): void {
  if (event === undefined || EVENT_NAMES.includes(event)) return
  if (hooks.some((hook) => hook.event === event)) return
  const same = EVENT_NAMES.find((name) => name.toLowerCase() === event.toLowerCase())
  throw new HooksError('usage', `\`${event}\` is not an event of Claude Code`, {
    hint: same === undefined ? `events: ${EVENT_NAMES.join(', ')}` : `did you mean \`${same}\`?`,
  })
}

function isWanted({ event, putBy }: SeenHook, filter: ListFilter): boolean {
  if (filter.event !== undefined && event !== filter.event) return false
  if (filter.pack !== undefined && !(putBy.by === 'pack' && putBy.packs.includes(filter.pack))) return false
  return filter.foreign !== true || putBy.by !== 'pack'
}

function listedHook(hook: SeenHook): ListedHook {
  const { source, timeout, handler: _, ...rest } = hook
  return {
    place: source.kind,
    file: source.file,
    ...(source.name === undefined ? {} : { name: source.name }),
    ...rest,
    timeout: timeout.seconds,
    timeoutIsSet: timeout.explicit,
  }
}

interface Asked {
  readonly asked: ScopeName | undefined
  readonly filter: ListFilter
}

function listScope(
  { scope, lockfile }: SeenScope,
  seen: Seen,
  { asked, filter }: Asked,
): readonly (ListedScope | Note)[] {
  const source = seen.sources.find(({ file, kind }) => file === scope.settingsFile && kind === scope.name)
  if (source?.unreadable) {
    if (asked !== undefined) throw source.unreadable
    return [{ code: 'scope-skipped', scope: scope.name, why: source.unreadable.message }]
  }
  const { ours, foreign } = inventory(source?.value ?? {}, lockfile.entries)
  const stateOf: Listing['stateOf'] = (key) =>
    lockfile.disabled?.includes(key) === true
      ? 'disabled'
      : (ours[lockfile.entries.findIndex((entry) => entry.hooks.includes(key))] ?? 'gone')
  const { event, pack, foreign: onlyForeign } = filter
  const packs = Object.entries(lockfile.packs).filter(
    ([name]) => onlyForeign !== true && (pack === undefined || name === pack),
  )
  return [
    {
      scope: scope.name,
      settings: scope.settingsFile,
      packs: packs
        .map(([name, one]) => listedPack(name, one, { stateOf, event }))
        .filter(({ hooks }) => event === undefined || hooks.length > 0),
      foreign: pack === undefined ? foreign.filter((one) => event === undefined || one.event === event) : [],
      ...problemOf(source, seen.switches),
    },
  ]
}

function problemOf(source: HookSource | undefined, { off, allOff }: Switches): { readonly problem?: string } {
  if (source?.fault !== undefined)
    return {
      problem: `it is not valid JSON, so Claude Code ignores all of it (\`hooks doctor\` shows where): ${source.fault}`,
    }
  // A place that wins may have switched them on again.
  return source !== undefined && (source.file === off || source.file === allOff)
    ? { problem: '`disableAllHooks` is true: none of these hooks runs' }
    : {}
}

interface Listing {
  readonly stateOf: (key: string) => EntryState | 'disabled'
  readonly event: string | undefined
}

function listedPack(name: string, pack: LockedPack, { stateOf, event }: Listing): ListedPack {
  const hooks = pack.hooks
    .filter((hook: LockedHook) => event === undefined || hook.event === event)
    .map((hook) => ({
      id: hook.id,
      event: hook.event,
      ...(hook.matcher === undefined ? {} : { matcher: hook.matcher }),
      timeout: hook.timeout,
      state: stateOf(`${name}/${hook.id}`),
    }))
  const brings = Object.keys(pack.packs ?? {})
  return { name, version: pack.version, source: pack.source, brings, hooks }
}
