import { mkdirSync, mkdtempSync, realpathSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import path from 'node:path'
import { onTestFinished } from 'vitest'
import type { ArchiveFile } from '../../src/core/archive/read.ts'
import { buildRegistry, type Source } from '../../src/core/registry-build.ts'
import { packagePath, type StaticRegistryOptions, staticRegistry } from '../../src/io/registry-static.ts'
import { readPack } from '../../src/ops/read-pack.ts'
import type { Line, Registry } from '../../src/schema/registry.ts'

/** A folder that is removed when the test ends. */
export function scratchFolder(): string {
  const folder = realpathSync(mkdtempSync(path.join(tmpdir(), 'hookpack-static-')))
  onTestFinished(() => rmSync(folder, { recursive: true, force: true }))
  return folder
}

const bytes = (value: unknown): Uint8Array =>
  new TextEncoder().encode(typeof value === 'string' ? value : JSON.stringify(value))

/** The files of a small pack that says hello when the client stops. */
export function packFiles(name: string, version: string): ArchiveFile[] {
  const described = { name, version, description: `Says hello from ${name}.`, keywords: ['hello'] }
  const hooks = [{ id: 'hello', event: 'Stop', handler: { module: 'hello.cjs' } }]
  return [
    { path: 'hello.cjs', bytes: bytes(`module.exports = () => '${version}'\n`), executable: false },
    { path: 'hooks.json', bytes: bytes({ hooks }), executable: false },
    { path: 'package.json', bytes: bytes(described), executable: false },
  ]
}

async function sourceOf(name: string, version: string): Promise<Source> {
  const artifact = { source: 'folder', resolved: name, integrity: '', files: packFiles(name, version) }
  const pack = await readPack({ name, artifact }, () => ({}))
  return { pack, tags: ['hello'], license: 'MIT', engines: {} }
}

/** What is unusual about a registry. */
interface Unusual {
  readonly info?: Partial<Registry>
  /** Changes a version's line, as its owner may: taken back, deprecated. */
  readonly line?: (line: Line) => Line
}

/** Writes a registry with these packs, by name with their versions, into a folder. Gives the folder. */
export async function writeRegistry(
  folder: string,
  packs: Readonly<Record<string, readonly string[]>>,
  { info = {}, line = (one) => one }: Unusual = {},
): Promise<string> {
  const sources = Object.entries(packs).flatMap(([name, versions]) =>
    versions.map((version) => sourceOf(name, version)),
  )
  const files = buildRegistry({
    name: 'acme',
    packs: await Promise.all(sources),
    earlier: { info: undefined, versions: new Map(), rows: [] },
    pubtime: () => '2026-01-31T12:00:00Z',
    pathOf: packagePath,
  })
  for (const [name, content] of files) put(path.join(folder, name), changed(name, content, { info, line }))
  return folder
}

function changed(name: string, content: Uint8Array, { info, line }: Required<Unusual>): Uint8Array {
  const text = new TextDecoder().decode(content)
  if (name === 'registry.json') return bytes({ ...JSON.parse(text), ...info })
  if (!name.startsWith('pkg/')) return content
  const lines = text.split('\n').filter(Boolean)
  return bytes(lines.map((one) => `${JSON.stringify(line(JSON.parse(one)))}\n`).join(''))
}

/** Writes a file with its folders. */
export function put(file: string, content: string | Uint8Array): void {
  mkdirSync(path.dirname(file), { recursive: true })
  writeFileSync(file, content)
}

/** A registry at an address as a command of a user with this home opens it. */
export function open(
  base: string,
  home: string,
  options: Partial<StaticRegistryOptions> = {},
): ReturnType<typeof staticRegistry> {
  const place = options.place ?? { cwd: home, env: { HOME: home } }
  const patience = { tries: 3, wait: 1, longest: 2000, timeout: 5000 }
  return staticRegistry({ name: 'acme', base, patience, ...options, place })
}
