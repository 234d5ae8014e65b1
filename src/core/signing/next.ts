import { isDeepStrictEqual } from 'node:util'
import { HooksError } from '../../errors.ts'
import {
  isDue,
  isExpired,
  isSignedBy,
  type PublicKey,
  type Role,
  type RoleKeys,
  type Signed,
  type SignedPart,
  SPEC_VERSION,
} from './metadata.ts'

/** What signing needs of the world. */
export interface Signer {
  /** The keys at hand, by their names. */
  readonly hand: Readonly<Record<string, PublicKey>>
  /** Milliseconds since 1970. */
  readonly now: number
  /** When metadata of a role expires that is signed now. */
  readonly expires: (role: Role) => string
  readonly sign: <T extends SignedPart>(part: T, keyids: readonly string[]) => Signed<T>
}

/** What a part says, without what every part has. */
type Content<T extends SignedPart> = Omit<T, '_type' | 'spec_version' | 'version' | 'expires'>

/** A role's metadata as it is to be: what is there, where that still says the same and lives, else a new version. */
export function nextOf<T extends SignedPart>(
  name: string,
  content: Content<T> & { readonly _type: T['_type'] },
  around: { readonly before: Signed<T> | undefined; readonly keys: RoleKeys; readonly signer: Signer },
): Signed<T> {
  const { before, keys, signer } = around
  const role = content._type
  const why = before ? whyRenew(before, content, around) : 'is not there yet'
  const can = handed(keys, signer).length >= keys.threshold
  if (before && (why === undefined || (why === 'is due' && !can))) return before
  if (!can) throw keyMissing(name, role, why ?? '')
  const part = {
    ...content,
    spec_version: SPEC_VERSION,
    version: (before?.signed.version ?? 0) + 1,
    expires: signer.expires(role),
  }
  return signer.sign(part as unknown as T, handed(keys, signer))
}

function whyRenew<T extends SignedPart>(
  before: Signed<T>,
  content: Content<T> & { readonly _type: T['_type'] },
  { keys, signer }: { readonly keys: RoleKeys; readonly signer: Signer },
): string | undefined {
  const { spec_version, version, expires, ...said } = before.signed
  if (!isDeepStrictEqual(said, content)) return 'has changed'
  if (!isSignedBy(before, keys)) return 'is signed with other keys'
  if (isExpired(before.signed, signer.now)) return 'has expired'
  return isDue(before.signed, signer.now) ? 'is due' : undefined
}

/** The keys of a role that are at hand. */
export function handed({ keyids }: RoleKeys, { hand }: Pick<Signer, 'hand'>): readonly string[] {
  return keyids.filter((id) => Object.hasOwn(hand, id))
}

/** What cannot be signed here, and why it would have to be. */
export function keyMissing(name: string, role: Role, why: string): HooksError {
  return new HooksError(
    'signing-key-missing',
    `\`${name}\` ${why}, and too few keys of the role \`${role}\` that its root names are at hand`,
    {
      hint: `give the folder with them: \`--keys <folder>\`; they are files called ${role}.pem or ${role}-….pem`,
    },
  )
}
