/**
 * What proves where a version of a pack comes from, as it was checked when it was fetched. Absent: nothing but the
 * integrity that its registry named over https.
 */
export type Evidence =
  /** The npm registry's own signature over name, version and integrity. */
  | {
      readonly kind: 'registry-signature'
      /** What the registry calls its key. */
      readonly keyid: string
      /**
       * sha256 of the public key, in hex: the name alone could be given to another key. `npm` for any of npm's own,
       * which come with Hookpack.
       */
      readonly key: string
    }
  /** A Sigstore attestation of the build, by whom it was built from what. */
  | {
      readonly kind: 'provenance'
      /** Who vouches for the identity, such as `https://token.actions.githubusercontent.com`. */
      readonly issuer: string
      readonly repository: string
      /** Path of the workflow in the repository, without its ref. */
      readonly workflow: string
    }
  /** Signed metadata (TUF) of a static registry; `root` is the first root that was trusted. */
  | { readonly kind: 'signed'; readonly root: TrustedRoot }

/** A `root.json` of a signed registry. */
export interface TrustedRoot {
  readonly version: number
  /** Of the file, in hex. */
  readonly sha256: string
}

const RANKS = { 'registry-signature': 1, provenance: 2, signed: 2 } as const

/** The kinds of evidence that policies can ask for, weakest first. */
export const EVIDENCE_KINDS = ['none', 'registry-signature', 'provenance', 'signed'] as const
export type EvidenceKind = (typeof EVIDENCE_KINDS)[number]

/** How much evidence proves: 0 for none. Kinds of the same rank come from different kinds of registries. */
export function rankOf(evidence: Pick<Evidence, 'kind'> | undefined): number {
  return evidence === undefined ? 0 : RANKS[evidence.kind]
}

/** What was proven before and is not any more, in words; undefined if nothing was lost. */
export function evidenceLost(before: Evidence | undefined, after: Evidence | undefined): string | undefined {
  if (before === undefined) return undefined
  if (rankOf(after) < rankOf(before)) return `it had ${inWords(before)}, and now has ${inWords(after)}`
  if (before.kind === 'provenance' && after?.kind === 'provenance') {
    const other = (['issuer', 'repository', 'workflow'] as const).find((key) => before[key] !== after[key])
    return other && `its ${other} was \`${before[other]}\`, and is now \`${after[other]}\``
  }
  if (
    before.kind === 'registry-signature' &&
    after?.kind === 'registry-signature' &&
    before.key !== after.key
  )
    return `its registry signed with the key \`${before.keyid}\`, and now with ${otherKey(before, after)}`
  if (before.kind === 'signed' && after?.kind === 'signed' && before.root.sha256 !== after.root.sha256)
    return 'its registry is signed from another root'
  return undefined
}

function otherKey(
  before: Extract<Evidence, { kind: 'registry-signature' }>,
  after: Extract<Evidence, { kind: 'registry-signature' }>,
): string {
  return before.keyid === after.keyid ? 'another key of that name' : `\`${after.keyid}\``
}

/** The evidence that later versions are measured by: of a lockfile's word and the user's own memory, the better one. */
export function betterEvidence(
  locked: Evidence | undefined,
  remembered: Evidence | undefined,
): Evidence | undefined {
  // A lockfile comes with the project: it can say more than is remembered, but nothing else.
  return rankOf(locked) > rankOf(remembered) ? locked : remembered
}

/** True for evidence as files have it. */
export function isEvidence(value: unknown): value is Evidence {
  const evidence = (value ?? {}) as Readonly<Record<string, unknown>>
  const texts = (...keys: readonly string[]): boolean =>
    keys.every((key) => typeof evidence[key] === 'string')
  switch (evidence['kind']) {
    case 'registry-signature':
      return texts('keyid', 'key')
    case 'provenance':
      return texts('issuer', 'repository', 'workflow')
    case 'signed': {
      const { version, sha256 } = (evidence['root'] ?? {}) as Readonly<Record<string, unknown>>
      return typeof version === 'number' && typeof sha256 === 'string'
    }
    default:
      return false
  }
}

/** Evidence as people are told. */
export function inWords(evidence: Evidence | undefined): string {
  switch (evidence?.kind) {
    case undefined:
      return 'no signature'
    case 'registry-signature':
      return "the registry's signature"
    case 'provenance':
      return `provenance from ${evidence.repository}`
    case 'signed':
      return 'the signature of its registry'
  }
}
