import { sha256 } from '../integrity.ts'

/** The roles that a root names. Bins are signed with the keys of `targets`. */
export const ROLES = ['root', 'targets', 'snapshot', 'timestamp'] as const
export type Role = (typeof ROLES)[number]

/** A public key, as TUF writes it. */
export interface PublicKey {
  readonly keytype: 'ed25519'
  readonly scheme: 'ed25519'
  readonly keyval: { readonly public: string }
}

/** Whose signatures a role needs, and of how many of them. */
export interface RoleKeys {
  readonly keyids: readonly string[]
  readonly threshold: number
}

/** A file that is listed. */
export interface Target {
  readonly length: number
  readonly hashes: { readonly sha256: string }
}
export type Targets = Readonly<Record<string, Target>>

interface Common {
  readonly spec_version: string
  readonly version: number
  /** RFC 3339, seconds. */
  readonly expires: string
}

export interface RootPart extends Common {
  readonly _type: 'root'
  readonly consistent_snapshot: boolean
  readonly keys: Readonly<Record<string, PublicKey>>
  readonly roles: Readonly<Record<Role, RoleKeys>>
}

export interface TargetsPart extends Common {
  readonly _type: 'targets'
  readonly targets: Targets
  readonly delegations?: {
    readonly keys: Readonly<Record<string, PublicKey>>
    readonly succinct_roles: RoleKeys & { readonly bit_length: number; readonly name_prefix: string }
  }
}

export interface SnapshotPart extends Common {
  readonly _type: 'snapshot'
  readonly meta: Readonly<Record<string, { readonly version: number }>>
}

export interface TimestampPart extends Common {
  readonly _type: 'timestamp'
  readonly meta: {
    readonly 'snapshot.json': {
      readonly version: number
      readonly length: number
      readonly hashes: { readonly sha256: string }
    }
  }
}

export type SignedPart = RootPart | TargetsPart | SnapshotPart | TimestampPart

/** Metadata with its signatures, as a file has it. */
export interface Signed<T extends SignedPart = SignedPart> {
  readonly signed: T
  readonly signatures: readonly { readonly keyid: string; readonly sig: string }[]
}

export const SPEC_VERSION = '1.0.31'

const DAY = 86_400_000

/** Days until a role's metadata expires. */
export const LIFETIMES: Readonly<Record<Role, number>> = {
  root: 365,
  targets: 180,
  snapshot: 90,
  timestamp: 14,
}

/** True in the second half of its time: whoever has the key renews it then. */
export function isDue({ _type, expires }: SignedPart, now: number): boolean {
  return Date.parse(expires) - now < (LIFETIMES[_type] * DAY) / 2
}

/** True when readers refuse it. */
export function isExpired({ expires }: SignedPart, now: number): boolean {
  return Date.parse(expires) <= now
}

/** The name of a key: the hash of its canonical form. */
export function keyIdOf({ keytype, keyval, scheme }: PublicKey): string {
  return sha256(JSON.stringify({ keytype, keyval: { public: keyval.public }, scheme }))
}

/** True when enough of a role's keys have signed, by their names; the signatures themselves are checked by readers. */
export function isSignedBy({ signatures }: Signed, { keyids, threshold }: RoleKeys): boolean {
  const signers = new Set(signatures.map(({ keyid }) => keyid))
  return keyids.filter((id) => signers.has(id)).length >= threshold
}
