import { integrityOf } from '../core/integrity.ts'
import type { Note } from '../core/notes.ts'
import { newestVersion } from '../core/resolve.ts'
import type { Fetched, NetworkMode, Offered, PackRegistry, Packument } from '../core/source.ts'
import { HooksError } from '../errors.ts'
import type { Line, Registry, SearchRow } from '../schema/registry.ts'
import { openCache } from './cache.ts'
import type { Place } from './scopes.ts'
import { advisoriesOf } from './static/advisories.ts'
import { mismatch, missing } from './static/faults.ts'
import type { Called, StaticFiles } from './static/files.ts'
import { folderFiles } from './static/folder-files.ts'
import type { Patience } from './static/insist.ts'
import { LIMITS } from './static/limits.ts'
import { npmNetwork } from './static/network.ts'
import { type Parts, partsOf, ttlIn } from './static/parts.ts'
import { addressOf, pathIn, placeOf } from './static/place.ts'
import type { Trust } from './static/signed/anchors.ts'
import { type CheckedFiles, checkedFiles } from './static/signed-files.ts'
import { webFiles } from './static/web-files.ts'

export { packagePath } from './static/package-path.ts'

/** A static registry, and how to ask it. */
export interface StaticRegistryOptions {
  /** What errors call it. */
  readonly name: string
  /** A folder, or an address (`file:`, `https:`, `http:` on loopback). */
  readonly base: string
  /** What lockfiles call it, when it is not `registry+<base>`. */
  readonly source?: string
  readonly headers?: Readonly<Record<string, string>>
  readonly mode?: NetworkMode
  /** Whose cache and network settings are used. */
  readonly place: Place
  /** Milliseconds since 1970; for tests. */
  readonly now?: () => number
  readonly patience?: Patience
  /** What others than the registry say of its root. */
  readonly trust?: Trust
  readonly note?: (note: Note) => void
}

/** A static registry as commands use it. */
export interface StaticPackRegistry extends PackRegistry {
  /** Every row of its search shards. */
  readonly search: () => Promise<readonly SearchRow[]>
  /** What `registry.json` says. Throws when there is no registry. */
  readonly info: () => Promise<Registry>
}

/** The registry at a place. Nothing is read before it is asked something. */
export function staticRegistry(options: StaticRegistryOptions): StaticPackRegistry {
  const place = placeOf(options.base)
  const embedded = options.source?.startsWith('registry:') === true
  const called: Called = {
    name: options.name,
    base: place.base,
    mend: embedded ? 'install hookpack again' : 'tell whoever runs the registry',
  }
  const plain = place.kind === 'folder' ? folderFiles(place.folder, called) : openWeb(called, options)
  // What comes with the program is as trustworthy as the program.
  const checked = embedded
    ? { files: plain, evidenceOf: async () => undefined }
    : signable(plain, called, options)
  const parts = partsOf(checked.files, called)
  const around = { called, parts, ...checked }
  return {
    source: options.source ?? `registry+${place.base}`,
    packument: async (name) => packumentOf(name, await parts.versions(name)),
    fetch: async (name, version) => {
      const { resolved, ...fetched } = await fetchVersion(around, name, version)
      return { ...fetched, resolved: addressOf(place, resolved) }
    },
    refetch: async (name, locked) =>
      refetch(around, pathIn(place, called, locked.resolved), { name, ...locked }),
    advisories: advisoriesOf(parts, place.kind === 'web' ? options : undefined),
    search: parts.rows,
    info: parts.registry,
  }
}

function signable(plain: StaticFiles, called: Called, options: StaticRegistryOptions): CheckedFiles {
  const { place, mode = 'online', now = Date.now, trust = {}, note = () => undefined } = options
  const { env } = place
  const around = { called, plain, env, trust, mode, now, note, bins: openCache(env, 'static') }
  return checkedFiles(around, ttlIn(called))
}

function openWeb(called: Called, options: StaticRegistryOptions): StaticFiles {
  const { place, headers = {}, mode = 'online', now = Date.now, patience } = options
  let network: ReturnType<typeof npmNetwork> | undefined
  return webFiles({
    called,
    headers,
    mode,
    now,
    patience,
    cache: openCache(place.env, 'static'),
    network: () => {
      network ??= npmNetwork(place)
      return network
    },
  })
}

function packumentOf(name: string, lines: readonly Line[] | undefined): Packument | undefined {
  if (!lines) return undefined
  const packument = { name, versions: lines.map(offered), tags: {} }
  const latest = newestVersion(packument)
  return latest === undefined ? packument : { ...packument, tags: { latest } }
}

function offered({ vers, yanked, deprecated, pubtime }: Line): Offered {
  return {
    version: vers,
    yanked: yanked !== null,
    published: pubtime,
    ...(deprecated === null ? {} : { deprecated }),
  }
}

interface Around {
  readonly called: Called
  readonly files: StaticFiles
  readonly parts: Parts
  readonly evidenceOf: CheckedFiles['evidenceOf']
}

async function fetchVersion(
  { called, parts, evidenceOf }: Around,
  name: string,
  version: string,
): Promise<Fetched> {
  const line = (await parts.versions(name))?.find(({ vers }) => vers === version)
  if (!line) {
    throw new HooksError(
      'version-not-found',
      `the registry \`${called.name}\` (${called.base}) has no version \`${version}\` of \`${name}\``,
    )
  }
  const [{ bytes, path }, { files }] = await Promise.all([parts.tarball(line), parts.meta(line)])
  const evidence = await evidenceOf(name)
  return {
    bytes,
    resolved: path,
    integrity: line.integrity,
    ...(evidence ? { evidence } : {}),
    files: Object.fromEntries(files.map((file) => [file.path, file.sha256])),
  }
}

async function refetch(
  { called, files }: Around,
  path: string,
  { name, version, resolved, integrity }: { readonly name: string } & Parameters<PackRegistry['refetch']>[1],
): Promise<Fetched> {
  const isRight = (bytes: Uint8Array): boolean => integrityOf(bytes) === integrity
  const bytes = await files.fixed(path, { limit: LIMITS.tarball, isRight })
  if (!bytes) throw missing(called, path)
  if (!isRight(bytes)) throw mismatch(called, path, `${name}@${version} in the lockfile`)
  return { bytes, resolved, integrity }
}
