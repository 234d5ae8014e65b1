import { sha256 } from '../core/integrity.ts'
import type { LockedPack } from '../core/lockfile.ts'
import { EMPTY_LOCKFILE } from '../core/lockfile.ts'
import type { Scope } from '../core/scope.ts'
import { HooksError } from '../errors.ts'
import type { Context } from './context.ts'
import { refetch } from './keep-pack.ts'
import { openRegistries } from './open-registries.ts'

/**
 * The files of a pack whose hashes in a lockfile are not those of the archive that the lockfile names: whoever edits a
 * committed pack can edit its hashes as well, but not what was published. Undefined when the archive cannot be had within
 * the network mode of the context, or the pack was never in one.
 */
export async function unpublishedFiles(
  name: string,
  locked: LockedPack,
  context: Context,
  scope: Scope,
): Promise<readonly string[] | undefined> {
  if (!/^(registry|npm)/.test(locked.source)) return undefined
  try {
    const registries = await openRegistries(context, scope, () => undefined)
    const state = { scope, settings: null, lockfile: EMPTY_LOCKFILE, files: {}, homeExists: true }
    const { artifact } = await refetch(name, locked, { state, registries, context })
    const published = new Map(artifact.files.map((file) => [file.path, sha256(file.bytes)]))
    const paths = [...new Set([...published.keys(), ...Object.keys(locked.files)])].sort()
    return paths.filter((path) => published.get(path) !== locked.files[path])
  } catch (error) {
    // Other bytes than the lockfile names are told by whoever installs them; here, there is nothing to compare with.
    if (error instanceof HooksError) return undefined
    throw error
  }
}
