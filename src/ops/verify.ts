import path from 'node:path'
import { type Unapproved, unapprovedIn } from '../core/approval.ts'
import { lockedPack } from '../core/archive-pack.ts'
import { entryCommand } from '../core/command-line.ts'
import { disabledHooks } from '../core/disabled.ts'
import { entriesOf } from '../core/entries.ts'
import type { LockedPack } from '../core/lockfile.ts'
import { formatLockfile } from '../core/lockfile.ts'
import { disabledField, supportFiles } from '../core/plan.ts'
import { isSatisfied } from '../core/resolve.ts'
import { FILES, SCOPE_NAMES, type Scope, type ScopeName } from '../core/scope.ts'
import { type ForeignHook, inventory } from '../core/settings/inventory.ts'
import type { State } from '../core/state.ts'
import {
  type Difference,
  entryDifferences,
  fileDifferences,
  type Inspected,
  packDifferences,
} from '../core/verify.ts'
import { HooksError } from '../errors.ts'
import { APPROVALS } from '../io/approvals.ts'
import { isInterrupted } from '../io/journal.ts'
import { readRuntime } from '../io/runtime-files.ts'
import { scopeNamed } from '../io/scopes.ts'
import { readState } from '../io/state.ts'
import { editedFiles, isMissing, readInstalled, strayFolders } from '../io/store.ts'
import { recall } from '../io/user-memory.ts'
import { parseLoosely } from '../schema/json.ts'
import { parseRequest } from '../schema/request.ts'
import type { Context } from './context.ts'
import { unpublishedFiles } from './published-files.ts'
import { readPack } from './read-pack.ts'
import { wishesIn } from './wishes.ts'

/** What was found in one scope. */
export interface VerifiedScope {
  readonly scope: ScopeName
  readonly settings: string
  readonly packs: number
  readonly differences: readonly Difference[]
  /** Packs that the user has not approved on this machine; no difference, but worth a look. */
  readonly unapproved: readonly Unapproved[]
  /** Packs whose bytes could not be compared with what was published. */
  readonly uncompared: readonly string[]
  /** Hooks in the same file that we did not write. */
  readonly foreign: readonly ForeignHook[]
}

/**
 * Compares what lies on the disk with what was installed, both ways: pack files, our own files, the entries in the
 * settings, the lockfile with hookpack.json, and the lockfile with the archives it names where these are on this machine.
 * Reads only.
 */
export async function verify(
  only: ScopeName | undefined,
  context: Context,
): Promise<readonly VerifiedScope[]> {
  const found: VerifiedScope[] = []
  for (const name of only === undefined ? SCOPE_NAMES : [only]) {
    const scope = await scopeNamed(context, name).catch((error: unknown) => {
      if (only !== undefined || !(error instanceof HooksError)) throw error
      return undefined
    })
    if (scope) found.push(await verifyScope(scope, context))
  }
  return found
}

async function verifyScope(scope: Scope, context: Context): Promise<VerifiedScope> {
  const state = await readState(scope)
  // A fault in hookpack.json is told before anything is worked out.
  const { disabled: words = [] } = parseRequest(
    state.files.request ?? '{}',
    path.join(scope.folder, FILES.request),
  )
  const inspected = await Promise.all(
    Object.entries(state.lockfile.packs).map(([name, locked]) => inspect(name, locked, { scope, context })),
  )
  const lockfile = path.join(scope.folder, FILES.lockfile)
  // What their own files say goes before what a lockfile says of them.
  const packs = Object.fromEntries(
    inspected.map(({ name, locked, described }) => [name, described ?? locked]),
  )
  const parsed = parseLoosely(state.settings?.trim() ? state.settings : '{}')
  const hooks = inventory('value' in parsed ? parsed.value : {}, state.lockfile.entries)
  const disabled = disabledHooks(words, packs)
  const needed = entriesOf(packs, (keys) => entryCommand(scope, keys), disabled)
  const entries = inventory('value' in parsed ? parsed.value : {}, needed)
  const runtime = await readRuntime(context.runtimeDir)
  const support = supportFiles(scope, packs, { request: state.files.request ?? null, runtime })
  const { disabled: _, undo, createdHome, ...locked } = state.lockfile
  const wanted = { ...locked, entries: needed, ...disabledField(disabled), undo, createdHome }
  const record = inspected.length === 0 ? null : formatLockfile(wanted)
  return {
    scope: scope.name,
    settings: scope.settingsFile,
    packs: inspected.length,
    differences: [
      ...((await isInterrupted(scope.folder)) ? [interrupted(scope)] : []),
      ...inspected.flatMap((one) => packDifferences(one, lockfile)),
      ...(await strays(state)),
      ...settingsFault(state, parsed),
      ...entryDifferences(scope.settingsFile, entries, needed),
      ...fileDifferences(scope, state.files, [...support, ['lockfile', record]]),
      ...requestDifferences(state),
    ],
    unapproved: unapprovedIn(scope, state.lockfile.packs, await recall(APPROVALS, scope, context.env)),
    uncompared: inspected.flatMap(({ name, unpublished }) => (unpublished ? [] : [name])),
    foreign: hooks.foreign,
  }
}

