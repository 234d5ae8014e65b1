import type { RegistryKey } from '../core/registry-signature.ts'

interface Seed {
  readonly targets: Readonly<Record<string, string>>
}

interface NpmKeys {
  readonly keys: readonly {
    readonly keyId: string
    readonly keyUsage: string
    readonly publicKey: { readonly rawBytes: string; readonly validFor: { readonly end?: string } }
  }[]
}

const ROOT = /^trusted_root\.json$/
/** Below the name of npm's public registry. */
const NPMS_KEYS = /%2Fkeys\.json$/

/** What Sigstore's root trusted when the library that carries it was published. */
export function seededRoot(): unknown {
  return target(ROOT)
}

/** npm's keys for signatures, which Sigstore's root has as well. */
export function npmsOwnKeys(): readonly RegistryKey[] {
  return (target(NPMS_KEYS) as NpmKeys).keys
    .filter(({ keyUsage }) => keyUsage === 'npm:signatures')
    .map(({ keyId, publicKey: { rawBytes, validFor } }) => ({
      keyid: keyId,
      key: rawBytes,
      ...(validFor.end === undefined ? {} : { expires: validFor.end }),
    }))
}

/** Only the file is read; the client for Sigstore's root takes half a second to load. */
function target(name: RegExp): unknown {
  const [seed] = Object.values(require('@sigstore/tuf/seeds.json') as Readonly<Record<string, Seed>>)
  const [, content = ''] = Object.entries(seed?.targets ?? {}).find(([one]) => name.test(one)) ?? []
  return JSON.parse(Buffer.from(content, 'base64').toString('utf8'))
}
