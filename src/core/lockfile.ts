import type { Evidence } from './evidence.ts'
import type { TextPatch } from './text-patch.ts'

/** One hook as its pack's manifest declared it, in the form the settings and the runtime need. */
export interface LockedHook {
  readonly id: string
  readonly event: string
  readonly matcher?: string
  readonly if?: string
  /** Seconds. */
  readonly timeout: number
  readonly async?: boolean
  readonly failure: 'block' | 'continue'
  readonly statusMessage?: string
  readonly handler: LockedHandler
}

/** Modules and scripts are run by our runtime; every other type is written into the settings as it is. */
export type LockedHandler =
  | { readonly module: string }
  | { readonly script: string; readonly interpreter?: string }
  | {
      readonly type: 'http' | 'prompt' | 'agent' | 'mcp_tool'
      readonly fields: Readonly<Record<string, unknown>>
    }

/** What is installed of one pack. */
export interface LockedPack {
  readonly version: string
  /**
   * Where it came from: a registry (see `PackRegistry.source`), `folder`, `archive`, `url`, or `git+<url>`. A name may not
   * move to another source by itself.
   */
  readonly source: string
  /** The exact address of its bytes. */
  readonly resolved: string
  /** `sha512-…` of the archive; of the canonical archive of its files for a folder. */
  readonly integrity: string
  /** When this version was published, RFC 3339, if its registry tells. */
  readonly published?: string
  /** What proved where it comes from; a version with less is not taken in its place. */
  readonly evidence?: Evidence
  /** Folder of its files, relative to the scope's folder. Never reused for other bytes. */
  readonly folder: string
  /** sha256 of every file, by path inside the pack. */
  readonly files: Readonly<Record<string, string>>
  readonly hooks: readonly LockedHook[]
  readonly options: Readonly<Record<string, unknown>>
  /** Variables that its hooks are given although their names look like secrets. */
  readonly env?: readonly string[]
  /** What it says it touches; absent when it does not say. */
  readonly permissions?: Permissions
  /** Packs that it brings, as its manifest has them. */
  readonly packs?: Readonly<Record<string, BroughtPack>>
}

/** What a pack says it touches, by kind. */
export type Permissions = Readonly<
  Partial<Record<'network' | 'reads' | 'writes' | 'runs' | 'env', readonly string[]>>
>

/** A range, or more. */
export type BroughtPack =
  | string
  | {
      readonly version: string
      readonly from?: 'npm' | undefined
      readonly options?: Readonly<Record<string, unknown>> | undefined
    }

/** One handler that we wrote into the settings, and which hooks it runs (`<pack>/<id>`). */
export interface LockedEntry {
  readonly event: string
  readonly matcher?: string
  readonly handler: Readonly<Record<string, unknown>>
  readonly hooks: readonly string[]
}

/** An entry of the user's own that a pack stands in the place of; it comes back when the pack goes. */
export interface TakenEntry extends Omit<LockedEntry, 'hooks'> {
  readonly pack: string
}

/** The text of the settings that taking has changed, for giving it back as it was: a patch of the text of that hash. */
export interface TakenText extends TextPatch {
  readonly pack: string
  /** Of the text without the entries, before any of ours came: hex. */
  readonly sha256: string
}

/**
 * How to give back what adding found: a container that we made (`created`, removed when empty), one that was there,
 * empty (`filled`, gets its inner text back), or one in the place of a value that said nothing, such as null
 * (`replaced`, that comes back). `at` is a JSON pointer; `was` the text before, null for none.
 */
export interface Undo {
  readonly at: string
  readonly kind: 'created' | 'filled' | 'replaced'
  readonly was: string | null
}

/** `lock.json`: what is installed in a scope. Written last on add. */
export interface Lockfile {
  readonly lockfileVersion: 1
  readonly packs: Readonly<Record<string, LockedPack>>
  readonly entries: readonly LockedEntry[]
  /** Absent when there are none. */
  readonly taken?: readonly TakenEntry[]
  /** How the settings looked before; absent when there are none. */
  readonly takenTexts?: readonly TakenText[]
  /** Hooks (`<pack>/<id>`) that hookpack.json switches off, and that have no entry. Absent when there are none. */
  readonly disabled?: readonly string[]
  readonly undo: readonly Undo[]
  /** True when the folder of the settings file did not exist before us. */
  readonly createdHome: boolean
}

export const EMPTY_LOCKFILE: Lockfile = {
  lockfileVersion: 1,
  packs: {},
  entries: [],
  undo: [],
  createdHome: false,
}

/** The lockfile's text: two spaces, LF, packs by name, so that git diffs and merges are small. */
export function formatLockfile(lockfile: Lockfile): string {
  const packs = Object.fromEntries(Object.entries(lockfile.packs).sort(([a], [b]) => (a < b ? -1 : 1)))
  return `${JSON.stringify({ ...lockfile, packs }, null, 2)}\n`
}
