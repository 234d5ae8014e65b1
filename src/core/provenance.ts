/** Who built something, as the certificate of the signature says. */
export interface Builder {
  readonly issuer: string
  readonly repository: string
  readonly workflow: string
}

/** What an attestation has to be about. */
export interface Subject {
  readonly name: string
  readonly version: string
  /** `sha512-…` of the bytes. */
  readonly integrity: string
}

/** The kinds of predicates that are provenance; GitLab's builds still have the older one. */
export const PROVENANCE_TYPES: readonly string[] = [
  'https://slsa.dev/provenance/v1',
  'https://slsa.dev/provenance/v0.2',
]

const STATEMENT_TYPES: readonly unknown[] = [
  'https://in-toto.io/Statement/v1',
  'https://in-toto.io/Statement/v0.1',
]

/** Why a statement is no provenance of a version, in words; undefined if it is. */
export function statementFault(statement: unknown, subject: Subject): string | undefined {
  const { _type, subject: subjects, predicateType } = asRecord(statement)
  if (!STATEMENT_TYPES.includes(_type) || !PROVENANCE_TYPES.includes(String(predicateType)))
    return 'it is no statement about a build'
  const named = (Array.isArray(subjects) ? subjects : []).map(asRecord)
  const ours = named.filter(({ name }) => name === purlOf(subject))
  if (ours.length === 0) return `it is about \`${String(named[0]?.['name']).slice(0, 200)}\``
  const sha512 = Buffer.from(subject.integrity.replace(/^sha512-/, ''), 'base64').toString('hex')
  return ours.some(({ digest }) => asRecord(digest)['sha512'] === sha512)
    ? undefined
    : 'it is about other bytes'
}

/** `pkg:npm/%40acme/guard@1.0.0`. */
function purlOf({ name, version }: Subject): string {
  return `pkg:npm/${name.replace(/^@/, '%40')}@${version}`
}

// Extensions of certificates that Sigstore's authority gives out.
const ISSUER = '1.3.6.1.4.1.57264.1.8'
const BUILD_SIGNER = '1.3.6.1.4.1.57264.1.9'
const SOURCE_REPOSITORY = '1.3.6.1.4.1.57264.1.12'
const BUILD_CONFIG = '1.3.6.1.4.1.57264.1.18'

/** Who has built it, from the extensions of a certificate by their numbers; undefined where it was no build. */
export function builderIn(extensions: ReadonlyMap<string, Uint8Array>): Builder | undefined {
  const said = (id: string): string | undefined => textIn(extensions.get(id))
  const [issuer, repository] = [said(ISSUER), said(SOURCE_REPOSITORY)]
  const config = said(BUILD_CONFIG) ?? said(BUILD_SIGNER)
  if (issuer === undefined || repository === undefined || config === undefined) return undefined
  return { issuer, repository, workflow: workflowIn(config, repository) }
}

/** `https://github.com/acme/guard/.github/workflows/release.yml@refs/tags/v1`, without repository and ref. */
function workflowIn(config: string, repository: string): string {
  const file = config.replace(/@[^@]*$/, '')
  return file.startsWith(`${repository}/`) ? file.slice(repository.length).replace(/^\/+/, '') : file
}

/** The text of a DER UTF8String with a length of up to 65,535 bytes. */
function textIn(der: Uint8Array | undefined): string | undefined {
  if (der?.[0] !== 0x0c) return undefined
  const [, first = 0, second = 0, third = 0] = der
  const [start, length] = first < 0x80 ? [2, first] : first === 0x81 ? [3, second] : [4, second * 256 + third]
  return first <= 0x82 && der.length === start + length
    ? Buffer.from(der.subarray(start)).toString('utf8')
    : undefined
}

function asRecord(value: unknown): Readonly<Record<string, unknown>> {
  return typeof value === 'object' && value !== null ? (value as Record<string, unknown>) : {}
}
