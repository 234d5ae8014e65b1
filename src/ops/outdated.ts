import { type Advisory, advised, affects } from '../core/advisories.ts'
import type { Evidence } from '../core/evidence.ts'
import type { LockedPack } from '../core/lockfile.ts'
import { ownName, type Requirement, requirementsBy } from '../core/requirements.ts'
import { isGoneFrom } from '../core/resolve.ts'
import { SCOPE_NAMES, type Scope, type ScopeName } from '../core/scope.ts'
import type { PackRegistry, Packument } from '../core/source.ts'
import { HooksError } from '../errors.ts'
import { scopeNamed } from '../io/scopes.ts'
import { readState } from '../io/state.ts'
import { readyOf, timesAfter } from './choose-version.ts'
import type { Consent, Context } from './context.ts'
import { openRegistries } from './open-registries.ts'
import { type Rules, readRules, requiredHere } from './rules.ts'
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
  /** What proved where the current version comes from. */
  readonly evidence: Evidence | null
  /** The current version was taken back by its registry. */
  readonly yanked: boolean
  /** Its registry does not list the current version any more, and older ones only. */
  readonly gone: boolean
  readonly deprecated?: string
  /** Newer versions that are not old enough yet, newest first; `until` is RFC 3339, absent where nobody knows. */
  readonly waiting: readonly { readonly version: string; readonly until?: string }[]
  /** What is known to be wrong with the current version. */
  readonly advisories: readonly Pick<Advisory, 'id' | 'summary' | 'malware'>[]
}

/** What `hooks outdated` found. */
export interface Outdated {
  /** Packs that have a newer version, or should not be used as they are. */
  readonly packs: readonly Dated[]
  /** How many were looked up. */
  readonly checked: number
  /** Whether there is anything to do; for what waits, there is not. */
  readonly due: boolean
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
  const told = packs.filter((pack) => isOutdated(pack) || pack.waiting.length > 0)
  return { packs: told, checked: packs.length, due: told.some(isOutdated) }
}

function isOutdated({ current, wanted, latest, yanked, gone, deprecated, advisories }: Dated): boolean {
  const isOld = current !== wanted || current !== latest
  return isOld || yanked || gone || deprecated !== undefined || advisories.length > 0
}

async function datedIn(scope: Scope, context: Context, note: Consent['note']): Promise<readonly Dated[]> {
  const state = await readState(scope)
  const { packs } = state.lockfile
  const rules = await readRules(scope, context)
  const requirements = [
    ...wishesIn(state).requirements,
    ...requiredHere(rules, state, 'installed'),
    ...Object.entries(packs).flatMap(([name, pack]) => requirementsBy(name, pack.packs)),
  ]
  const registries = await openRegistries(context, scope, note)
  const named = Object.entries(packs).filter(([, { source }]) => /^(registry|npm)/.test(source))
  const dated = await Promise.all(
    named.map(async ([name, pack]) => {
      const asking = { registries, requirements, rules, note }
      const found = await foundFor(name, pack, asking)
      return found ? [await datedPack(name, pack, { ...asking, ...found, scope })] : []
    }),
  )
  return dated.flat()
}

interface Asking {
  readonly registries: Registries
  readonly requirements: readonly Requirement[]
  readonly rules: Rules
  readonly note: Consent['note']
}

async function foundFor(
  name: string,
  pack: LockedPack,
  { registries, requirements, rules, note }: Asking,
): Promise<{ readonly registry: PackRegistry; readonly packument: Packument } | undefined> {
  try {
    const registry = registryOf(name, pack, registries)
    const there = nameThere(name, requirements)
    const after = await timesAfter(there, registry, { ...rules, registries, installed: pack })
    const packument = await registry.packument(there, { timesAfter: after })
    return packument && { registry, packument }
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

interface About extends Asking {
  readonly registry: PackRegistry
  readonly packument: Packument
  readonly scope: Scope
}

async function datedPack(name: string, pack: LockedPack, about: About): Promise<Dated> {
  const { packument, requirements, registries, rules, registry, scope } = about
  const wanted = requirements.flatMap(({ name: one, spec }) =>
    one === name && 'range' in spec ? [spec.range] : [],
  )
  const offered = packument.versions.find(({ version }) => version === pack.version)
  const known = await registries.advisories(advised(name, pack))
  const choosing = { ...rules, registries, installed: pack, registry, known }
  const within = await readyOf(packument, wanted.length === 0 ? ['*'] : wanted, choosing).catch(nothingFits)
  const latest = await readyOf(packument, ['*'], choosing).catch(nothingFits)
  return {
    scope: scope.name,
    name,
    current: pack.version,
    wanted: within.version ?? pack.version,
    latest: latest.version ?? pack.version,
    source: pack.source,
    evidence: pack.evidence ?? null,
    yanked: offered?.yanked ?? false,
    gone: isGoneFrom(pack.version, packument),
    ...(offered?.deprecated === undefined ? {} : { deprecated: offered.deprecated }),
    waiting: latest.waiting.map(({ version, until }) => ({
      version,
      ...(until === undefined ? {} : { until: new Date(until).toISOString() }),
    })),
    advisories: known
      .filter((one) => affects(one, pack.version))
      .map(({ id, summary, malware }) => ({ id, summary, malware })),
  }
}

/** Nothing fits any more (all taken back): what is installed stays what is wanted. */
function nothingFits(error: unknown): Awaited<ReturnType<typeof readyOf>> {
  if (error instanceof HooksError && error.code === 'version-not-found')
    return { version: undefined, waiting: [] }
  throw error
}
