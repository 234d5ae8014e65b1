import { type Advisory, affects, fixesIn } from '../core/advisories.ts'
import { type Ageing, type Wait, waitFor } from '../core/age.ts'
import { durationText } from '../core/duration.ts'
import type { LockedPack } from '../core/lockfile.ts'
import type { EffectivePolicy, PolicyLayer } from '../core/policy.ts'
import { ownName, type Requirement } from '../core/requirements.ts'
import { chooseReady, chooseVersion, exactVersion, type Ready } from '../core/resolve.ts'
import type { PackRegistry, Packument } from '../core/source.ts'
import type { NamedSpec } from '../core/spec.ts'
import { HooksError } from '../errors.ts'
import { once } from '../io/npm-config.ts'
import { type Found, lookUp, type Registries } from './sources.ts'

/** What decides which version of a pack is taken, besides what is asked for. */
export interface Choosing {
  readonly registries: Registries
  readonly policy: EffectivePolicy
  /** Milliseconds since 1970. */
  readonly now: number
  /** What is installed of it, where that is to be minded. */
  readonly installed: LockedPack | undefined
}

/** A pack that a registry has, and the version to take of it. */
export interface Target {
  readonly found: Found
  readonly version: string
}

/**
 * Looks a pack up and chooses its version: the newest that all who want it accept, that is old enough, and that is not
 * known as malware. Throws `version-not-found`, `too-new` or `known-malware`.
 */
export async function chooseTarget(
  spec: NamedSpec,
  requirements: readonly Requirement[],
  choosing: Choosing,
): Promise<Target> {
  const { registries, installed, now } = choosing
  const ranges = requirements.map((one) => (one.spec as NamedSpec).range)
  const named = exactBy(spec, requirements, choosing)
  const found = await lookUp(spec, registries, {
    installed,
    timesAfter: async (registry) => {
      const isNamed = ranges.length > 0 && ranges.every((one) => named.includes(exactVersion(one) ?? ''))
      const { milliseconds } = await waitOf(spec.name, registry, choosing)
      return isNamed || milliseconds === 0 ? undefined : now - milliseconds
    },
  })
  const { registry, packument } = found
  const known = await registries.advisories({
    name: ownName(spec.name),
    source: registry.source,
    nameThere: spec.name,
  })
  const ageing = await ageingOf(spec, registry, { ...choosing, known, named })
  const version = chosen(packument, ranges, { ageing, known, note: registries.note })
  warnOf(found, version, registries)
  return { found, version }
}

/** What `update` and `outdated` would take of what a registry has, and what of it has to wait. */
export async function readyOf(
  packument: Packument,
  ranges: readonly string[],
  {
    registry,
    ...choosing
  }: Choosing & { readonly registry: PackRegistry; readonly known: readonly Advisory[] },
): Promise<Ready> {
  const name = packument.name
  const spec = { kind: name.startsWith('@') ? 'scoped' : 'registry', raw: name, name, range: '*' } as const
  const named = ranges.flatMap((one) => exactVersion(one) ?? [])
  const ageing = await ageingOf(spec, registry, { ...choosing, named })
  return chooseReady(without(packument, malwareIn(packument, choosing.known)), ranges, ageing)
}

/** How far back publishing times of a pack must be known, in milliseconds since 1970. */
export async function timesAfter(
  name: string,
  registry: PackRegistry,
  choosing: Choosing,
): Promise<number | undefined> {
  const { milliseconds } = await waitOf(name, registry, choosing)
  return milliseconds === 0 ? undefined : choosing.now - milliseconds
}

/** Versions that people have named by their number: on the command line, in hookpack.json or in a policy. */
function exactBy(
  { name }: NamedSpec,
  requirements: readonly Requirement[],
  { policy }: Choosing,
): readonly string[] {
  const required = policy.required.filter(({ value }) => value.name === ownName(name))
  const ranges = [
    ...requirements.flatMap(({ by, spec }) => (by === undefined && 'range' in spec ? [spec.range] : [])),
    ...required.map(({ value }) => value.range),
  ]
  return ranges.flatMap((one) => exactVersion(one) ?? [])
}

async function ageingOf(
  { name }: NamedSpec,
  registry: PackRegistry,
  choosing: Choosing & { readonly known: readonly Advisory[]; readonly named: readonly string[] },
): Promise<Ageing> {
  const { installed, known, named, now } = choosing
  const own = installed?.source === registry.source ? [installed.version] : []
  const mending = installed ? known.filter((one) => affects(one, installed.version)) : known
  const exempt = new Set([...named, ...own, ...fixesIn(mending)])
  return { wait: await waitOf(name, registry, choosing), now, exempt }
}

