import { isDeepStrictEqual } from 'node:util'
import type { Unapproved } from './approval.ts'
import type { Pack } from './archive-pack.ts'
import { capabilitiesOf, wider } from './capabilities.ts'
import { entryCommand } from './command-line.ts'
import { disabledHooks, disabledIn, unknownWords } from './disabled.ts'
import type { Finding } from './doctor/diagnose.ts'
import { entriesOf, type Packs, tableOf } from './entries.ts'
import {
  EMPTY_LOCKFILE,
  formatLockfile,
  type LockedEntry,
  type LockedPack,
  type Lockfile,
  type TakenEntry,
} from './lockfile.ts'
import type { Note } from './notes.ts'
import { checkClientReads, planSettings } from './plan-settings.ts'
import { FILES, type Scope } from './scope.ts'
import type { State } from './state.ts'
import { giveBack, takenText, takeOut } from './taken.ts'

/** What a scope is to be, resolved and verified. */
export interface Change {
  /** Every pack that it has afterwards. */
  readonly packs: Packs
  /** The packs among them whose files have to be written. */
  readonly place: readonly Pack[]
  /** The text of hookpack.json afterwards; null for no such file. */
  readonly request: string | null
  /** Packs whose entries are put right; those of others stay as the user has them. */
  readonly touched: ReadonlySet<string>
  readonly force: boolean
  /** Entries of the user's own that packs come in the place of. */
  readonly taking?: readonly TakenEntry[]
  /** Of which packs new capabilities need a yes of their own: of those that are installed, of new ones too, of none. */
  readonly widening: 'of-installed' | 'of-all' | 'of-none'
  /** The texts of the runtime to place. */
  readonly runtime: Readonly<Record<'runtime' | 'runtimeEngine' | 'runtimeMore', string>>
}

/** One pack that changes: null for not there. */
export interface PackChange {
  readonly name: string
  readonly before: LockedPack | null
  readonly after: LockedPack | null
  /** What it can do or touch that it could not before, and the other way round. */
  readonly gains: readonly string[]
  readonly loses: readonly string[]
}

/** One file that changes: from `before` to `after`, null for absent. */
export interface Write {
  readonly path: string
  readonly before: string | null
  readonly after: string | null
  /** Settings that are mended, for `rollback`: by themselves, or as `more` of the change before. */
  readonly mends?: 'alone' | 'more'
}

/** The value that says exactly what will change. No writes and no packs: nothing to do. */
export interface Plan {
  readonly scope: Scope
  /** Packs whose files are written. */
  readonly packs: readonly Pack[]
  readonly changes: readonly PackChange[]
  /** What packs could not do before, and now can. */
  readonly wider: readonly { readonly name: string; readonly capabilities: readonly string[] }[]
  /** In the order in which they must happen. */
  readonly writes: readonly Write[]
  readonly settings: { readonly before: string | null; readonly after: string | null }
  /** The entries of ours that come and go with that; absent where something else is edited. */
  readonly entries?: Readonly<Record<'added' | 'removed', readonly LockedEntry[]>>
  /** Hooks (`<pack>/<id>`) that are installed and do not run. */
  readonly disabled: Readonly<Record<'before' | 'after', readonly string[]>>
  /** Those among them that it switches off or on; absent for none. What comes or goes with a pack is part of that. */
  readonly switched?: Readonly<Record<'off' | 'on', readonly string[]>>
  /** Pack folders that the lockfile names afterwards; all others in the store go. */
  readonly folders: readonly string[]
  readonly createdHome: boolean
  /** The faults that it mends in the settings, for `doctor --fix`; absent for any other change. */
  readonly mending?: readonly Pick<Finding, 'rule' | 'line' | 'column' | 'says' | 'why'>[]
  /** Packs that came with the scope's files, or with this change, and that the user has not agreed to yet. */
  readonly unapproved: readonly Unapproved[]
  readonly notes: readonly Note[]
}

function missingFrom(some: readonly LockedEntry[], all: readonly LockedEntry[]): readonly LockedEntry[] {
  const there = new Set(some.map((entry) => JSON.stringify(entry)))
  return all.filter((entry) => !there.has(JSON.stringify(entry)))
}

