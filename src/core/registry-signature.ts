import { createPublicKey, type KeyObject, verify } from 'node:crypto'
import { sha256 } from './integrity.ts'

/** A signature that a registry names for a version. */
export interface RegistrySignature {
  readonly keyid: string
  /** base64. */
  readonly sig: string
}

/** A key that a registry signs with. */
export interface RegistryKey {
  readonly keyid: string
  /** base64 of its SPKI form. */
  readonly key: string
  /** RFC 3339; what was published before is signed with it all the same. */
  readonly expires?: string
}

/** What a registry signs. */
export interface SignedVersion {
  readonly name: string
  readonly version: string
  /** `sha512-…` of its bytes. */
  readonly integrity: string
}

/** True if the signature is one of the key over name, version and integrity, as npm makes them. */
export function isSignedBy(
  { key }: RegistryKey,
  { sig }: RegistrySignature,
  { name, version, integrity }: SignedVersion,
): boolean {
  const text = Buffer.from(`${name}@${version}:${integrity}`)
  const publicKey = parsed(key)
  return publicKey !== undefined && verify('sha256', text, publicKey, Buffer.from(sig, 'base64'))
}

/** ECDSA over P-256 is the one scheme that npm's registries have; undefined for any other key. */
function parsed(key: string): KeyObject | undefined {
  try {
    const found = createPublicKey({ key: Buffer.from(key, 'base64'), format: 'der', type: 'spki' })
    return found.asymmetricKeyDetails?.namedCurve === 'prime256v1' ? found : undefined
  } catch {
    // What is no key has signed nothing.
    return undefined
  }
}

/** True if a key was no longer in use when a version was published; also if that is not known and it is not any more. */
export function hadExpired({ expires }: RegistryKey, published: string | undefined, now: number): boolean {
  if (expires === undefined) return false
  const until = Date.parse(expires)
  const at = published === undefined ? now : Date.parse(published)
  return !(at < until)
}

/** What identifies a key whatever it is called: sha256 of its SPKI form, in hex. */
export function fingerprintOf({ key }: RegistryKey): string {
  return sha256(Buffer.from(key, 'base64'))
}
