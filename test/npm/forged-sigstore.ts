import { createHash, generateKeyPairSync, sign } from 'node:crypto'
import { initializeCA, initializeCTLog, initializeTLog } from '@sigstore/mock'

/** A build, as its certificate says. */
export interface Build {
  readonly issuer?: string
  readonly repository?: string
  readonly workflow?: string
}

/** What an attestation is about. */
interface About {
  readonly name: string
  readonly version: string
  readonly bytes: Uint8Array
}

/** A Sigstore of one's own: an authority, its logs, and what trusts them. */
export interface ForgedSigstore {
  /** The trusted root, as JSON. */
  readonly root: unknown
  /** An attestation as npm's endpoint has it. */
  readonly attest: (about: About, build?: Build, change?: (statement: Statement) => object) => Promise<object>
}

interface Statement {
  readonly _type: string
  readonly subject: readonly { readonly name: string; readonly digest: Readonly<Record<string, string>> }[]
  readonly predicateType: string
  readonly predicate: unknown
}

const SLSA = 'https://slsa.dev/provenance/v1'
const REPOSITORY = 'https://github.com/acme/hello'
const FULCIO = '1.3.6.1.4.1.57264.1'

/** Starts one, with keys of its own. */
export async function forgedSigstore(): Promise<ForgedSigstore> {
  const keyPair = generateKeyPairSync('ec', { namedCurve: 'prime256v1' })
  const ctlog = await initializeCTLog(keyPair)
  const ca = await initializeCA(keyPair, ctlog)
  const tlog = await initializeTLog('https://rekor.example', keyPair)
  const validFor = { start: '2020-01-01T00:00:00Z' }
  const log = (baseUrl: string, key: Uint8Array, keyId: Uint8Array) => ({
    baseUrl,
    hashAlgorithm: 'SHA2_256',
    publicKey: { rawBytes: base64(key), keyDetails: 'PKIX_ECDSA_P256_SHA_256', validFor },
    logId: { keyId: base64(keyId) },
  })
  const tlogId = createHash('sha256').update(tlog.publicKey).digest()
  const root = {
    mediaType: 'application/vnd.dev.sigstore.trustedroot+json;version=0.1',
    tlogs: [log('https://rekor.example', tlog.publicKey, tlogId)],
    ctlogs: [log('https://ct.example', ctlog.publicKey, bytesOf(ctlog.logID))],
    certificateAuthorities: [
      {
        subject: { organization: 'sigstore.mock', commonName: 'sigstore' },
        uri: 'https://fulcio.example',
        certChain: { certificates: [{ rawBytes: base64(bytesOf(ca.rootCertificate)) }] },
        validFor,
      },
    ],
    timestampAuthorities: [],
  }
  const attest: ForgedSigstore['attest'] = async (about, build = {}, change = (statement) => statement) => {
    const payload = Buffer.from(JSON.stringify(change(statementOf(about))))
    const leaf = generateKeyPairSync('ec', { namedCurve: 'prime256v1' })
    const payloadType = 'application/vnd.in-toto+json'
    const signed = Buffer.concat([
      Buffer.from(`DSSEv1 ${payloadType.length} ${payloadType} ${payload.length} `),
      payload,
    ])
    const sig = sign('sha256', signed, leaf.privateKey).toString('base64')
    const certificate = bytesOf(
      await ca.issueCertificate({
        publicKey: leaf.publicKey.export({ format: 'der', type: 'spki' }) as Buffer<ArrayBuffer>,
        ...identityOf(build),
      }),
    )
    const entry = {
      kind: 'dsse',
      apiVersion: '0.0.1',
      spec: {
        payloadHash: { algorithm: 'sha256', value: createHash('sha256').update(payload).digest('hex') },
        signatures: [{ signature: sig, verifier: certificate.toString('base64') }],
      },
    }
    const [logged] = Object.values(await tlog.log(entry))
    return {
      predicateType: SLSA,
      bundle: {
        mediaType: 'application/vnd.dev.sigstore.bundle+json;version=0.2',
        verificationMaterial: {
          x509CertificateChain: { certificates: [{ rawBytes: certificate.toString('base64') }] },
          tlogEntries: [entryOf(logged as unknown as Logged)],
          timestampVerificationData: { rfc3161Timestamps: [] },
        },
        dsseEnvelope: {
          payload: payload.toString('base64'),
          payloadType,
          signatures: [{ sig, keyid: '' }],
        },
      },
    }
  }
  return { root, attest }
}

function statementOf({ name, version, bytes }: About): Statement {
  const sha512 = createHash('sha512').update(bytes).digest('hex')
  const purl = `pkg:npm/${name.replace('@', '%40')}@${version}`
  return {
    _type: 'https://in-toto.io/Statement/v1',
    subject: [{ name: purl, digest: { sha512 } }],
    predicateType: SLSA,
    predicate: { buildDefinition: {}, runDetails: {} },
  }
}

function identityOf({
  issuer = 'https://token.actions.githubusercontent.com',
  repository = REPOSITORY,
  workflow = '.github/workflows/release.yml',
}: Build) {
  const config = `${repository}/${workflow}@refs/heads/main`
  const extension = (id: number, value: string) => ({ oid: `${FULCIO}.${id}`, value })
  return {
    subjectAltName: config,
    extensions: [
      { ...extension(1, issuer), legacy: true },
      extension(8, issuer),
      ...(repository === '' ? [] : [extension(12, repository)]),
      extension(18, config),
    ],
  }
}

interface Logged {
  readonly body: string
  readonly integratedTime: number
  readonly logID: string
  readonly logIndex: number
  readonly verification: {
    readonly signedEntryTimestamp: string
    readonly inclusionProof: {
      readonly logIndex: number
      readonly treeSize: number
      readonly rootHash: string
      readonly hashes: readonly string[]
      readonly checkpoint: string
    }
  }
}

/** A log's answer in the words of bundles. */
function entryOf({ body, integratedTime, logID, logIndex, verification }: Logged) {
  const { inclusionProof: proof, signedEntryTimestamp } = verification
  return {
    logIndex: String(logIndex),
    logId: { keyId: Buffer.from(logID, 'hex').toString('base64') },
    kindVersion: { kind: 'dsse', version: '0.0.1' },
    integratedTime: String(integratedTime),
    inclusionPromise: { signedEntryTimestamp },
    inclusionProof: {
      logIndex: String(proof.logIndex),
      rootHash: Buffer.from(proof.rootHash, 'hex').toString('base64'),
      treeSize: String(proof.treeSize),
      hashes: [],
      checkpoint: { envelope: proof.checkpoint },
    },
    canonicalizedBody: body,
  }
}

function bytesOf(view: ArrayBufferView | ArrayBuffer): Buffer {
  return ArrayBuffer.isView(view)
    ? Buffer.from(view.buffer, view.byteOffset, view.byteLength)
    : Buffer.from(view)
}

function base64(bytes: Uint8Array): string {
  return Buffer.from(bytes).toString('base64')
}
