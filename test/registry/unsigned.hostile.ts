import { cpSync, existsSync, readFileSync, rmSync } from 'node:fs'
import path from 'node:path'
import { expect, test } from 'vitest'
import { type ErrorCode, HooksError } from '../../src/errors.ts'
import { packagePath, type StaticPackRegistry } from '../../src/io/registry-static.ts'
import { tally } from '../tally.ts'
import { open, put, scratchFolder, writeRegistry } from './fixture.ts'
import { type StaticServer, serve } from './static-server.ts'

/** A registry that is not signed, before an attack and during it. */
interface Scene {
  readonly folder: string
  readonly server: StaticServer
  readonly line: { readonly sha256: string; readonly meta: string }
  readonly other: { readonly sha256: string; readonly meta: string }
  readonly swap: (from: string, to: string) => void
}

interface Attack {
  readonly name: string
  readonly act: (scene: Scene) => void
  readonly ask?: (registry: StaticPackRegistry) => Promise<unknown>
  readonly code: ErrorCode
  readonly says: RegExp
}

const mismatch = { code: 'integrity-mismatch' } as const
const invalid = { code: 'registry-invalid' } as const
const HELLO = packagePath('hello')
const longer = (file: (scene: Scene) => string) => (scene: Scene) => {
  const at = path.join(scene.folder, file(scene))
  put(at, Buffer.concat([readFileSync(at), Buffer.from(' ')]))
}
const answered = (like: RegExp, dripping: boolean) => (scene: Scene) => {
  scene.server.fault = (name, response) => {
    if (!like.test(name)) return false
    response.writeHead(200)
    const timer = setInterval(() => response.write(dripping ? ' ' : 'x'.repeat(4_000_000)), dripping ? 20 : 1)
    response.once('close', () => clearInterval(timer))
    return true
  }
}

const ATTACKS: readonly Attack[] = [
  {
    name: 'an archive that was changed',
    ...mismatch,
    says: /`tarballs\/.* is not what is said of `hello@1\.0\.0`$/,
    act: longer(({ line }) => `tarballs/${line.sha256}.tgz`),
  },
  {
    name: 'what is said of a version, changed',
    ...mismatch,
    says: /`meta\/.* is not what is said of/,
    act: longer(({ line }) => `meta/${line.meta}.json`),
  },
  {
    name: 'the archive of another pack',
    ...mismatch,
    says: /`tarballs\/.* is not what is said of/,
    act: ({ swap, line, other }) => swap(`tarballs/${other.sha256}.tgz`, `tarballs/${line.sha256}.tgz`),
  },
  {
    name: 'what is said of another pack',
    ...mismatch,
    says: /`meta\/.* is not what is said of/,
    act: ({ swap, line, other }) => swap(`meta/${other.meta}.json`, `meta/${line.meta}.json`),
  },
  {
    name: 'the versions of another pack',
    ...invalid,
    says: /has a line of another pack, `bye`$/,
    act: ({ swap }) => swap(packagePath('bye'), HELLO),
  },
  {
    name: 'what is said of another pack, with its hash',
    ...invalid,
    says: /`meta\/.* is of `bye@1\.0\.0`, not of `hello@1\.0\.0`$/,
    act: ({ folder, line, other }) => {
      const file = path.join(folder, HELLO)
      put(file, readFileSync(file, 'utf8').replace(line.meta, other.meta))
    },
  },
  {
    name: 'a version twice',
    ...invalid,
    says: /has version `1\.0\.0` twice$/,
    act: ({ folder }) =>
      put(path.join(folder, HELLO), readFileSync(path.join(folder, HELLO), 'utf8').repeat(2)),
  },
  {
    name: 'archives elsewhere',
    ...invalid,
    says: /which is no path inside the registry$/,
    act: ({ folder }) =>
      put(
        path.join(folder, 'registry.json'),
        JSON.stringify({ v: 1, name: 'acme', dl: 'https://other.example/{sha256}', search: [] }),
      ),
  },
  {
    name: 'ten thousand search shards',
    ...invalid,
    says: /`registry\.json` .* is not valid: search: /,
    act: ({ folder }) =>
      put(
        path.join(folder, 'registry.json'),
        JSON.stringify({ v: 1, name: 'acme', dl: 'x', search: Array.from({ length: 10_000 }, () => 's') }),
      ),
    ask: (registry) => registry.search(),
  },
  {
    name: 'registry.json without end',
    ...invalid,
    says: /is larger than 64 KiB$/,
    act: answered(/^registry\.json$/, false),
  },
  { name: 'versions without end', ...invalid, says: /is larger than 8 MiB$/, act: answered(/^pkg/, false) },
  {
    name: 'an archive without end',
    ...invalid,
    says: /is larger than 10 MiB$/,
    act: answered(/^tarballs/, false),
  },
  ...['registry.json', 'pkg/', 'meta/', 'tarballs/'].map(
    (start): Attack => ({
      name: `${start} a byte at a time`,
      ...{ code: 'registry-unreachable', says: /cannot be had: it did not come in time$/ },
      act: answered(new RegExp(`^${start}`), true),
    }),
  ),
]

const PATIENCE = { tries: 2, wait: 1, longest: 1, timeout: 20_000 }

async function install(registry: StaticPackRegistry): Promise<unknown> {
  await registry.packument('hello')
  return registry.fetch('hello', '1.0.0')
}

async function faultIn(
  { name, act, ask = install, code, says }: Attack,
  whole: string,
): Promise<string | undefined> {
  const [folder, home] = [path.join(scratchFolder(), 'served'), scratchFolder()]
  cpSync(whole, folder, { recursive: true })
  const server = await serve(folder)
  const lineOf = (pack: string) => JSON.parse(readFileSync(path.join(folder, packagePath(pack)), 'utf8'))
  const swap = (from: string, to: string): void => cpSync(path.join(folder, from), path.join(folder, to))
  act({ folder, server, line: lineOf('hello'), other: lineOf('bye'), swap })
  const timeout = /a byte at a time/.test(name) ? 1500 : PATIENCE.timeout
  const error: unknown = await ask(open(server.url, home, { patience: { ...PATIENCE, timeout } })).then(
    () => undefined,
    (thrown: unknown) => thrown,
  )
  if (!(error instanceof HooksError))
    return `${name}: ${error === undefined ? 'it was not refused' : String(error)}`
  if (error.code !== code || !says.test(error.message)) return `${name}: ${error.code}: ${error.message}`
  if (!error.message.includes(`\`acme\` (${server.url})`) || !error.hint)
    return `${name}: it does not say which registry`
  if (existsSync(path.join(home, '.local'))) return `${name}: it was remembered`
  // What was wrong has not stayed in the cache.
  server.fault = undefined
  rmSync(folder, { recursive: true })
  cpSync(whole, folder, { recursive: true })
  return install(open(server.url, home, { now: () => Date.now() + 1e6 })).then(
    () => undefined,
    (failed: unknown) => `${name}: afterwards: ${String(failed)}`,
  )
}

