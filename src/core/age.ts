import { matchesName } from './name-pattern.ts'
import { type EffectivePolicy, isOfUser, type PolicyLayer, rankOfLayer } from './policy.ts'

/** How long new versions wait where no policy says anything, in milliseconds. */
export const DEFAULT_COOLDOWN = { first: 24 * 3_600_000, update: 3 * 24 * 3_600_000 } as const

/** How long new versions of a pack wait, and who says so. */
export interface Wait {
  readonly milliseconds: number
  /** The file that says so; undefined for the default. */
  readonly file: string | undefined
}

/** What the wait for a pack depends on. */
export interface Waiter {
  readonly kind: 'first' | 'update'
  readonly name: string
  /** Who has given its namespace a registry of its own; undefined where nobody has. */
  readonly mappedBy: PolicyLayer | undefined
}

/**
 * How long new versions of a pack wait: the longest that any file says, and the default where neither the user nor the
 * administrator says anything. What a file excludes, or what comes from a registry of its own because a file says so, does
 * not wait for that file and for weaker ones.
 */
export function waitFor(policy: EffectivePolicy, waiter: Waiter): Wait {
  const { kind, name, mappedBy } = waiter
  const excludedBy = policy.cooldown
    .filter(({ value }) => value.exclude.some((pattern) => matchesName(pattern, name)))
    .map(({ layer }) => layer)
  const freedBy = [...excludedBy, ...(mappedBy === undefined ? [] : [mappedBy])]
  const isFree = (layer: PolicyLayer): boolean =>
    freedBy.some((one) => rankOfLayer(one) <= rankOfLayer(layer))
  const said = policy.cooldown.filter(({ value }) => value[kind] !== undefined)
  // The default is as if the user had said it; but whose packs come from a registry of their own knows them.
  const own = said.some(isOfUser) || mappedBy !== undefined || isFree('user')
  const least: Wait = { milliseconds: own ? 0 : DEFAULT_COOLDOWN[kind], file: undefined }
  return said
    .filter(({ layer }) => !isFree(layer))
    .map(({ value, file }): Wait => ({ milliseconds: value[kind] ?? 0, file }))
    .reduce((longest, one) => (one.milliseconds > longest.milliseconds ? one : longest), least)
}

/** Which versions of a pack have to wait. */
export interface Ageing {
  readonly wait: Wait
  /** Milliseconds since 1970. */
  readonly now: number
  /** Versions that do not wait: asked for by their exact number, installed, or said to mend a fault. */
  readonly exempt: ReadonlySet<string>
}

/** A version that waits. */
export interface Waiting {
  readonly version: string
  /** Milliseconds since 1970; undefined where nobody says when it was published. */
  readonly until: number | undefined
}

/** Until when a version has to wait; undefined for one that has not. */
export function waiting(
  { version, published }: { readonly version: string; readonly published: string | undefined },
  { wait, now, exempt }: Ageing,
): Waiting | undefined {
  if (wait.milliseconds === 0 || exempt.has(version)) return undefined
  const at = published === undefined ? Number.NaN : Date.parse(published)
  // Whoever asks for a cooldown wants to know the age; by default, a registry that does not tell it can be used.
  if (Number.isNaN(at)) return wait.file === undefined ? undefined : { version, until: undefined }
  const until = at + wait.milliseconds
  return now < until ? { version, until } : undefined
}
