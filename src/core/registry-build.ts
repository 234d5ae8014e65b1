import { gzipSync } from 'fflate'
import { HooksError } from '../errors.ts'
import type { Line, Meta, Registry, SearchRow } from '../schema/registry.ts'
import { writeArchive } from './archive/write.ts'
import type { Pack } from './archive-pack.ts'
import { integrityOf, sha256 } from './integrity.ts'
import { isNewer, withLine } from './registry-lines.ts'

/** Files of a registry, by path relative to its base. */
export type RegistryFiles = ReadonlyMap<string, Uint8Array>

/** What a registry is built from: packs, what was published before, and when each was published. */
export interface Sources {
  readonly name: string
  readonly packs: readonly {
    readonly pack: Pack
    readonly tags: readonly string[]
    readonly license: string
    readonly engines: Record<string, string>
    /** Where else it is published, such as `npm:@acme/pack@1.0.0`. */
    readonly src?: string
    /** The archive to publish, where there is one already. */
    readonly tarball?: Uint8Array
  }[]
  readonly earlier: Earlier
  /** The text of the file of advisories, where the sources say what is wrong with packs. */
  readonly advisories?: string | undefined
  readonly pubtime: (name: string, version: string) => string
  readonly pathOf: (name: string) => string
}

/** What a registry has already. A version's line never changes. */
export interface Earlier {
  readonly info: Registry | undefined
  /** By pack: the text of its file, and the lines in it that we can read. */
  readonly versions: ReadonlyMap<string, { readonly text: string; readonly lines: readonly Line[] }>
  readonly rows: readonly SearchRow[]
}

const SEARCH_SHARD = 'search/all.ndjson.gz'
const ADVISORIES = 'advisories/all.json'

/**
 * All files that a build adds or rewrites, in an order in which each names only what is there. The same sources give
 * the same bytes, on every Node version.
 */
export function buildRegistry(sources: Sources): RegistryFiles {
  const { earlier, advisories } = sources
  const info = {
    ...newRegistry(sources.name),
    ...earlier.info,
    search: [SEARCH_SHARD],
    ...(advisories === undefined ? {} : { advisories: ADVISORIES }),
  }
  const files = new Map<string, Uint8Array>()
  if (advisories !== undefined) files.set(ADVISORIES, bytes(advisories))
  const versions = new Map(earlier.versions)
  for (const source of sources.packs) {
    const { line, meta, tarball } = newVersion(source, sources)
    const { text, lines } = versions.get(line.name) ?? { text: '', lines: [] }
    const before = lines.find((other) => other.vers === line.vers)
    checkUnchanged(before, line)
    // A published version keeps the archive it was published with, even if today's would be compressed otherwise.
    if (!before || before.sha256 === line.sha256) files.set(info.dl.replace('{sha256}', line.sha256), tarball)
    files.set(`meta/${line.meta}.json`, bytes(meta))
    if (!before) versions.set(line.name, { text: withLine(text, line), lines: [...lines, line] })
  }
  for (const [name, { text }] of versions) files.set(sources.pathOf(name), bytes(text))
  files.set(SEARCH_SHARD, searchShard(rowsOf(sources, versions)))
  files.set('registry.json', registryJson(info))
  return files
}

/** What search shows of each pack: its newest version that was not taken back. */
function rowsOf({ packs, earlier }: Sources, versions: Earlier['versions']): readonly SearchRow[] {
  const rows = new Map<string, SearchRow>()
  for (const row of [...earlier.rows, ...packs.map(searchRow)]) {
    const before = rows.get(row.name)
    if (!before || !isNewer(before.latest, row.latest)) rows.set(row.name, row)
  }
  return [...rows.values()].flatMap((row) => {
    const lines = versions.get(row.name)?.lines ?? []
    const standing = lines.filter(({ yanked }) => yanked === null)
    if (lines.length === 0 || standing.some(({ vers }) => vers === row.latest)) return [row]
    const [first, ...others] = standing
    if (!first) return []
    const newest = others.reduce((best, line) => (isNewer(line.vers, best.vers) ? line : best), first)
    return [{ ...row, latest: newest.vers, events: newest.events }]
  })
}

/** A pack as it is published, with what only its package.json says. */
export type Source = Sources['packs'][number]

/** What `registry.json` of a new registry says. */
export function newRegistry(name: string): Registry {
  return { v: 1, name, dl: 'tarballs/{sha256}.tgz', search: [SEARCH_SHARD] }
}

/** The bytes of `registry.json`. */
export function registryJson(registry: Registry): Uint8Array {
  return bytes(`${JSON.stringify({ $schema: 'schema/registry.schema.json', ...registry }, null, 2)}\n`)
}

/** The bytes of a search shard with these rows. */
export function searchShard(rows: readonly SearchRow[]): Uint8Array {
  const sorted = rows.toSorted((a, b) => (a.name < b.name ? -1 : 1))
  const text = sorted.map((row) => `${JSON.stringify(row)}\n`).join('')
  return gzipSync(bytes(text), { level: 9, mtime: 0, mem: 12 })
}

/** A pack as a version of a registry: its line, its meta file and its archive. */
export function newVersion(
  source: Source,
  sources: Pick<Sources, 'pubtime'>,
): { readonly line: Line; readonly meta: string; readonly tarball: Uint8Array } {
  const { pack } = source
  const tarball = source.tarball ?? writeArchive(pack.artifact.files)
  const meta = `${JSON.stringify(metaOf(source), null, 2)}\n`
  const line: Line = {
    v: 1,
    name: pack.name,
    vers: pack.version,
    pubtime: sources.pubtime(pack.name, pack.version),
    bytes: tarball.length,
    unpacked: pack.artifact.files.reduce((sum, file) => sum + file.bytes.length, 0),
    integrity: integrityOf(tarball),
    sha256: sha256(tarball),
    meta: sha256(meta),
    events: eventsOf(pack),
    engines: source.engines,
    src: source.src ?? '',
    yanked: null,
    deprecated: null,
  }
  return { line, meta, tarball }
}

/** A published version never changes; a changed pack needs a new version. */
function checkUnchanged(before: Line | undefined, line: Line): void {
  if (!before || before.meta === line.meta) return
  throw new HooksError(
    'version-published',
    `\`${line.name}@${line.vers}\` is published already, with other contents`,
    {
      hint: 'a published version never changes: raise `version` in package.json',
    },
  )
}

function metaOf({ pack, license }: Source): Meta {
  const { permissions } = pack.manifest
  return {
    v: 1,
    name: pack.name,
    vers: pack.version,
    files: pack.artifact.files.map((file) => ({
      path: file.path,
      bytes: file.bytes.length,
      sha256: sha256(file.bytes),
      mode: file.executable ? '755' : '644',
    })),
    description: pack.description,
    license,
    permissions: Object.fromEntries(
      Object.entries(permissions ?? {}).filter(([, list]) => list !== undefined),
    ) as Meta['permissions'],
    hooks: pack.manifest.hooks.map(({ id, event, description }) => ({
      id,
      event,
      description: description ?? '',
    })),
  }
}

/** What search finds of a pack. */
export function searchRow({ pack, tags }: Source): SearchRow {
  return {
    name: pack.name,
    latest: pack.version,
    events: eventsOf(pack),
    tags: [...tags],
    description: pack.description,
  }
}

function eventsOf(pack: Pack): string[] {
  return [...new Set(pack.manifest.hooks.map((hook) => hook.event))]
}

function bytes(text: string): Uint8Array {
  return new TextEncoder().encode(text)
}
