import type { Advisory } from './advisories.ts'
import type { Evidence } from './evidence.ts'
import type { LockedPack } from './lockfile.ts'
import type { Note } from './notes.ts'

/** One version of a pack, as its registry offers it. */
export interface Offered {
  readonly version: string
  /** Taken back: chosen only by its exact number, or by a lockfile. */
  readonly yanked: boolean
  /** Why it should not be used any more. */
  readonly deprecated?: string
  /** RFC 3339. */
  readonly published?: string
}

/** All versions of one pack. */
export interface Packument {
  readonly name: string
  readonly versions: readonly Offered[]
  /** Tags such as `latest`. */
  readonly tags: Readonly<Record<string, string>>
  /** No version was published after that, RFC 3339. */
  readonly modified?: string
}

/** What of a packument is needed, where it would cost more to have all. */
interface Wanted {
  /** Milliseconds since 1970: when versions were published must be known if any may be younger than that. */
  readonly timesAfter: number | undefined
}

/** The bytes of one version, checked against what its registry or a lockfile says of them, and not yet read. */
export interface Fetched {
  /** The exact address. */
  readonly resolved: string
  /** `sha512-…` of the bytes. */
  readonly integrity: string
  readonly bytes: Uint8Array
  /** What proves where they come from; checked. */
  readonly evidence?: Evidence
  /** sha256 of every file, by path in the pack, where the registry tells. */
  readonly files?: Readonly<Record<string, string>>
}

/** A place that has packs by name and version: npm, or a static registry. Nothing is written but caches. */
export interface PackRegistry {
  /**
   * As the lockfile records it: `registry:hookpack` for the embedded one, `registry+<url>` for another static one,
   * `npm` for the registry that npm itself is configured for, `npm+<url>` for one that a namespace is mapped to.
   */
  readonly source: string
  /** Undefined when it has no such pack. */
  readonly packument: (name: string, wanted?: Wanted) => Promise<Packument | undefined>
  /** Whether npm's settings, or ours, have this registry for the namespace of this name alone. */
  readonly isOwn?: (name: string) => Promise<boolean>
  /** What it says is wrong with versions of a pack of its own. What is old because it cannot be asked is told. */
  readonly advisories?: (name: string, note: (note: Note) => void) => Promise<readonly Advisory[]>
  /** Why it has no such pack, where it can say more than that. */
  readonly absent?: (name: string) => Promise<Error>
  readonly fetch: (name: string, version: string) => Promise<Fetched>
  /** The bytes that a lockfile names, by their address and integrity. */
  readonly refetch: (
    name: string,
    locked: Pick<LockedPack, 'version' | 'resolved' | 'integrity'>,
  ) => Promise<Fetched>
}

/** A registry that people have configured, in `registries` of a hookpack.json. */
export interface RegistryConfig {
  /** A name, whose registry has packs with bare names; or a namespace, `@acme`, whose packs come from there alone. */
  readonly name: string
  readonly kind: 'static' | 'npm'
  /** `https:`, `http:` on loopback, or `file:`; ends with `/`. */
  readonly url: string
  /** Headers of every request to it. Only from the user's own file; `${NAME}` has been replaced. */
  readonly headers: Readonly<Record<string, string>>
  /** The sha256 of a `root.json` that it must be signed from. */
  readonly root?: string
  /** True for what the user's own file says. */
  readonly own: boolean
  /** The file that says so. */
  readonly file: string
}

/** How far commands may go to the network: `offline` opens no socket, `prefer-offline` takes what is cached as it is. */
export type NetworkMode = 'online' | 'prefer-offline' | 'offline'
