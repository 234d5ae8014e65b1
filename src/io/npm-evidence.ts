import type { Evidence } from '../core/evidence.ts'
import { provenanceOf } from './npm-provenance.ts'
import { registrySignature, type Version } from './npm-signatures.ts'
import type { TrustedRoots } from './sigstore-root.ts'

/** The best that proves where a version comes from. Throws `signature-invalid` for whatever is there and does not hold. */
export async function evidenceOf(
  one: Version,
  roots: TrustedRoots | undefined,
): Promise<Evidence | undefined> {
  const signature = await registrySignature(one)
  return (await provenanceOf(one, roots)) ?? signature
}
