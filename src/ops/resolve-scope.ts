import { isAbsolute } from 'node:path'
import { isDeepStrictEqual } from 'node:util'
import { lockedPack, type Pack } from '../core/archive-pack.ts'
import type { LockedPack } from '../core/lockfile.ts'
import {
  checkOneSource,
  mergedOptions,
  ownName,
  type Requirement,
  requirementsBy,
  wantedBy,
} from '../core/requirements.ts'
import { isSatisfied } from '../core/resolve.ts'
import type { Scope } from '../core/scope.ts'
import type { Spec } from '../core/spec.ts'
import type { State } from '../core/state.ts'
import { HooksError } from '../errors.ts'
import { portable } from '../io/portable.ts'
import { editedFiles, isMissing } from '../io/store.ts'
import { chooseTarget, type Target } from './choose-version.ts'
import type { Context } from './context.ts'
import { fetchElsewhere, fetchVersion } from './fetch-pack.ts'
import { wouldGoBack } from './going-back.ts'
import { keepPack, type Resolved } from './keep-pack.ts'
import { type PackSource, readPack } from './read-pack.ts'
import type { Rules } from './rules.ts'
import type { Registries } from './sources.ts'

/** What a scope is to have. */
interface Wanted {
  /** What hookpack.json asks for. */
  readonly direct: readonly Requirement[]
  /** Options that hookpack.json sets, by pack, whoever asked for it. */
  readonly options: (name: string) => Readonly<Record<string, unknown>>
  /** Packs to look up again, though what is installed would do. */
  readonly refresh: (name: string) => boolean
  /** Takes packs from another source than they are installed from, and replaces edited files. */
  readonly force: boolean
  /** The only packs that are looked at; what else is installed and does still stays as it is. */
  readonly only?: ReadonlySet<string>
  /** Nothing but what the lockfile names may be taken. */
  readonly frozen?: boolean
  /** Packs whose bytes are there already. */
  readonly given?: ReadonlyMap<string, PackSource>
}

interface Around {
  readonly state: State
  readonly wanted: Wanted
  readonly registries: Registries
  readonly rules: Rules
  readonly context: Context
}

/** So deep may packs bring packs that bring packs. */
const MOST_ROUNDS = 30

/**
 * Every pack that the scope needs: those asked for, and those they bring, each in one version that all who want it
 * accept. What is installed stays unless it does not do any more, or is to be looked up again.
 */
export async function resolveScope(around: Around): Promise<readonly Resolved[]> {
  let chosen = new Map<string, Resolved>()
  for (let round = 0; round < MOST_ROUNDS; round++) {
    const groups = grouped([
      ...around.wanted.direct,
      ...[...chosen.values()].flatMap(({ name, locked }) => requirementsBy(name, locked.packs)),
    ])
    const next = new Map(
      await Promise.all(
        [...groups].map(async ([name, requirements]) => {
          const before = chosen.get(name)
          const same = before && isDeepStrictEqual(before.requirements, requirements)
          return [name, same ? before : await choose(name, requirements, around)] as const
        }),
      ),
    )
    const settled = next.size === chosen.size && [...next].every(([name, one]) => chosen.get(name) === one)
    if (settled) return [...next.values()]
    chosen = next
  }
  throw new HooksError('pack-conflict', 'the packs bring each other in ever new versions', {
    hint: 'ask for exact versions of them in hookpack.json',
  })
}

function grouped(requirements: readonly Requirement[]): ReadonlyMap<string, readonly Requirement[]> {
  const groups = new Map<string, Requirement[]>()
  for (const one of requirements) groups.set(one.name, [...(groups.get(one.name) ?? []), one])
  return groups
}

async function choose(name: string, requirements: readonly Requirement[], around: Around): Promise<Resolved> {
  const { state, wanted } = around
  checkOneSource(requirements)
  const installed = state.lockfile.packs[name]
  const options = mergedOptions(requirements, wanted.options(name))
  const read = (source: PackSource): Promise<Pack> => readPack(portably(source, state.scope), () => options)
  const keeps =
    installed && !wanted.given?.has(name) && !wanted.refresh(name) && doStill(installed, requirements)
  if (keeps && wanted.only?.has(name) === false)
    return { name, locked: installed, place: undefined, edited: [], requirements }
  if (keeps) return keepPack(name, installed, { ...around, requirements, force: wanted.force, read })
  if (wanted.frozen) throw notLocked(name, installed, requirements)
  const target = await targetFor(name, requirements, around)
  const goesBack = (one: LockedPack, to: Target): boolean =>
    doStill(one, requirements) && wouldGoBack(one, to, around.registries)
  if (
    installed &&
    !wanted.force &&
    'found' in target &&
    (isSame(installed, target) || goesBack(installed, target))
  )
    return keepPack(name, installed, { ...around, requirements, force: wanted.force, read })
  const pack = await read('found' in target ? await fetchVersion(target.found, target.version) : target)
  if (pack.name !== name) throw misnamed(name, pack)
  if (installed) checkSource(pack, installed, wanted.force)
  return { name, locked: lockedPack(pack), requirements, ...(await onDisk(pack, installed, around)) }
}

