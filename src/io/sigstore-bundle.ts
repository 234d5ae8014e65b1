/** What a signed bundle says, and who has signed it according to a trusted certificate. */
export interface Signed {
  /** The extensions of the certificate by their numbers. */
  readonly extensions: ReadonlyMap<string, Uint8Array>
}

/** The statement in a bundle, before anything of it has been checked; undefined when there is none. */
export function statementIn(bundle: unknown): unknown {
  const { dsseEnvelope } = (bundle ?? {}) as { readonly dsseEnvelope?: Readonly<Record<string, unknown>> }
  if (dsseEnvelope?.['payloadType'] !== 'application/vnd.in-toto+json') return undefined
  try {
    return JSON.parse(Buffer.from(String(dsseEnvelope['payload']), 'base64').toString('utf8')) as unknown
  } catch {
    return undefined
  }
}

/**
 * Verifies a Sigstore bundle against a trusted root: certificate, its log, the log of signatures, time, signature. Throws
 * what is wrong with it.
 */
export async function verifyBundle(bundle: unknown, root: unknown): Promise<Signed> {
  const [{ bundleFromJSON }, { TrustedRoot }, { toSignedEntity, toTrustMaterial, Verifier }] =
    await Promise.all([
      import('@sigstore/bundle'),
      import('@sigstore/protobuf-specs'),
      import('@sigstore/verify'),
    ])
  const trusted = toTrustMaterial(TrustedRoot.fromJSON(root))
  const { identity } = new Verifier(trusted).verify(toSignedEntity(bundleFromJSON(bundle)))
  if (!identity) throw new Error('it is signed with a bare key, not by an identity')
  return {
    extensions: new Map((identity.oids ?? []).map(({ oid, value }) => [oid?.id.join('.') ?? '', value])),
  }
}