/** Works out a change. Pure; throws where the change cannot or must not be made. */
export function plan(state: State, change: Change): Plan {
  const { packs } = change
  const words = disabledIn(change.request)
  const disabled = disabledHooks(words, packs)
  const desired = entriesOf(packs, (hooks) => entryCommand(state.scope, hooks), disabled)
  const start = { text: state.settings, file: state.scope.settingsFile, undo: state.lockfile.undo }
  const without = takeOut(start, change.taking ?? [])
  const made = planSettings(without, {
    from: state.lockfile.entries,
    to: desired,
    touched: change.touched,
    force: change.force,
  })
  const before = state.lockfile.taken ?? []
  const taken = [...before.filter(({ pack }) => Object.hasOwn(packs, pack)), ...(change.taking ?? [])]
  const texts = state.lockfile.takenTexts ?? []
  const newText = change.taking?.[0] && takenText(change.taking[0].pack, start.text, without.text)
  const takenTexts = [...texts, ...(newText ? [newText] : [])].filter(({ pack }) =>
    Object.hasOwn(packs, pack),
  )
  const edit = {
    ...made,
    text: giveBack(
      { ...start, ...made },
      before.filter((one) => !taken.includes(one)),
      texts,
    ),
  }
  const changes = edit.text !== state.settings
  const notes: readonly Note[] = [
    ...(changes ? checkClientReads(state, edit.text, change.force) : []),
    ...edit.notes,
    ...unknownWords(words, packs).map((name) => ({ code: 'disabled-unknown' as const, name })),
  ]
  const lockfile: Lockfile = {
    lockfileVersion: 1,
    packs,
    entries: desired,
    ...(taken.length === 0 ? {} : { taken }),
    ...(takenTexts.length === 0 ? {} : { takenTexts }),
    ...disabledField(disabled),
    // Without entries there is nothing left to undo, whatever the user has put into what we had made.
    undo: desired.length === 0 ? [] : edit.undo,
    createdHome: state.lockfile.createdHome || !state.homeExists,
  }
  const off = state.lockfile.disabled ?? []
  const packChanges = changesBetween(state.lockfile.packs, packs)
  return {
    scope: state.scope,
    packs: change.place,
    changes: packChanges,
    wider: packChanges.flatMap((one) => widened(one, change.widening)),
    writes: writesOf(state, { lockfile, settings: edit.text, change }),
    settings: { before: (state.onDisk ?? state).settings, after: edit.text },
    entries: {
      added: missingFrom(state.lockfile.entries, desired),
      removed: missingFrom(desired, state.lockfile.entries),
    },
    disabled: { before: off, after: disabled },
    switched: switchedBy(off, disabled, packChanges),
    folders: Object.values(packs).map((pack) => pack.folder),
    createdHome: lockfile.createdHome,
    unapproved: [],
    notes,
  }
}

/** What a lockfile says of disabled hooks: nothing when there are none. */
export function disabledField(disabled: readonly string[]): { readonly disabled?: readonly string[] } {
  return disabled.length === 0 ? {} : { disabled }
}

function switchedBy(
  before: readonly string[],
  after: readonly string[],
  changes: readonly PackChange[],
): NonNullable<Plan['switched']> {
  const stays = (key: string): boolean =>
    !changes.some((one) => key.startsWith(`${one.name}/`) && (one.before === null || one.after === null))
  return {
    off: after.filter((key) => !before.includes(key) && stays(key)),
    on: before.filter((key) => !after.includes(key) && stays(key)),
  }
}

function widened({ name, before, after }: PackChange, widening: Change['widening']): Plan['wider'] {
  if (!after || widening === 'of-none' || (!before && widening !== 'of-all')) return []
  const capabilities = before ? wider(before, after) : capabilitiesOf(after)
  return capabilities.length === 0 ? [] : [{ name, capabilities }]
}

function changesBetween(before: Packs, after: Packs): readonly PackChange[] {
  const names = [...new Set([...Object.keys(before), ...Object.keys(after)])].sort()
  return names.flatMap((name) => {
    const [old, now] = [before[name] ?? null, after[name] ?? null]
    if (isDeepStrictEqual(old, now)) return []
    const [had, has] = [old, now].map((pack) => (pack ? capabilitiesOf(pack) : [])) as [string[], string[]]
    const gains = has.filter((one) => !had.includes(one))
    return [{ name, before: old, after: now, gains, loses: had.filter((one) => !has.includes(one)) }]
  })
}

/** The texts of what hooks need besides the packs, in the order in which they are written; null for no such file. */
export function supportFiles(
  { name }: Scope,
  packs: Packs,
  { request, runtime }: Pick<Change, 'request' | 'runtime'>,
): readonly (readonly [file: keyof typeof FILES, text: string | null])[] {
  const empty = Object.keys(packs).length === 0
  return [
    // Also for registries alone.
    ['ignore', (empty && request === null) || name !== 'local' ? null : '*\n'],
    ['boundary', empty ? null : '{"type":"commonjs"}\n'],
    ['runtimeMore', empty ? null : runtime.runtimeMore],
    ['runtimeEngine', empty ? null : runtime.runtimeEngine],
    ['runtime', empty ? null : runtime.runtime],
    ['table', empty ? null : tableOf(packs)],
  ]
}

interface Outcome {
  readonly lockfile: Lockfile
  readonly settings: string | null
  readonly change: Change
}

/**
 * On install what a hook needs comes first, then the settings, the lockfile last; on removal the settings come
 * first, so that no entry ever points at something that is gone.
 */
function writesOf(state: State, { lockfile, settings, change }: Outcome): readonly Write[] {
  const empty = Object.keys(lockfile.packs).length === 0
  const onDisk = state.onDisk ?? state
  const own = (name: keyof typeof FILES, after: string | null): Write => ({
    path: `${state.scope.folder}/${FILES[name]}`,
    before: onDisk.files[name] ?? null,
    after,
  })
  const support = supportFiles(state.scope, lockfile.packs, change).map(([name, text]) => own(name, text))
  const entry: Write = { path: state.scope.settingsFile, before: onDisk.settings, after: settings }
  const record = [
    own('request', change.request),
    own(
      'lockfile',
      empty && isDeepStrictEqual({ ...lockfile, createdHome: false }, EMPTY_LOCKFILE)
        ? null
        : formatLockfile(lockfile),
    ),
  ]
  const changes = changesBetween(state.lockfile.packs, lockfile.packs)
  const removesOnly = changes.length > 0 && changes.every(({ after }) => after === null)
  const order = removesOnly ? [entry, ...support, ...record] : [...support, entry, ...record]
  return order.filter(({ before, after }) => before !== after)
}
