import { HooksError } from '../../errors.ts'
import {
  isDue,
  isExpired,
  type PublicKey,
  ROLES,
  type Role,
  type RoleKeys,
  type RootPart,
  type Signed,
  SPEC_VERSION,
} from './metadata.ts'
import { handed, keyMissing, type Signer } from './next.ts'

/** Keys by role, each by its name. */
export type Keyring = Readonly<Record<Role, Readonly<Record<string, PublicKey>>>>

/** What the root is to be. */
export interface RootWish {
  readonly before: Signed<RootPart> | undefined
  readonly keys: Keyring
  /** The roles in it get these keys instead of those that they have. */
  readonly newKeys: Keyring | undefined
  /** How many of its own keys must sign a root from now on. */
  readonly threshold: number | undefined
}

/**
 * The root as it is to be: the first one, the one that is there, or the next one. The next one is signed with enough of
 * the keys of both, so that whoever trusts the one before trusts it.
 */
export function nextRoot({ before, keys, newKeys, threshold }: RootWish, signer: Signer): Signed<RootPart> {
  if (!before) return signed(firstRoot(keys, threshold, signer), [], signer)
  const { roles } = before.signed
  const changes = newKeys !== undefined || (threshold ?? roles.root.threshold) !== roles.root.threshold
  const can = handed(roles.root, signer).length >= roles.root.threshold
  if (!changes && !(isDue(before.signed, signer.now) && can)) {
    if (isExpired(before.signed, signer.now)) throw keyMissing('root.json', 'root', 'has expired')
    return before
  }
  if (!can) throw keyMissing('root.json', 'root', 'is to be changed')
  const next = withKeys(before.signed, newKeys, threshold)
  const part = { ...next, version: before.signed.version + 1, expires: signer.expires('root') }
  return signed(part, handed(roles.root, signer), signer)
}

function signed(part: RootPart, by: readonly string[], signer: Signer): Signed<RootPart> {
  const { root } = part.roles
  const own = handed(root, signer)
  if (own.length < root.threshold) throw keyMissing('root.json', 'root', `needs ${root.threshold} signatures`)
  return signer.sign(part, [...new Set([...by, ...own])])
}

function firstRoot(keys: Keyring, threshold: number | undefined, signer: Signer): RootPart {
  const missing = ROLES.find((role) => Object.keys(keys[role]).length === 0)
  if (missing !== undefined) throw keyMissing('root.json', missing, 'is not there yet')
  return {
    _type: 'root',
    spec_version: SPEC_VERSION,
    version: 1,
    expires: signer.expires('root'),
    consistent_snapshot: true,
    keys: Object.assign({}, ...ROLES.map((role) => keys[role])),
    roles: rolesOf((role) => ({
      keyids: Object.keys(keys[role]).sort(),
      threshold: role === 'root' ? checked(threshold ?? 1, Object.keys(keys.root).length) : 1,
    })),
  }
}

function withKeys(root: RootPart, given: Keyring | undefined, threshold: number | undefined): RootPart {
  const roles = rolesOf((role) => {
    const own = Object.keys(given?.[role] ?? {}).sort()
    const { keyids, threshold: before } = root.roles[role]
    const next = own.length > 0 ? own : keyids
    const wanted = role === 'root' ? (threshold ?? Math.min(before, next.length)) : before
    return { keyids: next, threshold: checked(wanted, next.length) }
  })
  const all = Object.assign({}, root.keys, ...ROLES.map((role) => given?.[role] ?? {}))
  const used = new Set(ROLES.flatMap((role) => roles[role].keyids))
  const keys = Object.fromEntries(Object.entries(all).filter(([id]) => used.has(id))) as RootPart['keys']
  return { ...root, keys, roles }
}

function rolesOf(keysOf: (role: Role) => RoleKeys): RootPart['roles'] {
  return Object.fromEntries(ROLES.map((role) => [role, keysOf(role)])) as unknown as RootPart['roles']
}

function checked(threshold: number, keys: number): number {
  if (Number.isInteger(threshold) && threshold >= 1 && threshold <= keys) return threshold
  throw new HooksError(
    'usage',
    `${threshold} signatures are wanted of ${keys} root ${keys === 1 ? 'key' : 'keys'}`,
    {
      hint: '`--threshold` is at least 1, and at most as many as there are root keys',
    },
  )
}
