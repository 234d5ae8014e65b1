import { BIN_PREFIX, binOf, binsOf, bitsFor } from './bins.ts'
import type {
  RootPart,
  Signed,
  SignedPart,
  SnapshotPart,
  Targets,
  TargetsPart,
  TimestampPart,
} from './metadata.ts'
import { nextOf, type Signer } from './next.ts'
import { nextRoot, type RootWish } from './root.ts'

/** The signed metadata of a registry, as far as it is there. */
export interface Metadata {
  readonly root: Signed<RootPart>
  readonly targets: Signed<TargetsPart>
  readonly bins: Readonly<Record<string, Signed<TargetsPart>>>
  readonly snapshot: Signed<SnapshotPart>
  readonly timestamp: Signed<TimestampPart>
}

/** What a registry consists of, and what is signed of it already. */
export interface SigningWish extends Omit<RootWish, 'before'> {
  readonly before: Partial<Metadata>
  /** The few files that every reader needs: they are listed at the top. */
  readonly top: Targets
  /** All others, which are listed in bins. */
  readonly listed: Targets
  /** A file as it is written, and its hash. */
  readonly written: (document: Signed) => { readonly length: number; readonly sha256: string }
}

/**
 * The metadata as it is to be. What still says the same, and is not due, stays as it is; only the timestamp is new each
 * time. Throws `signing-key-missing` where something has to be signed, and its keys are not at hand.
 */
export function signAll(wish: SigningWish, signer: Signer): Metadata {
  const { before } = wish
  const root = nextRoot({ ...wish, before: before.root }, signer)
  const { roles } = root.signed
  const bits = Math.max(bitsFor(Object.keys(wish.listed).length), bitsOf(before.targets))
  const bins = nextBins(wish, { bits, root: root.signed, signer })
  const targets = nextOf<TargetsPart>(
    'targets.json',
    { _type: 'targets', targets: wish.top, delegations: delegationsOf(root.signed, bits) },
    { before: before.targets, keys: roles.targets, signer },
  )
  const snapshot = nextOf<SnapshotPart>(
    'snapshot.json',
    { _type: 'snapshot', meta: metaOf(targets, bins, before.snapshot) },
    { before: before.snapshot, keys: roles.snapshot, signer },
  )
  const { length, sha256 } = wish.written(snapshot)
  const meta = { 'snapshot.json': { version: snapshot.signed.version, length, hashes: { sha256 } } }
  const timestamp = nextOf<TimestampPart>(
    'timestamp.json',
    { _type: 'timestamp', meta },
    // Each signing is a sign of life.
    { before: expiredNow(before.timestamp), keys: roles.timestamp, signer },
  )
  return { root, targets, bins, snapshot, timestamp }
}

/** Bins never get fewer: they would have the names of others. */
function bitsOf(targets: Signed<TargetsPart> | undefined): number {
  return targets?.signed.delegations?.succinct_roles.bit_length ?? 0
}

function nextBins(
  { listed, before }: SigningWish,
  { bits, root, signer }: { readonly bits: number; readonly root: RootPart; readonly signer: Signer },
): Metadata['bins'] {
  const contents = new Map<string, Record<string, Targets[string]>>(binsOf(bits).map((name) => [name, {}]))
  for (const [path, target] of Object.entries(listed)) {
    const bin = contents.get(binOf(path, bits))
    if (bin) bin[path] = target
  }
  return Object.fromEntries(
    [...contents].map(([name, targets]) => {
      const around = { before: before.bins?.[name], keys: root.roles.targets, signer }
      return [name, nextOf<TargetsPart>(`${name}.json`, { _type: 'targets', targets }, around)]
    }),
  )
}

function delegationsOf({ keys, roles }: RootPart, bits: number): NonNullable<TargetsPart['delegations']> {
  const { keyids, threshold } = roles.targets
  return {
    keys: Object.fromEntries(Object.entries(keys).filter(([id]) => keyids.includes(id))),
    succinct_roles: { keyids, threshold, bit_length: bits, name_prefix: BIN_PREFIX },
  }
}

/** Whoever has seen a file in a snapshot wants to see it in every later one, also a bin that is used no more. */
function metaOf(
  targets: Signed<TargetsPart>,
  bins: Metadata['bins'],
  before: Signed<SnapshotPart> | undefined,
): SnapshotPart['meta'] {
  const own = Object.entries(bins).map(([name, { signed }]) => [`${name}.json`, { version: signed.version }])
  return {
    ...before?.signed.meta,
    'targets.json': { version: targets.signed.version },
    ...Object.fromEntries(own),
  }
}

function expiredNow<T extends SignedPart>(document: Signed<T> | undefined): Signed<T> | undefined {
  return document && { ...document, signed: { ...document.signed, expires: '1970-01-01T00:00:00Z' } }
}
