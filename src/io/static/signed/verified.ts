import { sha256 } from '../../../core/integrity.ts'
import { HooksError } from '../../../errors.ts'
import type { Called, StaticFiles } from '../files.ts'
import { unlisted, withheld } from './faults.ts'
import type { Session } from './session.ts'

/** A file as the signed metadata lists it, checked before anybody reads it; undefined for one that is not listed. */
export async function verified(
  { called, plain }: { readonly called: Called; readonly plain: StaticFiles },
  session: Session,
  { path, limit }: { readonly path: string; readonly limit: number },
): Promise<Uint8Array | undefined> {
  const target = await session.target(path)
  if (!target) return undefined
  const isRight = (bytes: Uint8Array): boolean =>
    bytes.length === target.length && sha256(bytes) === target.hashes.sha256
  const bytes = await plain
    .fixed(path, { limit: Math.min(limit, target.length), isRight })
    .catch((error: unknown) => {
      // Larger than it may be: whatever it is, it is not this file.
      const isOther = error instanceof HooksError && error.code === 'registry-invalid'
      throw isOther ? unlisted(called, path) : error
    })
  if (!bytes) throw withheld(called, path)
  if (!isRight(bytes)) throw unlisted(called, path)
  return bytes
}