test('without signatures, nobody gives other bytes than the registry names, and every answer ends', async () => {
  const whole = await writeRegistry(scratchFolder(), { hello: ['1.0.0'], bye: ['1.0.0'] })
  const faults = []
  for (const attack of ATTACKS) faults.push(await faultIn(attack, whole))
  const lost = faults.filter((fault) => fault !== undefined)
  tally({
    sweep: 'hostile registry: unsigned',
    tried: faults.length,
    kept: faults.length - lost.length,
    lost: lost.length,
  })
  expect(lost).toEqual([])
})

test('without signatures, what is locked stays what it is, whatever the registry says now', async () => {
  const folder = await writeRegistry(scratchFolder(), { hello: ['1.0.0'] })
  const [server, home] = [await serve(folder), scratchFolder()]
  const { bytes: _, ...locked } = await open(server.url, home).fetch('hello', '1.0.0')
  const evil = await writeRegistry(
    scratchFolder(),
    { hello: ['1.0.0'] },
    { line: (line) => ({ ...line, pubtime: '2027-01-01T00:00:00Z' }) },
  )
  const other = await writeRegistry(scratchFolder(), { hello: ['1.0.1'] })
  const theirs = JSON.parse(readFileSync(path.join(other, HELLO), 'utf8'))
  rmSync(folder, { recursive: true })
  cpSync(evil, folder, { recursive: true })
  const file = locked.resolved.slice(server.url.length)
  put(path.join(folder, file), readFileSync(path.join(other, `tarballs/${theirs.sha256}.tgz`)))
  const fresh = open(server.url, scratchFolder())
  await expect(fresh.refetch('hello', { version: '1.0.0', ...locked })).rejects.toMatchObject({
    code: 'integrity-mismatch',
    message: expect.stringContaining('is not what is said of `hello@1.0.0 in the lockfile`'),
  })
  tally({ sweep: 'hostile registry: unsigned, locked', tried: 1, kept: 1, lost: 0 })
})
