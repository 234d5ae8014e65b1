import path from 'node:path'
import { writeRegistry } from '../registry/fixture.ts'
import { type StaticServer, serve } from '../registry/static-server.ts'
import { put, readJson, type Scratch, scratch } from '../scenarios/cli.ts'

const HOUR = 3_600_000

/** A scratch whose user has a registry on loopback, and may have a policy. */
export interface Site extends Scratch {
  readonly server: StaticServer
  /** The folder that the registry is served from. */
  readonly registry: string
  /** Writes the user's hookpack.json. */
  readonly user: (more?: object) => void
  /** Writes the project's. */
  readonly says: (content: object | string) => void
  /** Versions by name, as the project's lockfile has them. */
  readonly locked: () => Readonly<Record<string, string>>
}

/** A registry that has versions of these ages, in hours. */
export async function site(packs: Readonly<Record<string, Readonly<Record<string, number>>>>): Promise<Site> {
  const at = scratch()
  const versions = Object.fromEntries(Object.entries(packs).map(([name, ages]) => [name, Object.keys(ages)]))
  const registry = await writeRegistry(path.join(at.root, 'registry'), versions, {
    info: { ttl: 0 },
    line: (line) => ({ ...line, pubtime: ago(packs[line.name]?.[line.vers] ?? 0) }),
  })
  const server = await serve(registry)
  const user = (more: object = {}): void =>
    put(path.join(at.home, '.claude/hookpack/hookpack.json'), { registries: { acme: server.url }, ...more })
  user()
  return {
    ...at,
    server,
    registry,
    user,
    says: (content) => put(path.join(at.folder, 'hookpack.json'), content),
    locked: () => {
      type Lockfile = { packs: Record<string, { version: string }> }
      const { packs: found } = readJson<Lockfile>(path.join(at.folder, 'lock.json'))
      return Object.fromEntries(Object.entries(found).map(([name, { version }]) => [name, version]))
    },
  }
}

function ago(hours: number): string {
  return new Date(Date.now() - hours * HOUR).toISOString().replace(/\.\d+Z$/, 'Z')
}

/** A record of OSV about a pack. */
export function record(id: string, name: string, events: readonly object[]): object {
  const affected = { package: { ecosystem: 'hookpack', name }, ranges: [{ type: 'SEMVER', events }] }
  return { id, summary: `${id} of ${name}`, affected: [affected] }
}
