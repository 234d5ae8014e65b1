import type { TrustedRoot } from '../../../core/evidence.ts'
import { sha256 } from '../../../core/integrity.ts'
import { noRegistry } from '../faults.ts'
import type { Called, StaticFiles } from '../files.ts'
import { LIMITS } from '../limits.ts'
import { lost } from './faults.ts'
import { type Trusted, trustedFile } from './trusted.ts'

/** What is said of a registry's root by others than the registry. */
export interface Trust {
  /** The sha256 of a root that hookpack.json names; `own` if it is the user's file, whose word is the last. */
  readonly pin?: { readonly sha256: string; readonly own: boolean }
  /** The roots that lockfiles name, by pack. */
  readonly locked?: Readonly<Record<string, TrustedRoot>>
}

/** A registry whose roots are looked at. */
export interface Looked {
  readonly called: Called
  readonly plain: StaticFiles
  readonly env: Readonly<Record<string, string | undefined>>
}

/** A root that begins a chain: its text, and what it is called by. */
export interface First {
  readonly root: TrustedRoot
  readonly text: string
}

/** So many roots may a registry have had. */
const MOST_ROOTS = 256

/** The roots that must be in the registry's chain. Where the user names one, the others are for them to compare. */
export function anchorsOf({
  pin,
  locked = {},
}: Trust): readonly (Pick<TrustedRoot, 'sha256'> & Partial<TrustedRoot>)[] {
  const pinned = pin ? [{ sha256: pin.sha256 }] : []
  return pin?.own ? pinned : [...Object.values(locked), ...pinned]
}

/** Where the chain begins: at the oldest root that others name and that is not known yet, else at the very first. */
export async function firstRoot(looked: Looked, trust: Trust, trusted: Trusted | undefined): Promise<First> {
  const unknown = anchorsOf(trust).filter(
    ({ sha256 }) => !trusted?.roots.some((root) => root.sha256 === sha256),
  )
  const named = unknown.flatMap(({ version, sha256 }) => (version === undefined ? [] : [{ version, sha256 }]))
  const pinned = unknown.find(({ version }) => version === undefined)
  const found = pinned ? [await rootWith(looked, pinned.sha256)] : []
  const [oldest] = [...named, ...found.map(({ root }) => root)].toSorted((a, b) => a.version - b.version)
  if (!oldest) return rootAt(looked, 1)
  const first = await rootAt(looked, oldest.version)
  if (first.root.sha256 === oldest.sha256) return first
  throw otherRoot(looked, oldest.sha256)
}

/** The root of a version. */
export async function rootAt(looked: Looked, version: number): Promise<First> {
  const first = await lookAt(looked, version)
  if (first) return first
  throw await gone(looked)
}

/** A root that is only known by its hash: registries have few. */
async function rootWith(looked: Looked, hash: string): Promise<First> {
  for (let version = 1; version <= MOST_ROOTS; version++) {
    const first = version === 1 ? await rootAt(looked, 1) : await lookAt(looked, version)
    if (!first) break
    if (first.root.sha256 === hash) return first
  }
  throw otherRoot(looked, hash)
}

async function lookAt({ plain }: Looked, version: number): Promise<First | undefined> {
  const bytes = await plain.fixed(`metadata/${version}.root.json`, {
    limit: LIMITS.root,
    isRight: () => false,
  })
  return bytes && { root: { version, sha256: sha256(bytes) }, text: new TextDecoder().decode(bytes) }
}

/** Why a registry that has to be signed has no root: it is not signed any more, or there is no registry at all. */
export async function gone({ called, plain, env }: Looked): Promise<Error> {
  const bytes = await plain.current('registry.json', { limit: LIMITS.registry, seconds: () => 0 })
  return bytes
    ? lost(called, 'was signed, and is not any more', trustedFile(called.base, env))
    : noRegistry(called)
}

/** The refusal of a registry whose roots do not lead to one that is trusted. */
export function otherRoot({ called, env }: Pick<Looked, 'called' | 'env'>, hash: string): Error {
  const says = `is signed from another root than the trusted one (sha256 ${hash})`
  return lost(called, says, trustedFile(called.base, env))
}
