import compare from 'semver/functions/compare.js'
import valid from 'semver/functions/valid.js'
import type { LockedPack } from './lockfile.ts'

/** From where on versions are affected, and until where: without an end, all that come after. */
export interface AffectedRange {
  /** `0` for the very first. */
  readonly introduced: string
  /** The first that is not affected any more. */
  readonly fixed?: string
  /** The last that is affected. */
  readonly last?: string
}

/** What somebody has found out about versions of one package. */
export interface Advisory {
  readonly id: string
  readonly summary: string
  /** Its author means harm; otherwise it has a fault that somebody could use. */
  readonly malware: boolean
  readonly package: { readonly ecosystem: string; readonly name: string }
  readonly versions: readonly string[]
  readonly ranges: readonly AffectedRange[]
}

/** True when an advisory is about this version. Malware of which no version is named is all of it. */
export function affects({ malware, versions, ranges }: Advisory, version: string): boolean {
  if (versions.includes(version)) return true
  if (versions.length === 0 && ranges.length === 0) return malware
  return valid(version) !== null && ranges.some((range) => isWithin(version, range))
}

function isWithin(version: string, { introduced, fixed, last }: AffectedRange): boolean {
  const isBefore = (one: string): boolean => valid(one) !== null && compare(version, one) < 0
  if (introduced !== '0' && (valid(introduced) === null || isBefore(introduced))) return false
  if (fixed !== undefined) return isBefore(fixed)
  return last === undefined || isBefore(last) || version === last
}

/** The versions that are said to mend what is wrong. */
export function fixesIn(advisories: readonly Advisory[]): readonly string[] {
  return advisories.flatMap(({ ranges }) =>
    ranges.flatMap(({ fixed }) => (fixed === undefined ? [] : [fixed])),
  )
}

/** A pack, as advisories name it. */
export interface Advised {
  readonly name: string
  readonly source: string
  /** What it is called where it comes from; first-party packs have another name on npm than here. */
  readonly nameThere: string
}

/** True when an advisory for a whole ecosystem is about this pack: npm's names on npm, ours in registries of our own. */
export function isAbout(
  { package: { ecosystem, name } }: Advisory,
  { source, nameThere }: Omit<Advised, 'name'>,
): boolean {
  const kind = source.startsWith('registry') ? 'hookpack' : source.startsWith('npm') ? 'npm' : undefined
  return ecosystem === kind && name === nameThere
}

/** An installed pack, as advisories name it: its address tells what it is called there. */
export function advised(
  name: string,
  { source, resolved }: Pick<LockedPack, 'source' | 'resolved'>,
): Advised {
  const isFirstParty = source.startsWith('npm') && /\/@hookpack(\/|%2f)/i.test(resolved)
  return { name, source, nameThere: isFirstParty ? `@hookpack/${name}` : name }
}
