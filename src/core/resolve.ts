import satisfies from 'semver/functions/satisfies.js'
import valid from 'semver/functions/valid.js'
import maxSatisfying from 'semver/ranges/max-satisfying.js'
import validRange from 'semver/ranges/valid.js'
import { HooksError } from '../errors.ts'
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
