import { sha256 } from '../core/integrity.ts'
import { HooksError } from '../errors.ts'
import { type AdvisoryFile, openAdvisories } from '../schema/advisories.ts'
import type { Cache } from './cache.ts'

interface Keeping {
  readonly cache: Cache
  /** All that they depend on: where they are from, and with whose rights they were given. */
  readonly key: readonly string[]
  /** Told why those of before count. */
  readonly stale: (why: HooksError) => void
}

/**
 * Advisories as they are now, or as they were when they could last be had: old ones are better than none, and those of
 * which none are left are never right.
 */
export async function keptAdvisories(
  read: () => Promise<AdvisoryFile | undefined>,
  { cache, key, stale }: Keeping,
): Promise<AdvisoryFile | undefined> {
  const place = ['advisories', sha256(JSON.stringify(key))]
  const kept = await cache.get(place)
  const before = typeof kept === 'string' ? opened(kept) : undefined
  try {
    const now = await read()
    if (now?.size === 0 && before && before.size > 0)
      throw new HooksError('advisories-unusable', 'there are none any more')
    if (now && now.text !== kept) await cache.set(place, now.text)
    return now
  } catch (error) {
    if (!before || !(error instanceof HooksError)) throw error
    stale(error)
    return before
  }
}

function opened(text: string): AdvisoryFile | undefined {
  try {
    return openAdvisories(text, (fault) => new Error(fault))
  } catch {
    // What was damaged where it was kept is as if it had not been kept.
    return undefined
  }
}