/** What is on this disk, or comes with hookpack, does not wait. */
async function waitOf(
  name: string,
  registry: PackRegistry,
  { policy, installed, registries }: Choosing,
): Promise<Wait> {
  if (/^registry(:|\+file:)/.test(registry.source)) return { milliseconds: 0, file: undefined }
  const kind = installed ? 'update' : 'first'
  const mappedBy = await ownedBy(name, registry, registries)
  return waitFor(policy, { kind, name: ownName(name), mappedBy })
}

async function ownedBy(
  name: string,
  registry: PackRegistry,
  registries: Registries,
): Promise<PolicyLayer | undefined> {
  const mappedBy = registry.source === 'npm' ? undefined : registries.mappedBy(name)
  if (mappedBy === 'user') return mappedBy
  const isOwn = (await registry.isOwn?.(name)) ?? true
  return isOwn && registry.source === 'npm' ? 'user' : isOwn ? mappedBy : undefined
}

interface Picking {
  readonly ageing: Ageing
  readonly known: readonly Advisory[]
  readonly note: Registries['note']
}

function chosen(packument: Packument, ranges: readonly string[], { ageing, known, note }: Picking): string {
  const malware = malwareIn(packument, known)
  const good = without(packument, malware)
  const newest = malware.size === 0 ? undefined : malware.get(chooseVersion(packument, ranges))
  const ready = readyOrMalware(good, ranges, { ageing, newest })
  const { name } = packument
  if (ready.version === undefined) throw tooNew(name, ready, ageing)
  if (newest) once(note, { code: 'malware-passed-over', pack: name, version: newest.version, id: newest.id })
  if (ready.waiting.length > 0) {
    const { version, waiting } = ready
    once(note, { code: 'versions-wait', pack: name, version, waiting, file: ageing.wait.file })
  }
  return ready.version
}

interface Malicious {
  readonly version: string
  readonly id: string
  readonly summary: string
}

function readyOrMalware(
  good: Packument,
  ranges: readonly string[],
  { ageing, newest }: { readonly ageing: Ageing; readonly newest: Malicious | undefined },
): Ready {
  try {
    return chooseReady(good, ranges, ageing)
  } catch (error) {
    if (!newest || !(error instanceof HooksError)) throw error
    throw knownMalware(good.name, newest, 'nothing was installed; take another pack')
  }
}

function malwareIn({ versions }: Packument, known: readonly Advisory[]): ReadonlyMap<string, Malicious> {
  const malware = known.filter((one) => one.malware)
  return new Map(
    versions.flatMap(({ version }) => {
      const found = malware.find((one) => affects(one, version))
      return found ? [[version, { version, id: found.id, summary: found.summary }] as const] : []
    }),
  )
}

function without(packument: Packument, malware: ReadonlyMap<string, unknown>): Packument {
  if (malware.size === 0) return packument
  return { ...packument, versions: packument.versions.filter(({ version }) => !malware.has(version)) }
}

/** The refusal of what somebody has found to be harmful. */
export function knownMalware(name: string, { version, id, summary }: Malicious, hint: string): HooksError {
  return new HooksError(
    'known-malware',
    `\`${name}@${version}\` is known as malware: ${id}, ${summary.slice(0, 200)}`,
    { hint },
  )
}

function tooNew(name: string, { waiting }: Ready, { wait }: Ageing): HooksError {
  const [newest] = waiting
  const oldest = waiting.at(-1)
  const says = wait.file === undefined ? 'by default' : `as ${wait.file} says`
  const until = oldest?.until === undefined ? undefined : new Date(oldest.until).toISOString().slice(0, 19)
  return new HooksError(
    'too-new',
    `no version of \`${name}\` that would do is ${durationText(wait.milliseconds)} old yet, ${says}`,
    {
      hint:
        (until === undefined ? '' : `\`${oldest?.version}\` will be at ${until}Z; `) +
        `\`hooks add ${name}@${newest?.version}\` takes that version at once`,
    },
  )
}

/** npm's own registry says it itself when it hands the version out. */
function warnOf({ registry, packument }: Found, version: string, { note }: Registries): void {
  const reason = packument.versions.find((one) => one.version === version)?.deprecated
  if (reason !== undefined && !registry.source.startsWith('npm'))
    note({ code: 'pack-deprecated', pack: packument.name, version, reason })
}
