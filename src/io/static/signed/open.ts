import type { TrustedRoot } from '../../../core/evidence.ts'
import type { Note } from '../../../core/notes.ts'
import type { NetworkMode } from '../../../core/source.ts'
import { HooksError } from '../../../errors.ts'
import type { Registry } from '../../../schema/registry.ts'
import type { Cache } from '../../cache.ts'
import { reason } from '../../read.ts'
import { registryIn } from '../documents.ts'
import { LIMITS } from '../limits.ts'
import {
  anchorsOf,
  type First,
  firstRoot,
  gone,
  type Looked,
  otherRoot,
  rootAt,
  type Trust,
} from './anchors.ts'
import { openSession, type Session, type Start } from './session.ts'
import { keepTrusted, readTrusted, type Trusted } from './trusted.ts'
import { verified } from './verified.ts'

/** A registry that may be signed, and how far to go for it. */
export interface Around extends Looked {
  readonly trust: Trust
  readonly mode: NetworkMode
  readonly bins: Cache
  /** Milliseconds since 1970. */
  readonly now: () => number
  readonly note: (note: Note) => void
}

/** A signed registry as it is now. */
export interface Opened {
  readonly session: Session
  /** From the first root that was trusted to the newest. */
  readonly roots: readonly TrustedRoot[]
  /** `registry.json`, which was checked. */
  readonly info: Uint8Array
}

/** So long, in seconds, is what was read right if the registry does not say how long. */
const TTL = 300

/**
 * Opens a registry that must be signed, because it was, or because somebody names its root. Nothing is remembered before
 * all of it was right.
 */
export async function openSigned(around: Around, force: boolean): Promise<Opened> {
  const { called, env, trust } = around
  const trusted = await readTrusted(called, env)
  const knowsAll = anchorsOf(trust).every(({ sha256 }) =>
    trusted?.roots.some((root) => root.sha256 === sha256),
  )
  const first = trusted && knowsAll ? undefined : await firstRoot(around, trust, trusted)
  const session = await openedSession(startOf(around, { trusted, first, force }), { around, trusted, first })
  const roots = chainOf(around, { trusted, first, session })
  const info = await verified(around, session, { path: 'registry.json', limit: LIMITS.registry })
  const registry = registryIn({ called, path: 'registry.json', bytes: info ?? new Uint8Array() })
  if (session.current || !trusted) await remember({ session, roots, registry }, around)
  if (first && !trusted && anchorsOf(trust).length === 0)
    around.note({ code: 'root-trusted', name: called.name, base: called.base, ...first.root })
  noteExpired(session, around)
  return { session, roots, info: info ?? new Uint8Array() }
}

interface Known {
  readonly trusted: Trusted | undefined
  readonly first: First | undefined
}

function startOf(around: Around, { trusted, first, force }: Known & { readonly force: boolean }): Start {
  const { called, plain, bins, mode, now } = around
  const fresh = trusted && now() >= trusted.checked && now() - trusted.checked < trusted.ttl * 1000
  const kept = trusted !== undefined && !first && !force && (mode !== 'online' || fresh === true)
  return {
    called,
    files: plain,
    bins,
    kept,
    known: { ...trusted?.metadata, root: first?.text ?? trusted?.metadata.root ?? '' },
    // Without the network, what was right when it was last asked for is still the best there is.
    now: mode === 'offline' && trusted ? trusted.checked : now(),
  }
}

/** When nothing fits together, the first root tells whether it is another registry now. */
async function openedSession(
  start: Start,
  { around, trusted, first }: Known & { readonly around: Around },
): Promise<Session> {
  try {
    return await openSession(start)
  } catch (error) {
    const expected = first?.root ?? trusted?.roots[0]
    if (!(error instanceof HooksError) || error.code !== 'registry-untrusted' || !expected) throw error
    if (/`metadata\/timestamp\.json` .* is missing$/.test(error.message)) throw await gone(around)
    const now = await rootAt(around, expected.version)
    throw now.root.sha256 === expected.sha256 ? error : otherRoot(around, expected.sha256)
  }
}

/** All roots from the first that was trusted. Throws `evidence-lost` when what is trusted is not among them. */
function chainOf(
  around: Around,
  { trusted, first, session }: Known & { readonly session: Session },
): readonly TrustedRoot[] {
  const { trust } = around
  const before = trusted?.roots ?? []
  const seen = [...(first ? [first.root] : before), ...session.roots]
  const has = (hash: string): boolean => seen.some(({ sha256 }) => sha256 === hash)
  const newest = before.at(-1)
  const anew = trust.pin?.own === true && newest !== undefined && !has(newest.sha256)
  const wanted = [...anchorsOf(trust), ...(newest && !anew ? [newest] : [])].find(
    ({ sha256 }) => !has(sha256),
  )
  if (wanted) throw otherRoot(around, wanted.sha256)
  const all = new Map([...(anew ? [] : before), ...seen].map((root) => [root.version, root]))
  return [...all.values()].toSorted((a, b) => a.version - b.version)
}

async function remember(
  { session, roots, registry }: { session: Session; roots: readonly TrustedRoot[]; registry: Registry },
  { called, env, now, note }: Around,
): Promise<void> {
  const trusted = { roots, metadata: session.metadata, ttl: registry.ttl ?? TTL, checked: now() }
  try {
    await keepTrusted(called.base, trusted, env)
  } catch (error) {
    note({ code: 'trust-not-kept', name: called.name, why: reason(error) })
  }
}

function noteExpired({ metadata }: Session, { called, mode, now, note }: Around): void {
  if (mode !== 'offline') return
  const expiries = Object.values(metadata).map(
    (text) => (JSON.parse(text) as { signed: { expires: string } }).signed.expires,
  )
  const [since = ''] = expiries.sort()
  if (Date.parse(since) <= now()) note({ code: 'metadata-expired', name: called.name, since })
}
