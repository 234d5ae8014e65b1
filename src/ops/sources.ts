import type { Advised, Advisory } from '../core/advisories.ts'
import type { LockedPack } from '../core/lockfile.ts'
import { didYouMean } from '../core/nearest.ts'
import type { Note } from '../core/notes.ts'
import type { PackRegistry, Packument } from '../core/source.ts'
import type { NamedSpec } from '../core/spec.ts'
import { HooksError } from '../errors.ts'

/** The registries of one command, in the order in which bare names are looked up. */
export interface Registries {
  /** For bare names: the embedded one first. */
  readonly bare: readonly PackRegistry[]
  /** The one that a namespace (`@acme`) is mapped to. */
  readonly namespace: (name: string) => PackRegistry | undefined
  readonly npm: PackRegistry
  /** Whose file has a registry for the namespace of a name; undefined where none has. */
  readonly mappedBy: (name: string) => 'user' | 'project' | undefined
  /** Names of packs that the registries of bare names have, for a hint; empty if they cannot say. */
  readonly names: () => Promise<readonly string[]>
  readonly note: (note: Note) => void
  /** What is known to be wrong with a pack: by its registry, and by what the user and the administrator name. */
  readonly advisories: (pack: Advised) => Promise<readonly Advisory[]>
}

/** A pack in the registry that has it. */
export interface Found {
  readonly registry: PackRegistry
  readonly packument: Packument
}

/** What a look-up depends on besides its spec. */
interface Looking {
  readonly installed?: Pick<LockedPack, 'source'> | undefined
  /** From when on publishing times must be known, in milliseconds since 1970. */
  readonly timesAfter?: (registry: PackRegistry) => Promise<number | undefined>
}

/**
 * Looks up a name where such names come from: a bare one in the configured registries in order, never on npm; a scoped
 * one where its namespace is mapped to, else on npm. What is installed stays with its registry: a name that another one
 * has as well cannot move there by itself.
 */
export async function lookUp(
  spec: NamedSpec,
  registries: Registries,
  { installed, timesAfter }: Looking,
): Promise<Found> {
  const candidates = candidatesFor(spec, registries)
  const own = candidates.filter(({ source }) => source === installed?.source)
  for (const registry of own.length > 0 ? own : candidates) {
    const after = await timesAfter?.(registry)
    const packument = await registry.packument(spec.name, { timesAfter: after })
    if (packument) return { registry, packument }
  }
  throw await notFound(spec, registries, own.length > 0 ? own : candidates)
}

function candidatesFor(
  { kind, name }: NamedSpec,
  { bare, namespace, npm }: Registries,
): readonly PackRegistry[] {
  if (kind === 'npm') return [npm]
  if (kind === 'registry') return bare
  return [namespace(name.slice(0, name.indexOf('/'))) ?? npm]
}

async function notFound(
  { kind, name }: NamedSpec,
  registries: Registries,
  asked: readonly PackRegistry[],
): Promise<HooksError> {
  const where = asked.map(({ source }) => `\`${source.replace(/^(registry|npm)[:+]/, '')}\``).join(', ')
  const own = asked.length === 1 ? await asked[0]?.absent?.(name) : undefined
  if (own instanceof HooksError) return own
  if (kind !== 'registry') {
    return new HooksError('pack-not-found', `${where} has no package \`${name}\``, {
      hint: 'check the name; a private package needs a token in your user .npmrc',
    })
  }
  const near = didYouMean(name, await registries.names())
  const plural = asked.length === 1 ? 'the registry' : 'the registries'
  return new HooksError(
    'pack-not-found',
    `${plural} ${where} ${asked.length === 1 ? 'has' : 'have'} no pack \`${name}\``,
    {
      hint: near ?? `\`hooks search\` lists what there is; for a pack on npm write \`npm:${name}\``,
    },
  )
}

/** The registry that an installed pack came from. Throws `source-changed` when it is not configured any more. */
export function registryOf(
  name: string,
  { source }: Pick<LockedPack, 'source'>,
  { bare, namespace, npm }: Registries,
): PackRegistry {
  const mapped = name.startsWith('@') ? namespace(name.slice(0, name.indexOf('/'))) : undefined
  const found = [...bare, npm, ...(mapped ? [mapped] : [])].find((registry) => registry.source === source)
  if (found) return found
  throw new HooksError(
    'source-changed',
    `\`${name}\` came from \`${source}\`, which is not a registry of this scope any more`,
    {
      hint: '`hooks registry add` puts it back; to take the pack from elsewhere, remove it and add it again',
    },
  )
}
