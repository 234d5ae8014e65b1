import type { LockedPack } from '../core/lockfile.ts'
import { ownName, type Requirement, requirementsBy } from '../core/requirements.ts'
import { chooseVersion, newestVersion } from '../core/resolve.ts'
import { SCOPE_NAMES, type Scope, type ScopeName } from '../core/scope.ts'
import type { Packument } from '../core/source.ts'
import { HooksError } from '../errors.ts'
import { scopeNamed } from '../io/scopes.ts'
import { readState } from '../io/state.ts'
import type { Consent, Context } from './context.ts'
import { openRegistries } from './open-registries.ts'
import { type Registries, registryOf } from './sources.ts'
import { wishesIn } from './wishes.ts'

/** An installed pack, and what its registry has of it. */
export interface Dated {
  readonly scope: ScopeName
  readonly name: string
  readonly current: string
  /** What `hooks update` would install; the current one where there is no other. */
  readonly wanted: string
  /** What `hooks update --latest` would install. */
  readonly latest: string
  readonly source: string
  /** The current version was taken back by its registry. */
  readonly yanked: boolean
  readonly deprecated?: string
}

/** What `hooks outdated` found. */
export interface Outdated {
  /** Packs that have a newer version, or should not be used as they are. */
  readonly packs: readonly Dated[]
  /** How many were looked up. */
  readonly checked: number
}

/** Asks every pack's own registry for newer versions. Nothing is written; a registry that fails is told, not fatal. */
export async function outdated(
  only: ScopeName | undefined,
  context: Context,
  note: Consent['note'],
): Promise<Outdated> {
  const scopes = await Promise.all(
    (only === undefined ? SCOPE_NAMES : [only]).map((name) =>
      scopeNamed(context, name).catch((error: unknown) => {
        if (only !== undefined) throw error
        return undefined
      }),
    ),
  )
  const found = await Promise.all(scopes.map((scope) => (scope ? datedIn(scope, context, note) : [])))
  const packs = found.flat()
  return { packs: packs.filter(isOutdated), checked: packs.length }
}

function isOutdated({ current, wanted, latest, yanked, deprecated }: Dated): boolean {
  return current !== wanted || current !== latest || yanked || deprecated !== undefined
}

async function datedIn(scope: Scope, context: Context, note: Consent['note']): Promise<readonly Dated[]> {
  const state = await readState(scope)
  const { packs } = state.lockfile
  const requirements = [
    ...wishesIn(state).requirements,
    ...Object.entries(packs).flatMap(([name, pack]) => requirementsBy(name, pack.packs)),
  ]
  const registries = await openRegistries(context, scope, note)
  const named = Object.entries(packs).filter(([, { source }]) => /^(registry|npm)/.test(source))
  const dated = await Promise.all(
    named.map(async ([name, pack]) => {
      const packument = await packumentOf(name, pack, { registries, requirements, note })
      return packument ? [datedPack(name, pack, { packument, requirements, scope })] : []
    }),
  )
  return dated.flat()
}

interface Asking {
  readonly registries: Registries
  readonly requirements: readonly Requirement[]
  readonly note: Consent['note']
}

async function packumentOf(
  name: string,
  pack: LockedPack,
  { registries, requirements, note }: Asking,
): Promise<Packument | undefined> {
  try {
    return await registryOf(name, pack, registries).packument(nameThere(name, requirements))
  } catch (error) {
    if (!(error instanceof HooksError)) throw error
    note({ code: 'not-checked', pack: name, why: error.message })
    return undefined
  }
}

/** The name under which its registry has it. */
function nameThere(name: string, requirements: readonly Requirement[]): string {
  const spec = requirements.find((one) => one.name === name)?.spec
  return spec && 'range' in spec && ownName(spec.name) === name ? spec.name : name
}

interface About {
  readonly packument: Packument
  readonly requirements: readonly Requirement[]
  readonly scope: Scope
}

function datedPack(name: string, pack: LockedPack, { packument, requirements, scope }: About): Dated {
  const ranges = requirements.flatMap(({ name: wanted, spec }) =>
    wanted === name && 'range' in spec ? [spec.range] : [],
  )
  const offered = packument.versions.find(({ version }) => version === pack.version)
  return {
    scope: scope.name,
    name,
    current: pack.version,
    wanted: newestWithin(packument, ranges) ?? pack.version,
    latest: newestVersion(packument) ?? pack.version,
    source: pack.source,
    yanked: offered?.yanked ?? false,
    ...(offered?.deprecated === undefined ? {} : { deprecated: offered.deprecated }),
  }
}

function newestWithin(packument: Packument, ranges: readonly string[]): string | undefined {
  try {
    return chooseVersion(packument, ranges.length === 0 ? '*' : ranges)
  } catch {
    // Nothing fits any more (all taken back): what is installed stays what is wanted.
    return undefined
  }
}
