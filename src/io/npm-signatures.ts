import type { Evidence } from '../core/evidence.ts'
import { fingerprintOf, hadExpired, isSignedBy, type RegistrySignature } from '../core/registry-signature.ts'
import type { HooksError } from '../errors.ts'
import type { NpmVersion } from '../schema/packument.ts'
import { once } from './npm-config.ts'
import { invalidSignature, type KnownKey, keysOf } from './npm-keys.ts'
import { publishedAt, type Where } from './npm-packument.ts'
import type { Asking } from './npm-request.ts'

/** A version of a package in a registry. */
export interface Version {
  readonly name: string
  readonly found: NpmVersion
  readonly integrity: string
  readonly where: Where
  readonly asking: Asking
}

/**
 * The registry's own signature of a version, checked. Undefined if it names none, or nothing can be said of it, which is
 * noted; a signature that is there and does not hold is an error, each of them if there are several.
 */
export async function registrySignature(one: Version): Promise<Evidence | undefined> {
  const { signatures, version } = one.found
  if (signatures.length === 0) return undefined
  const found = await keysOf(
    signatures.map(({ keyid }) => keyid),
    one.where,
    one.asking,
  )
  if ('unknown' in found) {
    once(one.asking.note, { code: 'signature-unchecked', pack: one.name, version, why: found.unknown })
    return undefined
  }
  const keys: KnownKey[] = []
  for (const signature of signatures) keys.push(await checkedKey(signature, found.keys, one))
  // During a change of keys there may be two; the one that stays is remembered.
  const key = keys.find(({ expires }) => expires === undefined) ?? keys[0]
  return key && { kind: 'registry-signature', keyid: key.keyid, key: key.npms ? 'npm' : fingerprintOf(key) }
}

async function checkedKey(
  signature: RegistrySignature,
  keys: readonly KnownKey[],
  one: Version,
): Promise<KnownKey> {
  const { name, found, integrity } = one
  const { version } = found
  const key = keys.find(({ keyid }) => keyid === signature.keyid)
  if (!key) throw unknownKey(signature, one)
  if (!isSignedBy(key, signature, { name, version, integrity }))
    throw invalidSignature(`${hostOf(one)} names a signature of \`${name}@${version}\` that does not hold`)
  if (hadExpired(key, await published(key, one), Date.now())) throw expiredKey(key, one)
  return key
}

/** npm's short description of a package does not say when its versions were published, the whole one does. */
async function published(
  key: KnownKey,
  { name, found, where, asking }: Version,
): Promise<string | undefined> {
  if (found.published !== undefined || key.expires === undefined) return found.published
  return publishedAt(name, found.version, { where, asking })
}

function unknownKey({ keyid }: RegistrySignature, one: Version): HooksError {
  const { name, found } = one
  return invalidSignature(
    `\`${name}@${found.version}\` is signed with a key that ${hostOf(one)} does not have: \`${keyid.slice(0, 100)}\``,
  )
}

function expiredKey({ keyid, expires }: KnownKey, one: Version): HooksError {
  const { name, found } = one
  return invalidSignature(
    `\`${name}@${found.version}\` is signed with a key of ${hostOf(one)} that was out of use by then: \`${keyid.slice(0, 100)}\`, until ${expires}`,
  )
}

function hostOf({ where }: Version): string {
  return `\`${new URL(where.registry).host}\``
}
