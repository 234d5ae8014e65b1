import { integrityOf, sha256 } from '../../core/integrity.ts'
import type { Line, Meta, Registry, SearchRow } from '../../schema/registry.ts'
import { type Document, metaIn, registryIn, rowsIn, versionsIn } from './documents.ts'
import { mismatch, missing, noRegistry, tooLarge } from './faults.ts'
import type { Called, StaticFiles } from './files.ts'
import { LIMITS } from './limits.ts'
import { packagePath } from './package-path.ts'

/** What a static registry consists of, read and checked. Each file is read once. */
export interface Parts {
  readonly registry: () => Promise<Registry>
  /** Every version as published; undefined when there is no such pack. */
  readonly versions: (name: string) => Promise<readonly Line[] | undefined>
  readonly meta: (line: Line) => Promise<Meta>
  readonly tarball: (line: Line) => Promise<{ readonly bytes: Uint8Array; readonly path: string }>
  readonly rows: () => Promise<readonly SearchRow[]>
  /** The file of what is wrong with packs; undefined where there is none. */
  readonly advisories: () => Promise<Document | undefined>
}

/** So long, in seconds, is what was read right if the registry does not say how long. */
const TTL = 300

/** The parts of the registry that has these files. */
export function partsOf(files: StaticFiles, called: Called): Parts {
  const registry = once(() => readRegistry(files, called))
  const versions = onceEach((name: string) => readVersions(files, called, { name, registry }))
  return {
    registry,
    versions,
    meta: (line) => readMeta(files, called, line),
    tarball: async (line) => readTarball(files, called, { line, dl: (await registry()).dl }),
    rows: once(async () => readRows(files, called, await registry())),
    advisories: once(async () => readAdvisories(files, called, await registry())),
  }
}

async function readRegistry(files: StaticFiles, called: Called): Promise<Registry> {
  const path = 'registry.json'
  const bytes = await files.current(path, { limit: LIMITS.registry, seconds: ttlIn(called) })
  if (!bytes) throw noRegistry(called)
  return registryIn({ called, path, bytes })
}

/** How long, in seconds, what `registry.json` says may be used, as it says itself: not at all, if it makes no sense. */
export function ttlIn(called: Called): (bytes: Uint8Array) => number {
  return (bytes) => {
    try {
      return ttlOf(registryIn({ called, path: 'registry.json', bytes }))
    } catch {
      // It came at a bad moment. Whoever reads it says what is wrong, if it is still so.
      return 0
    }
  }
}

function ttlOf({ ttl }: Registry): number {
  return ttl ?? TTL
}

async function readVersions(
  files: StaticFiles,
  called: Called,
  { name, registry }: { readonly name: string; readonly registry: Parts['registry'] },
): Promise<readonly Line[] | undefined> {
  const seconds = ttlOf(await registry())
  const path = packagePath(name)
  const bytes = await files.current(path, { limit: LIMITS.versions, seconds: () => seconds })
  return bytes && versionsIn({ called, path, bytes }, name)
}

async function readMeta(files: StaticFiles, called: Called, line: Line): Promise<Meta> {
  const path = `meta/${line.meta}.json`
  const isRight = (bytes: Uint8Array): boolean => sha256(bytes) === line.meta
  const bytes = await files.fixed(path, { limit: LIMITS.meta, isRight })
  if (!bytes) throw missing(called, path)
  return metaIn({ called, path, bytes }, line)
}

async function readTarball(
  files: StaticFiles,
  called: Called,
  { line, dl }: { readonly line: Line; readonly dl: string },
): Promise<{ readonly bytes: Uint8Array; readonly path: string }> {
  const path = dl.replace('{sha256}', line.sha256)
  if (line.bytes > LIMITS.tarball) throw tooLarge(called, path, LIMITS.tarball)
  const isRight = (bytes: Uint8Array): boolean =>
    bytes.length === line.bytes && integrityOf(bytes) === line.integrity && sha256(bytes) === line.sha256
  const bytes = await files.fixed(path, { limit: LIMITS.tarball, isRight })
  if (!bytes) throw missing(called, path)
  if (!isRight(bytes)) throw mismatch(called, path, `${line.name}@${line.vers}`)
  return { bytes, path }
}

async function readRows(
  files: StaticFiles,
  called: Called,
  registry: Registry,
): Promise<readonly SearchRow[]> {
  const shards = await Promise.all(
    registry.search.map(async (path) => {
      const seconds = (): number => ttlOf(registry)
      const bytes = await files.current(path, { limit: LIMITS.shard, seconds })
      if (!bytes) throw missing(called, path)
      return rowsIn({ called, path, bytes })
    }),
  )
  return shards.flat()
}

async function readAdvisories(
  files: StaticFiles,
  called: Called,
  registry: Registry,
): Promise<Document | undefined> {
  const path = registry.advisories
  if (path === undefined) return undefined
  const seconds = (): number => ttlOf(registry)
  const bytes = await files.current(path, { limit: LIMITS.advisories, seconds })
  if (!bytes) throw missing(called, path)
  return { called, path, bytes }
}

function once<T>(read: () => Promise<T>): () => Promise<T> {
  const each = onceEach(read)
  return () => each('')
}

/** What could not be read is asked for again; what could be is not. */
function onceEach<T>(read: (key: string) => Promise<T>): (key: string) => Promise<T> {
  const known = new Map<string, Promise<T>>()
  return (key) => {
    const before = known.get(key)
    if (before) return before
    const found = read(key)
    known.set(key, found)
    found.catch(() => known.delete(key))
    return found
  }
}
