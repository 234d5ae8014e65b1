import { cpSync, rmSync } from 'node:fs'
import path from 'node:path'
import type { Note } from '../../src/core/notes.ts'
import { buildRegistryFolder } from '../../src/ops/build-registry.ts'
import { newKeys, type SignedRegistry, type SignRequest, signRegistry } from '../../src/ops/sign-registry.ts'
import { open, packFiles, put, scratchFolder, writeRegistry } from './fixture.ts'

const DAY = 86_400_000

/** When the registries of these tests are first signed. */
const START = Date.parse('2026-03-01T12:00:00Z')
export const days = (count: number): number => START + count * DAY

const contextAt = (cwd: string) =>
  ({ cwd, env: {}, registryDir: '', runtimeDir: '', network: 'offline' }) as unknown as Parameters<
    typeof signRegistry
  >[1]

/** Makes a folder with a key for each role. */
export async function someKeys(...roles: Parameters<typeof newKeys>[0]['roles']): Promise<string> {
  const folder = path.join(scratchFolder(), 'keys')
  await newKeys({ folder, roles }, contextAt(folder))
  return folder
}

/** A registry in a folder, and how to sign it. */
export interface SignedFixture {
  readonly folder: string
  readonly keys: string
  readonly sign: (more?: Partial<SignRequest>) => Promise<SignedRegistry>
  /** Adds versions and signs. */
  readonly publish: (packs: Readonly<Record<string, readonly string[]>>, now: number) => Promise<void>
  /** All files as they are now, to be put back later, or served beside. */
  readonly copy: () => string
  readonly restore: (copy: string, ...only: readonly string[]) => void
}

/** A registry with these packs that is signed. */
export async function signedRegistry(
  packs: Readonly<Record<string, readonly string[]>>,
  { keys: given, now = START, threshold }: { keys?: string; now?: number; threshold?: number } = {},
): Promise<SignedFixture> {
  const folder = await writeRegistry(scratchFolder(), packs)
  const keys = given ?? (await someKeys())
  const sign: SignedFixture['sign'] = (more) =>
    signRegistry(
      { folder, keys: [keys], newKeys: [], threshold: undefined, dryRun: false, now, ...more },
      contextAt(folder),
    )
  await sign({ threshold })
  return {
    folder,
    keys,
    sign,
    publish: async (added, when) => {
      await addTo(folder, added)
      await sign({ now: when })
    },
    copy: () => {
      const copy = path.join(scratchFolder(), 'copy')
      cpSync(folder, copy, { recursive: true })
      return copy
    },
    restore: (copy, ...only) => {
      if (only.length === 0) rmSync(folder, { recursive: true })
      for (const name of only.length === 0 ? ['.'] : only)
        cpSync(path.join(copy, name), path.join(folder, name), { recursive: true })
    },
  }
}

/** Builds more versions into a registry, as `hooks registry build` does. */
export async function addTo(
  folder: string,
  packs: Readonly<Record<string, readonly string[]>>,
): Promise<void> {
  for (const [name, versions] of Object.entries(packs)) {
    for (const version of versions) {
      const catalog = scratchFolder()
      for (const file of packFiles(name, version))
        put(path.join(catalog, name.replace('/', '-'), file.path), file.bytes)
      const place = { name: undefined, catalog, registry: folder, now: '2026-02-01T12:00:00Z' }
      await buildRegistryFolder(place, contextAt(folder))
    }
  }
}

/** Notes that a registry tells. */
export function opened(base: string, home: string, options: Parameters<typeof open>[2] = {}) {
  const notes: Note[] = []
  const registry = open(base, home, { now: () => START, note: (note) => notes.push(note), ...options })
  return { registry, notes }
}