/** Lockfiles of projects are committed: they hold no path of this machine. */
function portably(source: PackSource, scope: Scope): PackSource {
  const { artifact } = source
  const onDisk = artifact.source === 'folder' || artifact.source === 'archive'
  if (!onDisk || !isAbsolute(artifact.resolved)) return source
  return { ...source, artifact: { ...artifact, resolved: portable(artifact.resolved, scope) } }
}

function isSame(installed: LockedPack, { found, version }: Target): boolean {
  return installed.version === version && installed.source === found.registry.source
}

/** True when what is installed is what is asked for. */
function doStill(installed: LockedPack, requirements: readonly Requirement[]): boolean {
  return requirements.every(({ spec }) => doesStill(installed, spec))
}

function doesStill({ source, version, resolved }: LockedPack, spec: Spec): boolean {
  switch (spec.kind) {
    case 'registry':
      return source.startsWith('registry') && isSatisfied(version, spec.range)
    case 'scoped':
      return /^(registry\+|npm)/.test(source) && isSatisfied(version, spec.range)
    case 'npm':
      return source === 'npm' && isSatisfied(version, spec.range)
    case 'folder':
    case 'archive':
      return source === spec.kind
    case 'url':
      return source === 'url' && resolved === spec.url
    case 'git':
      return source === `git+${spec.url}`
  }
}

async function targetFor(
  name: string,
  requirements: readonly Requirement[],
  { state, wanted, registries, rules, context }: Around,
): Promise<Target | PackSource> {
  const given = wanted.given?.get(name)
  if (given) return given
  const [first] = requirements
  if (!first) throw new Error('a pack that nobody wants')
  if (!('range' in first.spec)) return fetchElsewhere(first.spec, context)
  const installed = wanted.force ? undefined : state.lockfile.packs[name]
  const { policy, now } = rules
  try {
    return await chooseTarget(first.spec, requirements, { registries, policy, now, installed })
  } catch (error) {
    if (!(error instanceof HooksError) || error.code !== 'version-not-found' || requirements.length === 1)
      throw error
    throw new HooksError(
      'pack-conflict',
      `no version of \`${name}\` is what all want: ${wantedBy(requirements)}`,
      {
        ...(error.hint === undefined ? {} : { hint: error.hint }),
        cause: error,
      },
    )
  }
}

/** Whether a new pack's files have to be written, and what of the old ones was edited. */
async function onDisk(
  pack: Pack,
  installed: LockedPack | undefined,
  { state, wanted }: Around,
): Promise<Pick<Resolved, 'place' | 'edited'>> {
  if (!installed || (await isMissing(state.scope.folder, installed))) return { place: pack, edited: [] }
  const same = lockedPack(pack).folder === installed.folder
  const edited = wanted.force ? [] : await editedFiles(state.scope.folder, installed)
  if (edited.length > 0 && !same) throw editedByHand(pack.name, edited)
  return { place: edited.length === 0 && (!same || wanted.force) ? pack : undefined, edited }
}

/** The refusal to throw away files that somebody has edited. */
export function editedByHand(name: string, files: readonly string[]): HooksError {
  return new HooksError(
    'edited-by-hand',
    `files of \`${name}\` were edited by hand: ${files.slice(0, 5).join(', ')}`,
    {
      hint: 'save your edits, then use `--force`',
    },
  )
}

function checkSource({ name, artifact }: Pack, installed: LockedPack, force: boolean): void {
  if (installed.source === artifact.source || force) return
  throw new HooksError(
    'source-changed',
    `\`${name}\` is installed from \`${installed.source}\`, not from \`${artifact.source}\``,
    { hint: 'remove it first, or use `--force` to take it from there from now on' },
  )
}

function notLocked(
  name: string,
  installed: LockedPack | undefined,
  requirements: readonly Requirement[],
): HooksError {
  const has = installed ? `has ${installed.version} from \`${installed.source}\`` : 'does not have it'
  return new HooksError(
    'lockfile-outdated',
    `\`${name}\` is wanted as ${wantedBy(requirements)}, and the lockfile ${has}`,
    { hint: 'run `hooks install` without --frozen, and commit what it changes' },
  )
}

function misnamed(name: string, pack: Pack): HooksError {
  return new HooksError(
    'pack-unreadable',
    `\`${pack.artifact.resolved}\` is \`${pack.name}\`, not \`${name}\``,
    {
      hint: 'mend the name in hookpack.json',
    },
  )
}

/** The name of the pack that a spec is about, if the spec says it. */
export function nameIn(spec: Requirement['spec']): string | undefined {
  return 'range' in spec ? ownName(spec.name) : undefined
}
