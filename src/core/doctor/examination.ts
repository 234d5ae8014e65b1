import type { LockedPack } from '../lockfile.ts'
import type { SeenHook } from '../seen/seen-hook.ts'
import type { HookSource, Switches } from '../seen/source.ts'
import type { Problem } from '../settings/client-rules.ts'
import type { Language } from '../validate/code.ts'
import type { Difference } from '../verify.ts'
import type { Call } from './calls.ts'

/** A file that has hooks, or could have, with its text where that could be read. */
export interface ExaminedFile {
  readonly source: HookSource
  readonly text: string | undefined
  /** What the client would not accept in it. */
  readonly problems: readonly Problem[]
}

/** Code that a hook runs: a script, a module of a pack, or what stands in the command itself (then without `file`). */
export interface Code {
  readonly file?: string
  readonly text: string
  readonly language: Language
  /** It is run by our runtime, which reads stdin, keeps stdout clean and sets more variables. */
  readonly inPack: boolean
}

/** A hook with what it starts. */
export interface ExaminedHook {
  readonly hook: SeenHook
  /** The programs and scripts of its command; none for hooks of packs. */
  readonly calls: readonly Call[]
  readonly codes: readonly Code[]
}

/** What was found at a path that a command names. */
export interface CalledFile {
  readonly kind: 'missing' | 'file' | 'folder' | 'unknown'
  readonly executable: boolean
  /** Absent for what is no text, or too large for a script. */
  readonly text?: string
}

/** An installed pack and where it lies. */
export interface ExaminedPack {
  readonly name: string
  readonly lockfile: string
  readonly pack: LockedPack
}

/** Everything that rules look at. Nothing in it is looked up by them. */
export interface Examination {
  readonly files: readonly ExaminedFile[]
  readonly hooks: readonly ExaminedHook[]
  readonly switches: Switches
  readonly packs: readonly ExaminedPack[]
  /** By absolute path. */
  readonly called: ReadonlyMap<string, CalledFile>
  /** Programs by the names that were looked for, and whether PATH has them. */
  readonly programs: ReadonlyMap<string, boolean>
  /** The client's version, where it could be read from its files. */
  readonly clientVersion: string | undefined
  readonly differences: readonly Difference[]
  /** Milliseconds that slow runs of installed hooks take, by their names. */
  readonly slowRuns: ReadonlyMap<string, number>
  /** Windows has no bits that make a file executable. */
  readonly hasModes: boolean
}
