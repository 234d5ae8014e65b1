import valid from 'semver/functions/valid.js'
import maxSatisfying from 'semver/ranges/max-satisfying.js'
import validRange from 'semver/ranges/valid.js'
import { HooksError } from '../errors.ts'

/** Versions of one pack, as any source knows them. */
export interface Packument {
  readonly name: string
  readonly versions: readonly { readonly version: string; readonly yanked: boolean }[]
  /** Tags such as `latest`. */
  readonly tags: Readonly<Record<string, string>>
}

/**
 * The version that `range` (a version, a range or a tag) means. Yanked versions only by their exact number; a
 * pre-release only when the range names one. Throws `version-not-found` with the versions there are.
 */
export function chooseVersion({ name, versions, tags }: Packument, range: string): string {
  const tagged = Object.hasOwn(tags, range) ? tags[range] : undefined
  const wanted = tagged ?? range
  const exact = valid(wanted)
  const candidates = versions
    .filter(({ version, yanked }) => !yanked || version === exact)
    .map(({ version }) => version)
  const found = validRange(wanted) === null ? null : maxSatisfying(candidates, wanted)
  if (found !== null) return found
  const newest = candidates.slice(-5).toReversed().join(', ')
  throw new HooksError('version-not-found', `\`${name}\` has no version that matches \`${range}\``, {
    hint: newest === '' ? 'it has no versions' : `newest versions: ${newest}`,
  })
}
