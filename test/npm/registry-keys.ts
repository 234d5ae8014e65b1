import { createHash, generateKeyPairSync, type KeyObject, sign } from 'node:crypto'
import type { Behaviour, Described } from './mock-registry.ts'
import { json } from './mock-registry.ts'

/** A key of a registry, of npm's kind. */
export interface SigningKey {
  readonly keyid: string
  readonly privateKey: KeyObject
  /** As `/-/npm/v1/keys` has it. */
  readonly listed: Readonly<Record<string, unknown>>
  /** sha256 of the public key, in hex. */
  readonly fingerprint: string
}

/** A new key. Two may have the same name. */
export function signingKey(keyid = 'SHA256:test', expires: string | null = null): SigningKey {
  const { publicKey, privateKey } = generateKeyPairSync('ec', { namedCurve: 'prime256v1' })
  const der = publicKey.export({ format: 'der', type: 'spki' })
  const listed = { keyid, keytype: 'ecdsa-sha2-nistp256', scheme: 'ecdsa-sha2-nistp256', expires }
  return {
    keyid,
    privateKey,
    listed: { ...listed, key: der.toString('base64') },
    fingerprint: createHash('sha256').update(der).digest('hex'),
  }
}

/** Answers with a list of keys. */
export function listing(...keys: readonly SigningKey[]): NonNullable<Behaviour['keys']> {
  return json({ keys: keys.map(({ listed }) => listed) })
}

/** The signature of a text such as `name@version:integrity`. */
export function signatureOf(text: string, { keyid, privateKey }: SigningKey) {
  return { keyid, sig: sign('sha256', Buffer.from(text), privateKey).toString('base64') }
}

/** What a registry says of a version, signed as npm does it. */
export function signedBy(...keys: readonly SigningKey[]): NonNullable<Behaviour['newest']> {
  return (described) => {
    const { name, version, dist } = described
    const signatures = keys.map((key) => signatureOf(`${name}@${version}:${dist.integrity}`, key))
    return { ...described, dist: { ...dist, signatures } }
  }
}

/** The same with signatures of whatever. */
export function withSignatures(signatures: unknown): NonNullable<Behaviour['newest']> {
  return (described: Described) => ({ ...described, dist: { ...described.dist, signatures } })
}
