import gt from 'semver/functions/gt.js'
import rcompare from 'semver/functions/rcompare.js'
import satisfies from 'semver/functions/satisfies.js'
import valid from 'semver/functions/valid.js'
import maxSatisfying from 'semver/ranges/max-satisfying.js'
import validRange from 'semver/ranges/valid.js'
import { HooksError } from '../errors.ts'
import { type Ageing, type Waiting, waiting } from './age.ts'
import type { Packument } from './source.ts'

/**
 * The version that `range` (a version, a range or a tag) means; of several, the newest that all of them mean. Yanked
 * versions only by their exact number; a pre-release only when a range names one. Throws `version-not-found` with the
 * versions there are.
 */
export function chooseVersion(packument: Packument, range: string | readonly string[]): string {
  const ranges = typeof range === 'string' ? [range] : range
  const wanted = ranges.map((one) => meaning(packument, one))
  const exact = new Set(wanted.map((one) => valid(one)))
  const candidates = packument.versions
    .filter(({ version, yanked }) => !yanked || exact.has(version))
    .map(({ version }) => version)
  const fit = wanted.reduce(
    (left, one) => left.filter((version) => validRange(one) !== null && satisfies(version, one)),
    candidates,
  )
  const found = maxSatisfying(fit, wanted[0] ?? '*')
  if (found !== null) return found
  const newest = candidates.slice(-5).toReversed().join(', ')
  const all = ranges.map((one) => `\`${one}\``).join(' and ')
  throw new HooksError('version-not-found', `\`${packument.name}\` has no version that matches ${all}`, {
    hint: newest === '' ? 'it has no versions' : `newest versions: ${newest}`,
  })
}

/** The version to take, and newer ones that wait. */
export interface Ready {
  /** Undefined when all that would do wait. */
  readonly version: string | undefined
  /** Newest first. */
  readonly waiting: readonly Waiting[]
}

/**
 * The version that ranges mean, of those that are old enough. Where what a tag stands for has to wait, the newest before
 * it is taken. Throws `version-not-found` when there is none, old or new.
 */
export function chooseReady(packument: Packument, ranges: readonly string[], ageing: Ageing): Ready {
  const newest = chooseVersion(packument, ranges)
  const waits = new Map(
    packument.versions.flatMap((one) => {
      const until = waiting({ ...one, published: one.published ?? packument.modified }, ageing)
      return until === undefined ? [] : [[one.version, until] as const]
    }),
  )
  const version = waits.has(newest) ? readyVersion(packument, ranges, waits) : newest
  const fit = upTo(packument, ranges)
  const later = [...waits.values()]
    .filter((one) => version === undefined || gt(one.version, version))
    .filter((one) => fit.every((range) => satisfies(one.version, range)))
    .sort((a, b) => rcompare(a.version, b.version))
  const taken = new Set(packument.versions.flatMap((one) => (one.yanked ? [one.version] : [])))
  return { version, waiting: later.filter((one) => !taken.has(one.version)) }
}

function readyVersion(
  packument: Packument,
  ranges: readonly string[],
  waits: ReadonlyMap<string, unknown>,
): string | undefined {
  const ready = { ...packument, versions: packument.versions.filter(({ version }) => !waits.has(version)) }
  try {
    return chooseVersion({ ...ready, tags: {} }, upTo(packument, ranges))
  } catch {
    // There is one, as was seen before: it has to wait.
    return undefined
  }
}

/** Ranges, with what is not newer than what a tag stands for in the place of the tag. */
function upTo({ tags }: Packument, ranges: readonly string[]): readonly string[] {
  return ranges.map((range) => {
    if (Object.hasOwn(tags, range)) return `<=${tags[range]}`
    return range === 'latest' ? '*' : range
  })
}

/** The version that a range names, if it names one and no others. */
export function exactVersion(range: string): string | undefined {
  return valid(range) ?? undefined
}

/** True for a text that is a range or a version, and no tag. */
export function isRange(text: string): boolean {
  return validRange(text) !== null
}

/** What a tag stands for; any other text is a range. A registry without tags means its newest version by `latest`. */
function meaning({ tags }: Packument, range: string): string {
  if (Object.hasOwn(tags, range)) return tags[range] ?? range
  return range === 'latest' ? '*' : range
}

/** True when an installed version is what a range asks for. A tag is: only `update` asks again what it means. */
export function isSatisfied(version: string, range: string): boolean {
  return validRange(range) === null || satisfies(version, range)
}

/** The newest version that is no pre-release and was not taken back. */
export function newestVersion({ versions }: Packument): string | undefined {
  const candidates = versions.filter(({ yanked }) => !yanked).map(({ version }) => version)
  return maxSatisfying(candidates, '*') ?? undefined
}

/** True for a version that a list does not have at all, though it has older ones; one that was taken back is in it. */
export function isGoneFrom(version: string, packument: Packument): boolean {
  if (packument.versions.some((one) => one.version === version)) return false
  const newest = newestVersion(packument)
  return newest !== undefined && gt(version, newest)
}
