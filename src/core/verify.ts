import { isDeepStrictEqual } from 'node:util'
import type { LockedEntry, LockedPack } from './lockfile.ts'
import { FILES, type Scope } from './scope.ts'
import type { inventory } from './settings/inventory.ts'
import type { State } from './state.ts'

/** One thing in a scope that is not as it was installed. */
export interface Difference {
  /** What it is about: a pack's files, the settings, our own files beside them, or what is recorded. */
  readonly part: 'store' | 'settings' | 'runtime' | 'lockfile' | 'request'
  /** The file or folder, absolute. */
  readonly file: string
  readonly what: string
  readonly pack?: string
}

/** An installed pack as it was found. */
export interface Inspected {
  readonly name: string
  readonly locked: LockedPack
  /** Its folder, absolute. */
  readonly folder: string
  readonly missing: boolean
  /** Files that are not what the lockfile says, by path in the pack. */
  readonly edited: readonly string[]
  /** What its own files say of it; undefined where they cannot be read as a pack. */
  readonly described: LockedPack | undefined
  /** Files whose hashes in the lockfile are not those of the published archive; undefined if that could not be had. */
  readonly unpublished: readonly string[] | undefined
  /** Why its registry has no archive like the one that the lockfile names. */
  readonly disowned?: string
}

/** What is wrong with the files of a pack, and with what the lockfile says of them. */
export function packDifferences(
  { name, locked, ...found }: Inspected,
  lockfile: string,
): readonly Difference[] {
  const { folder, missing, edited, described, unpublished = [], disowned } = found
  const store = (what: string): Difference => ({ part: 'store', file: folder, what, pack: name })
  const record = (what: string): Difference => ({ part: 'lockfile', file: lockfile, what, pack: name })
  if (missing) return [store('its files are gone')]
  const changed = edited.map((file) => store(`\`${file}\` is not as it was installed`))
  const forged = [
    ...(disowned === undefined ? [] : [record(`its archive is not the published one: ${disowned}`)]),
    ...unpublished.map((file) => record(`the hash of \`${file}\` is not that of the published archive`)),
  ]
  if (changed.length > 0) return [...changed, ...forged]
  if (!described) return [store('it cannot be read as a pack'), ...forged]
  const field = RECORDED.find((key) => !isDeepStrictEqual(described[key], locked[key]))
  return [...forged, ...(field ? [record(`its \`${field}\` are not those of its files`)] : [])]
}

const RECORDED = ['version', 'hooks', 'options', 'env', 'permissions', 'packs'] as const

/** Which entries a settings file lacks or has otherwise, of those that a scope needs. */
export function entryDifferences(
  file: string,
  { ours, foreign }: ReturnType<typeof inventory>,
  entries: readonly LockedEntry[],
): readonly Difference[] {
  const settings = (what: string): Difference => ({ part: 'settings', file, what })
  const wrong = entries.flatMap(({ event, hooks }, at) => {
    if (ours[at] === 'ok') return []
    return [
      settings(
        `the ${event} entry of ${hooks.join(', ')} ${ours[at] === 'edited' ? 'was changed' : 'is gone'}`,
      ),
    ]
  })
  const stray = foreign
    .filter(({ runs }) => RUNS_US.test(runs))
    .map(({ event }) => settings(`a ${event} entry runs hooks of ours that nothing here needs`))
  return [...wrong, ...stray]
}

/** A command that starts our runtime, in whichever scope. */
const RUNS_US = /hookpack(\.local)?[/\\]+runtime\.cjs/

/** Which of our own files in a scope are not as they have to be. */
export function fileDifferences(
  { folder }: Scope,
  now: State['files'],
  wanted: readonly (readonly [file: keyof typeof FILES, text: string | null])[],
): readonly Difference[] {
  return wanted.flatMap(([name, text]): Difference[] => {
    const there = now[name] ?? null
    // A file of ours that nothing needs harms nobody, and might be the user's own.
    if (there === text || text === null) return []
    const what = there === null ? 'is missing' : OTHER[name === 'lockfile' ? 'lockfile' : 'runtime']
    return [{ part: name === 'lockfile' ? 'lockfile' : 'runtime', file: `${folder}/${FILES[name]}`, what }]
  })
}

const OTHER = {
  lockfile: 'does not have the entries that its packs need',
  runtime: 'is not what this version of hookpack writes',
} as const