async function inspect(
  name: string,
  locked: LockedPack,
  { scope, context }: { scope: Scope; context: Context },
): Promise<Inspected> {
  const missing = await isMissing(scope.folder, locked)
  const edited = missing ? [] : await editedFiles(scope.folder, locked)
  return {
    name,
    locked,
    folder: path.join(scope.folder, locked.folder),
    missing,
    edited,
    described: missing ? undefined : await describe(name, locked, scope),
    ...(await compared(name, locked, { scope, context })),
  }
}

/** What the published archive says of a pack, as far as it is on this machine. */
async function compared(
  name: string,
  locked: LockedPack,
  { scope, context }: { scope: Scope; context: Context },
): Promise<Pick<Inspected, 'unpublished' | 'disowned'>> {
  try {
    const found = await unpublishedFiles(name, locked, { ...context, network: 'offline' }, scope)
    return { unpublished: found && found.notAsked === undefined ? found.unpublished : undefined }
  } catch (error) {
    if (error instanceof HooksError) return { unpublished: [], disowned: error.message }
    throw error
  }
}

async function describe(name: string, locked: LockedPack, scope: Scope): Promise<LockedPack | undefined> {
  try {
    const pack = await readPack(await readInstalled(scope.folder, name, locked), () => locked.options)
    return { ...lockedPack(pack), files: locked.files, folder: locked.folder }
  } catch (error) {
    if (error instanceof HooksError) return undefined
    throw error
  }
}

function interrupted({ folder }: Scope): Difference {
  return { part: 'lockfile', file: folder, what: 'a change was interrupted, and is not finished yet' }
}

async function strays({ scope, lockfile }: State): Promise<readonly Difference[]> {
  const folders = await strayFolders(
    scope.folder,
    Object.values(lockfile.packs).map(({ folder }) => folder),
  )
  return folders.map((folder) => ({
    part: 'store',
    file: path.join(scope.folder, folder),
    what: 'no lockfile names it',
  }))
}

function settingsFault({ scope }: State, parsed: ReturnType<typeof parseLoosely>): readonly Difference[] {
  const file = scope.settingsFile
  if ('fault' in parsed)
    return [{ part: 'settings', file, what: `Claude Code ignores all of it: ${parsed.fault}` }]
  const { disableAllHooks } = (parsed.value ?? {}) as { disableAllHooks?: unknown }
  return disableAllHooks === true
    ? [{ part: 'settings', file, what: '`disableAllHooks` is true: no hook in it runs' }]
    : []
}

/** What hookpack.json asks for and the lockfile does not have. */
function requestDifferences(state: State): readonly Difference[] {
  const file = path.join(state.scope.folder, FILES.request)
  return wishesIn(state).requirements.flatMap(({ name, spec }): Difference[] => {
    const locked = state.lockfile.packs[name]
    if (!locked)
      return [{ part: 'request', file, what: `\`${name}\` is asked for and not installed`, pack: name }]
    if (!('range' in spec) || isSatisfied(locked.version, spec.range)) return []
    const what = `\`${name}\` is asked for as \`${spec.range}\`, and ${locked.version} is installed`
    return [{ part: 'request', file, what, pack: name }]
  })
}
