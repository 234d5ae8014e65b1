import { gzipSync } from 'fflate'
import compare from 'semver/functions/compare.js'
import { HooksError } from '../errors.ts'
import type { Line, Meta, Registry, SearchRow } from '../schema/registry.ts'
import { writeArchive } from './archive/write.ts'
import type { Pack } from './archive-pack.ts'
import { integrityOf, sha256 } from './integrity.ts'

/** Files of a registry, by path relative to its base. */
export type RegistryFiles = ReadonlyMap<string, Uint8Array>

/** What a registry is built from: the packs as they are now, what was published before, and when each was published. */
export interface Sources {
  readonly name: string
  readonly packs: readonly {
    readonly pack: Pack
    readonly tags: readonly string[]
    readonly license: string
    readonly engines: Record<string, string>
  }[]
  /** Lines of earlier builds; a version's line never changes. */
  readonly earlier: readonly Line[]
  readonly pubtime: (name: string, version: string) => string
  readonly pathOf: (name: string) => string
}

const SEARCH_SHARD = 'search/all.ndjson.gz'

/** All files that a build adds or rewrites. The same sources give the same bytes, on every Node version. */
export function buildRegistry(sources: Sources): RegistryFiles {
  const files = new Map<string, Uint8Array>()
  const lines = [...sources.earlier]
  for (const source of sources.packs) {
    const { line, meta, tarball } = publish(source, sources)
    const before = lines.find((other) => other.name === line.name && other.vers === line.vers)
    checkUnchanged(before, line)
    if (!before) lines.push(line)
    // A published version keeps the archive it was published with, even if today's would be compressed otherwise.
    if (!before || before.sha256 === line.sha256) files.set(`tarballs/${line.sha256}.tgz`, tarball)
    files.set(`meta/${line.meta}.json`, bytes(meta))
  }
  for (const name of new Set(lines.map((line) => line.name))) {
    const own = lines.filter((line) => line.name === name).sort((a, b) => compare(a.vers, b.vers))
    files.set(sources.pathOf(name), bytes(own.map((line) => `${JSON.stringify(line)}\n`).join('')))
  }
  const rows = sources.packs.map(searchRow).sort((a, b) => (a.name < b.name ? -1 : 1))
  files.set(
    SEARCH_SHARD,
    gzipSync(bytes(rows.map((row) => `${JSON.stringify(row)}\n`).join('')), { level: 9, mtime: 0, mem: 12 }),
  )
  const registry: Registry = { v: 1, name: sources.name, dl: 'tarballs/{sha256}.tgz', search: [SEARCH_SHARD] }
  files.set('registry.json', bytes(`${JSON.stringify(registry, null, 2)}\n`))
  return files
}

type Source = Sources['packs'][number]

function publish(source: Source, sources: Sources): { line: Line; meta: string; tarball: Uint8Array } {
  const { pack } = source
  const tarball = writeArchive(pack.artifact.files)
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
    src: `npm:@hookpack/${pack.name}@${pack.version}`,
    yanked: null,
    deprecated: null,
  }
  return { line, meta, tarball }
}

/** A published version never changes; a changed pack needs a new version. */
function checkUnchanged(before: Line | undefined, line: Line): void {
  if (!before || before.meta === line.meta) return
  throw new HooksError(
    'registry-invalid',
    `\`${line.name}@${line.vers}\` is published already, with other contents`,
    {
      hint: 'raise its version in package.json (before the first release only: delete registry/pkg and build again)',
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

function searchRow({ pack, tags }: Source): SearchRow {
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
