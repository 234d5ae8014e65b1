import { sign } from 'node:crypto'
import type { MetadataKind } from '@tufjs/models'
import type { JSONObject } from '@tufjs/models/dist/utils/index.js'
import type { Role, Signed, SignedPart } from '../../core/signing/metadata.ts'
import type { Signer } from '../../core/signing/next.ts'
import type { Keys } from './keys.ts'

/** Signs with these keys, as TUF's own library writes what is signed. */
export async function signerWith(
  keys: readonly Keys[],
  { now, expires }: { readonly now: number; readonly expires: (role: Role) => string },
): Promise<Signer> {
  const { Metadata, Signature } = await import('@tufjs/models')
  const secrets = new Map(keys.flatMap((one) => [...one.secrets]))
  return {
    now,
    expires,
    hand: Object.assign({}, ...keys.flatMap(({ ring }) => Object.values(ring))),
    sign: <T extends SignedPart>(part: T, keyids: readonly string[]): Signed<T> => {
      const document = { signed: part, signatures: [] } as unknown as JSONObject
      const metadata = Metadata.fromJSON(part._type as MetadataKind.Root, document)
      for (const keyID of keyids) {
        const secret = secrets.get(keyID)
        if (!secret) throw new Error(`no key ${keyID}`)
        metadata.sign((data) => new Signature({ keyID, sig: sign(null, data, secret).toString('hex') }))
      }
      return metadata.toJSON() as unknown as Signed<T>
    },
  }
}

/** The bytes of a metadata file. */
export function metadataBytes(document: Signed): Buffer {
  return Buffer.from(`${JSON.stringify(document)}\n`)
}
