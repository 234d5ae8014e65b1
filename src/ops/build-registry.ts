import { mkdir, readdir, readFile, writeFile } from 'node:fs/promises'
import path from 'node:path'
import { toJSONSchema } from 'zod'
import { buildRegistry, type RegistryFiles, type Sources } from '../core/registry-build.ts'
import { readPackFolder } from '../io/folder.ts'
import { readText } from '../io/read.ts'
import { openRegistry, packagePath, readVersions } from '../io/registry-static.ts'
import { manifestSchema } from '../schema/manifest.ts'
import type { Line } from '../schema/registry.ts'
import { readPack } from './read-pack.ts'

/** Where a registry is built from and to. */
export interface BuildPlace {
  readonly name: string
  /** A folder with one folder per pack, and `releases.json`. */
  readonly catalog: string
  readonly registry: string
  /** Now, as RFC 3339 in seconds: the publishing time of versions that are new. */
  readonly now: string
}

/** Builds the registry of a catalog into a folder; gives the paths of the files that changed. */
export async function buildRegistryFolder(place: BuildPlace): Promise<readonly string[]> {
  const packs = await catalogPacks(place.catalog)
  const releasesFile = path.join(place.catalog, 'releases.json')
  const releases = JSON.parse((await readText(releasesFile)) ?? '{}') as Record<string, string>
  const pubtime = (name: string, version: string): string => {
    releases[`${name}@${version}`] ??= place.now
    return releases[`${name}@${version}`] ?? place.now
  }
  const earlier = await earlierLines(
    place.registry,
    packs.map(({ pack }) => pack.name),
  )
  const files = buildRegistry({ name: place.name, packs, earlier, pubtime, pathOf: packagePath })
  const schema = `${JSON.stringify(toJSONSchema(manifestSchema, { target: 'draft-7', io: 'input' }), null, 2)}\n`
  const all = new Map([...files, ['schema/hooks.schema.json', new TextEncoder().encode(schema)]])
  const changed = await writeFiles(place.registry, all)
  const sorted = Object.fromEntries(Object.entries(releases).sort(([a], [b]) => (a < b ? -1 : 1)))
  await writeFile(releasesFile, `${JSON.stringify(sorted, null, 2)}\n`)
  return changed
}

async function catalogPacks(catalog: string): Promise<Sources['packs']> {
  const entries = await readdir(catalog, { withFileTypes: true })
  const names = entries
    .filter((entry) => entry.isDirectory() && !entry.name.startsWith('_'))
    .map((entry) => entry.name)
  return Promise.all(
    names.sort().map(async (name) => {
      const folder = path.join(catalog, name)
      const files = await readPackFolder(folder)
      const artifact = { source: 'catalog', resolved: name, integrity: '', files }
      const pack = await readPack({ name, artifact }, () => ({}))
      const described = JSON.parse(await readFile(path.join(folder, 'package.json'), 'utf8')) as {
        license?: string
        keywords?: string[]
        engines?: Record<string, string>
      }
      return {
        pack,
        tags: described.keywords ?? [],
        license: described.license ?? 'UNLICENSED',
        engines: described.engines ?? {},
      }
    }),
  )
}

async function earlierLines(folder: string, names: readonly string[]): Promise<readonly Line[]> {
  if ((await readText(path.join(folder, 'registry.json'))) === null) return []
  const registry = await openRegistry(folder)
  const lines = await Promise.all(names.map((name) => readVersions(registry, name)))
  return lines.flatMap((found) => found ?? [])
}

async function writeFiles(folder: string, files: RegistryFiles): Promise<readonly string[]> {
  const changed: string[] = []
  for (const [name, bytes] of files) {
    const file = path.join(folder, name)
    const before = await readFile(file).catch(() => undefined)
    if (before?.equals(bytes)) continue
    await mkdir(path.dirname(file), { recursive: true })
    await writeFile(file, bytes)
    changed.push(name)
  }
  return changed
}
