import type { ArchiveReason } from '../../../src/core/archive/error.ts'
import type { ArchiveLimits } from '../../../src/core/archive/limits.ts'

/** An archive and what must become of it; `accepts` maps paths to contents, an executable's path ends in `*`. */
export type Case = {
  readonly name: string
  readonly archive: () => Uint8Array
  readonly limits?: Partial<ArchiveLimits>
  /** The published fault of some reader, or the class of faults, that the archive stands for. */
  readonly fact?: string
} & ({ readonly accepts: Readonly<Record<string, string>> } | { readonly refuses: ArchiveReason })

/** The same case, with what it stands for. */
export function fact(published: string, each: Case): Case {
  return { ...each, fact: published }
}
