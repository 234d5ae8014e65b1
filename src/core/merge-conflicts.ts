import { isDeepStrictEqual } from 'node:util'
import gt from 'semver/functions/gt.js'
import { HooksError } from '../errors.ts'
import { isTooDeep } from './json-scan.ts'
import type { LockedEntry, LockedPack, Lockfile } from './lockfile.ts'

/** The two versions that git left in one text. */
export interface Sides {
  readonly ours: string
  readonly theirs: string
}

/** The sides of a text with git's conflict markers; undefined for one without. */
export function sidesOf(text: string): Sides | undefined {
  if (!hasConflict(text)) return undefined
  const ours: string[] = []
  const theirs: string[] = []
  let within: 'both' | 'ours' | 'base' | 'theirs' = 'both'
  for (const line of text.split('\n')) {
    const marker = /^(<{7}|\|{7}|={7}|>{7})( |\r?$)/.exec(line)?.[1]
    if (marker?.startsWith('<')) within = 'ours'
    else if (marker?.startsWith('|') && within === 'ours') within = 'base'
    else if (marker?.startsWith('=') && within !== 'both') within = 'theirs'
    else if (marker?.startsWith('>') && within === 'theirs') within = 'both'
    else {
      if (within === 'both' || within === 'ours') ours.push(line)
      if (within === 'both' || within === 'theirs') theirs.push(line)
    }
  }
  return { ours: ours.join('\n'), theirs: theirs.join('\n') }
}

/** True for a text in which git has left a conflict. */
export function hasConflict(text: string): boolean {
  return /^<{7} /m.test(text) && /^>{7} /m.test(text)
}

/** Both lockfiles in one. Of a pack in both, the newer version. */
export function mergeLockfiles(ours: Lockfile, theirs: Lockfile): Lockfile {
  const packs: Record<string, LockedPack> = { ...ours.packs }
  for (const [name, pack] of Object.entries(theirs.packs)) {
    const own = packs[name]
    if (!own || (own.source === pack.source && gt(pack.version, own.version))) packs[name] = pack
  }
  return {
    ...ours,
    packs,
    entries: union(ours.entries, theirs.entries),
    undo: [...ours.undo, ...theirs.undo.filter(({ at }) => ours.undo.every((own) => own.at !== at))],
    createdHome: ours.createdHome || theirs.createdHome,
  }
}

/** What the other side of a hookpack.json asks for and ours does not. */
export function othersWishes(
  ours: Readonly<Record<string, unknown>>,
  theirs: Readonly<Record<string, unknown>>,
): readonly (readonly [name: string, wish: unknown])[] {
  return Object.entries(theirs).filter(([name]) => !Object.hasOwn(ours, name))
}

/**
 * Our side of a settings file, if the sides differ in nothing but entries of ours: those are written anew. Throws
 * `merge-conflict` if they differ elsewhere, which is for people to settle.
 */
export function settledSettings(sides: Sides, entries: readonly LockedEntry[], file: string): string {
  if (
    ![sides.ours, sides.theirs].some(isTooDeep) &&
    isDeepStrictEqual(withoutEntries(sides.ours, entries), withoutEntries(sides.theirs, entries))
  )
    return sides.ours
  throw new HooksError('merge-conflict', `${file} has a merge conflict outside of what Hookpack wrote`, {
    hint: 'resolve that file by hand, taking either side for the entries of packs, then run `hooks install` again',
  })
}

/** The settings without these entries, and without the groups and lists that are empty then. */
function withoutEntries(text: string, entries: readonly LockedEntry[]): unknown {
  const settings = parsed(text)
  if (!isFields(settings) || !isFields(settings['hooks'])) return settings
  const { hooks, ...rest } = settings
  const left = Object.entries(hooks as Fields).flatMap(([event, groups]) => {
    if (!Array.isArray(groups)) return [[event, groups] as const]
    const own = entries.filter((entry) => entry.event === event).map(({ handler }) => handler)
    const kept = groups.flatMap((group: unknown) => {
      if (!isFields(group) || !Array.isArray(group['hooks'])) return [group]
      const foreign = group['hooks'].filter((hook) => !own.some((one) => isDeepStrictEqual(one, hook)))
      return foreign.length === 0 ? [] : [{ ...group, hooks: foreign }]
    })
    return kept.length === 0 ? [] : [[event, kept] as const]
  })
  return { ...rest, ...(left.length === 0 ? {} : { hooks: Object.fromEntries(left) }) }
}

type Fields = Readonly<Record<string, unknown>>

function isFields(value: unknown): value is Fields {
  return typeof value === 'object' && value !== null && !Array.isArray(value)
}

function parsed(text: string): unknown {
  try {
    return JSON.parse(text.replace(/^\uFEFF/, '')) as unknown
  } catch {
    // A conflict that cuts through the syntax: the text itself is compared, and differs.
    return { text }
  }
}

function union(ours: readonly LockedEntry[], theirs: readonly LockedEntry[]): readonly LockedEntry[] {
  return [...ours, ...theirs.filter((entry) => !ours.some((own) => isDeepStrictEqual(own, entry)))]
}
