import { isDeepStrictEqual } from 'node:util'
import { HooksError } from '../errors.ts'
import { lockedPack, type Pack } from './archive-pack.ts'
import { entryCommand } from './command-line.ts'
import { entriesOf, type Packs, tableOf } from './entries.ts'
import { EMPTY_LOCKFILE, formatLockfile, type Lockfile } from './lockfile.ts'
import type { Note } from './notes.ts'
import { checkClientReads, planSettings } from './plan-settings.ts'
import { editRequest } from './request.ts'
import { FILES, type Scope } from './scope.ts'
import type { State } from './state.ts'

/** One pack to install. `place` is false when its files are on the disk already and stay as they are. */
export interface Installation {
  readonly pack: Pack
  readonly place: boolean
  /** What `hookpack.json` says of it: a range, or an object with options. */
  readonly request: unknown
}

/** What was asked for, resolved and verified. */
export interface Change {
  readonly install: readonly Installation[]
  readonly remove: readonly string[]
  readonly force: boolean
  /** The texts of the runtime to place. */
  readonly runtime: Readonly<Record<'runtime' | 'runtimeEngine' | 'runtimeMore', string>>
}

/** One file that changes: from `before` to `after`, null for absent. */
export interface Write {
  readonly path: string
  readonly before: string | null
  readonly after: string | null
}

/** The value that says exactly what will change. No writes and no packs: nothing to do. */
export interface Plan {
  readonly scope: Scope
  readonly packs: readonly Pack[]
  /** In the order in which they must happen. */
  readonly writes: readonly Write[]
  readonly settings: { readonly before: string | null; readonly after: string | null }
  /** Pack folders that the lockfile names afterwards; all others in the store go. */
  readonly folders: readonly string[]
  readonly createdHome: boolean
  readonly notes: readonly Note[]
}

/** Works out a change. Pure; throws where the change cannot or must not be made. */
export function plan(state: State, change: Change): Plan {
  checkInstalled(state, change.remove)
  const packs = packsAfter(state.lockfile.packs, change)
  const desired = entriesOf(packs, (hooks) => entryCommand(state.scope, hooks))
  const touched = new Set([...change.install.map(({ pack }) => pack.name), ...change.remove])
  const edit = planSettings(
    { text: state.settings, file: state.scope.settingsFile, undo: state.lockfile.undo },
    {
      from: state.lockfile.entries,
      to: desired,
      touched,
      force: change.force,
    },
  )
  const changes = edit.text !== state.settings
  const notes = [
    ...(changes ? checkClientReads(state, edit.text, change.force) : []),
    ...edit.notes,
    ...alreadyThere(state, change),
  ]
  const lockfile: Lockfile = {
    lockfileVersion: 1,
    packs,
    entries: desired,
    undo: edit.undo,
    createdHome: state.lockfile.createdHome || !state.homeExists,
  }
  return {
    scope: state.scope,
    packs: change.install.filter(({ place }) => place).map(({ pack }) => pack),
    writes: writesOf(state, { lockfile, settings: edit.text, change }),
    settings: { before: state.settings, after: edit.text },
    folders: Object.values(packs).map((pack) => pack.folder),
    createdHome: lockfile.createdHome,
    notes,
  }
}

function checkInstalled(state: State, names: readonly string[]): void {
  for (const name of names) {
    if (Object.hasOwn(state.lockfile.packs, name)) continue
    throw new HooksError('not-installed', `\`${name}\` is not installed in the ${state.scope.name} scope`, {
      hint: '`hooks list` shows what is installed where',
    })
  }
}

function packsAfter(packs: Packs, change: Change): Packs {
  const kept = Object.entries(packs).filter(([name]) => !change.remove.includes(name))
  return Object.fromEntries([
    ...kept,
    ...change.install.map(({ pack }) => [pack.name, lockedPack(pack)] as const),
  ])
}

function alreadyThere(state: State, change: Change): readonly Note[] {
  return change.install.flatMap(({ pack, place }) =>
    !place && isDeepStrictEqual(state.lockfile.packs[pack.name], lockedPack(pack))
      ? [{ code: 'already-installed' as const, pack: pack.name, version: pack.version }]
      : [],
  )
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
  const own = (name: keyof typeof FILES, after: string | null): Write => ({
    path: `${state.scope.folder}/${FILES[name]}`,
    before: state.files[name] ?? null,
    after,
  })
  const requests = [
    ...change.install.map(({ pack, request }) => [pack.name, request] as const),
    ...change.remove.map((name) => [name, undefined] as const),
  ]
  const support = [
    own('ignore', empty || state.scope.name !== 'local' ? null : '*\n'),
    own('boundary', empty ? null : '{"type":"commonjs"}\n'),
    own('runtimeMore', empty ? null : change.runtime.runtimeMore),
    own('runtimeEngine', empty ? null : change.runtime.runtimeEngine),
    own('runtime', empty ? null : change.runtime.runtime),
    own('table', empty ? null : tableOf(lockfile.packs)),
  ]
  const entry: Write = { path: state.scope.settingsFile, before: state.settings, after: settings }
  const record = [
    own('request', editRequest(state.files.request ?? null, requests)),
    own(
      'lockfile',
      empty && isDeepStrictEqual({ ...lockfile, createdHome: false }, EMPTY_LOCKFILE)
        ? null
        : formatLockfile(lockfile),
    ),
  ]
  const order = change.install.length > 0 ? [...support, entry, ...record] : [entry, ...support, ...record]
  return order.filter(({ before, after }) => before !== after)
}
