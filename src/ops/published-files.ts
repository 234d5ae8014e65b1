import { sha256 } from '../core/integrity.ts'
import type { LockedPack } from '../core/lockfile.ts'
import { EMPTY_LOCKFILE } from '../core/lockfile.ts'
import type { Scope } from '../core/scope.ts'
import { HooksError } from '../errors.ts'
import type { Context } from './context.ts'
import { refetch } from './keep-pack.ts'
import { openRegistries } from './open-registries.ts'

/** Why an archive cannot be had now; any other error is about the archive, or about what a lockfile says of it. */
const CANNOT_ASK: ReadonlySet<string> = new Set([
  'offline',
  'registry-answer',
  'registry-auth',
  'registry-busy',
  'registry-unreachable',
  'source-changed',
])

export interface Compared {
  /** Files whose hashes in the lockfile are not those of the archive that it names. */
  readonly unpublished: readonly string[]
  /** Why the archive could not be had within the network mode of the context. */
  readonly notAsked?: string
}

/**
 * Compares what a lockfile says of the files of a pack with the archive that it names: whoever edits a committed pack can
 * edit its hashes as well, but not what was published. Undefined for a pack that was never in one. Throws, such as
 * `integrity-mismatch`, when its registry has no archive like the one that the lockfile names.
 */
export async function unpublishedFiles(
  name: string,
  locked: LockedPack,
  context: Context,
  scope: Scope,
): Promise<Compared | undefined> {
  if (!/^(registry|npm)/.test(locked.source)) return undefined
  try {
    const registries = await openRegistries(context, scope, () => undefined)
    const state = { scope, settings: null, lockfile: EMPTY_LOCKFILE, files: {}, homeExists: true }
    const { artifact } = await refetch(name, locked, { state, registries, context })
    const published = new Map(artifact.files.map((file) => [file.path, sha256(file.bytes)]))
    const paths = [...new Set([...published.keys(), ...Object.keys(locked.files)])].sort()
    return { unpublished: paths.filter((path) => published.get(path) !== locked.files[path]) }
  } catch (error) {
    if (error instanceof HooksError && CANNOT_ASK.has(error.code))
      return { unpublished: [], notAsked: error.message }
    throw error
  }
}
