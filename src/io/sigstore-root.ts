import { readFile } from 'node:fs/promises'
import path from 'node:path'
import { seededRoot } from './sigstore-seed.ts'

/**
 * What Sigstore's root trusts, as JSON: `kept` is what is on this disk as long as it is good for, `newest` what its
 * servers say now; undefined when they cannot be asked.
 */
export type TrustedRoots = (which: 'kept' | 'newest') => Promise<unknown>

/** Where it is kept, and whether its servers may be asked. */
interface Keeping {
  /** npm's own folder for it. */
  readonly folder: string
  readonly offline: boolean
}

/**
 * Sigstore's root, through its own client, which begins with the root that it carries and follows the signed changes
 * since. What the client has kept is npm's as well. Where its servers cannot be asked, what there is has to do.
 */
export function sigstoreRoots({ folder, offline }: Keeping): TrustedRoots {
  return async (which) => {
    if (offline) return which === 'kept' ? keptRoot(folder) : undefined
    try {
      return await askedRoot(folder, which === 'kept')
    } catch {
      // Its servers cannot be reached, or the folder cannot be written.
      return which === 'kept' ? keptRoot(folder) : undefined
    }
  }
}

async function askedRoot(folder: string, forceCache: boolean): Promise<unknown> {
  const { initTUF } = await import('@sigstore/tuf')
  const client = await initTUF({ cachePath: folder, forceCache, retry: { retries: 1, minTimeout: 200 } })
  return JSON.parse(await client.getTarget('trusted_root.json')) as unknown
}

async function keptRoot(folder: string): Promise<unknown> {
  const { DEFAULT_MIRROR_URL } = await import('@sigstore/tuf')
  try {
    const file = path.join(folder, new URL(DEFAULT_MIRROR_URL).host, 'targets', 'trusted_root.json')
    return JSON.parse(await readFile(file, 'utf8')) as unknown
  } catch {
    // Nothing is kept: the root that came with the client.
    return seededRoot()
  }
}
