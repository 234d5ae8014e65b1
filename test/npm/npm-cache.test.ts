import { mkdirSync, readdirSync, rmSync, writeFileSync } from 'node:fs'
import path from 'node:path'
import npm from '@npmcli/config/lib/definitions/index.js'
import { describe, expect, test } from 'vitest'
import { integrityOf } from '../../src/core/integrity.ts'
import { fetchTarball, type NpmOptions, npmRegistry } from '../../src/io/registry-npm.ts'
import { noteLine } from '../../src/views/notes.ts'
import { json, loginPage, type MockRegistry, mockRegistry, status } from './mock-registry.ts'
import { inNewProcess, npmScratch } from './npm-scratch.ts'

/** Where npm's public registry is, as npm itself has it. */
const PUBLIC = npm.definitions.registry.default

const paths = ({ seen }: MockRegistry) => seen.map(({ path }) => path)

/** Fetches the newest version as a command of its own would. */
const fetchAnew = async (options: NpmOptions) => (await inNewProcess(options)).fetch('@acme/hello', '1.1.0')

describe('what one process has downloaded', () => {
  test('it does not download again', async () => {
    const registry = await mockRegistry()
    const { options } = npmScratch(registry)
    const [one, other] = [npmRegistry(options), npmRegistry(options)]
    const [first, second] = await Promise.all([
      one.fetch('@acme/hello', '1.1.0'),
      one.fetch('@acme/hello', '1.1.0'),
    ])
    const third = await other.fetch('@acme/hello', '1.1.0')
    expect([second, third]).toEqual([first, first])
    expect(registry.seen).toHaveLength(2)
  })

  test('is asked for again after a failure', async () => {
    const registry = await mockRegistry({ tarball: status(403) })
    const npm = npmRegistry(npmScratch(registry).options)
    await expect(npm.fetch('@acme/hello', '1.1.0')).rejects.toThrow()
    registry.become({})
    expect((await npm.fetch('@acme/hello', '1.1.0')).integrity).toBe(integrityOf(registry.bytesOf('1.1.0')))
  })
})

describe('offline', () => {
  test('opens no connection, and says what it does not have', async () => {
    const registry = await mockRegistry()
    const npm = npmRegistry({ ...npmScratch(registry).options, network: 'offline' })
    await expect(npm.packument('@acme/hello')).rejects.toMatchObject({
      code: 'offline',
      message: `\`@acme/hello\` of \`${registry.host}\` is not in npm's cache, and the network is not to be used`,
      hint: 'do it once with the network, then it is there',
    })
    expect(registry.connections()).toBe(0)
  })

  test('has the versions but not the bytes', async () => {
    const registry = await mockRegistry()
    const { options } = npmScratch(registry)
    await npmRegistry(options).packument('@acme/hello')
    await expect(
      npmRegistry({ ...options, network: 'offline' }).fetch('@acme/hello', '1.1.0'),
    ).rejects.toMatchObject({
      code: 'offline',
      message: `\`@acme/hello@1.1.0\` of \`${registry.host}\` is not in npm's cache, and the network is not to be used`,
    })
    expect(paths(registry)).toEqual(['/@acme/hello'])
  })

  test('has in another process what was fetched in an earlier one', async () => {
    const registry = await mockRegistry()
    const { options } = npmScratch(registry)
    const before = await fetchAnew(options)
    const connections = registry.connections()
    expect(await fetchAnew({ ...options, network: 'offline' })).toEqual(before)
    expect(registry.connections()).toBe(connections)
  })

  test('has what npm itself has installed', async () => {
    const registry = await mockRegistry()
    const { options } = npmScratch(registry)
    const { execa } = await import('execa')
    const env = options.env as Record<string, string>
    const install = [
      'install',
      '--no-save',
      '--no-audit',
      '--no-fund',
      '--ignore-scripts',
      '@acme/hello@1.1.0',
    ]
    await execa('npm', install, { cwd: options.cwd, env, extendEnv: false })
    const fetched = await npmRegistry({ ...options, network: 'offline' }).fetch('@acme/hello', '1.1.0')
    expect(fetched.integrity).toBe(integrityOf(registry.bytesOf('1.1.0')))
  })

  test('is what npm is configured for', async () => {
    const registry = await mockRegistry()
    const { options } = npmScratch(registry, 'offline=true')
    await expect(npmRegistry(options).packument('@acme/hello')).rejects.toMatchObject({ code: 'offline' })
    expect(registry.connections()).toBe(0)
  })

  test('has the bytes of a lockfile without knowing the versions', async () => {
    const registry = await mockRegistry()
    const { options } = npmScratch(registry)
    const { resolved, integrity } = await fetchAnew(options)
    rmSync(path.join(options.env['HOME'] ?? '', '.npm/_cacache/index-v5'), { recursive: true })
    const locked = { version: '1.1.0', resolved, integrity }
    const npm = await inNewProcess({ ...options, network: 'offline' })
    expect((await npm.refetch('@acme/hello', locked)).integrity).toBe(integrity)
  })

  test('has the archive of an address that was fetched before', async () => {
    const registry = await mockRegistry()
    const { options } = npmScratch(registry)
    const url = `${registry.url}x/-/1.0.0.tgz`
    const before = await fetchTarball(url, options)
    expect(await fetchTarball(url, { ...options, network: 'offline' })).toEqual(before)
    await expect(
      fetchTarball(`${registry.url}y/-/1.0.0.tgz`, { ...options, network: 'offline' }),
    ).rejects.toMatchObject({
      code: 'offline',
    })
    expect(registry.seen).toHaveLength(1)
  })
})

describe('prefer-offline', () => {
  test('takes what is kept as it is, and asks for the rest', async () => {
    const registry = await mockRegistry()
    const { options } = npmScratch(registry)
    await npmRegistry(options).packument('@acme/hello')
    const npm = npmRegistry({ ...options, network: 'prefer-offline' })
    await npm.fetch('@acme/hello', '1.1.0')
    expect(paths(registry)).toEqual(['/@acme/hello', '/@acme/hello/-/1.1.0.tgz'])
  })
})

describe("npm's cache", () => {
  test('does when the registry cannot be reached, with a note', async () => {
    const registry = await mockRegistry()
    const { options, notes } = npmScratch(registry)
    await fetchAnew(options)
    registry.become({ packument: (response) => response.socket?.destroy() })
    const fetched = await npmRegistry(options).fetch('@acme/hello', '1.1.0')
    expect(fetched.integrity).toBe(integrityOf(registry.bytesOf('1.1.0')))
    expect(notes.map(noteLine)).toEqual([
      `note: ${registry.host} cannot be reached; what npm has kept of @acme/hello is used`,
    ])
  })

  test('never has bytes that were refused', async () => {
    const registry = await mockRegistry({ tarball: (response) => response.end('other bytes') })
    const { options } = npmScratch(registry)
    await expect(npmRegistry(options).fetch('@acme/hello', '1.1.0')).rejects.toMatchObject({
      code: 'integrity-mismatch',
    })
    registry.become({})
    const { bytes } = await npmRegistry(options).fetch('@acme/hello', '1.1.0')
    expect(integrityOf(bytes)).toBe(integrityOf(registry.bytesOf('1.1.0')))
  })

  test('is not believed where it is damaged', async () => {
    const registry = await mockRegistry()
    const { options } = npmScratch(registry)
    const before = await fetchAnew(options)
    const content = path.join(options.env['HOME'] ?? '', '.npm/_cacache/content-v2')
    for (const entry of readdirSync(content, { recursive: true, withFileTypes: true }))
      if (entry.isFile()) writeFileSync(path.join(entry.parentPath, entry.name), 'damaged')
    await expect(fetchAnew({ ...options, network: 'offline' })).rejects.toMatchObject({ code: 'offline' })
    expect(await fetchAnew(options)).toEqual(before)
  })

  test('that cannot be written costs nothing but a download', async () => {
    const registry = await mockRegistry()
    const { options } = npmScratch(registry)
    // A file where the folder should be: it hinders root as well.
    mkdirSync(path.join(options.env['HOME'] ?? '', '.npm'))
    writeFileSync(path.join(options.env['HOME'] ?? '', '.npm/_cacache'), '')
    expect((await npmRegistry(options).fetch('@acme/hello', '1.1.0')).integrity).toBe(
      integrityOf(registry.bytesOf('1.1.0')),
    )
  })
})

describe('the bytes that a lockfile names', () => {
  const lockedAt = (registry: MockRegistry, resolved: string) => ({
    version: '1.1.0',
    resolved,
    integrity: integrityOf(registry.bytesOf('1.1.0')),
  })

  test('are fetched from its address, if that is on the host of the registry', async () => {
    const registry = await mockRegistry()
    const locked = lockedAt(registry, `${registry.url}@acme/hello/-/1.1.0.tgz`)
    const { bytes, resolved } = await npmRegistry(npmScratch(registry).options).refetch('@acme/hello', locked)
    expect([integrityOf(bytes), resolved]).toEqual([locked.integrity, locked.resolved])
    expect(paths(registry)).toEqual(['/@acme/hello/-/1.1.0.tgz'])
  })

  test('are looked up in the registry if the address is on another host, which is not asked', async () => {
    const [registry, evil] = [await mockRegistry(), await mockRegistry()]
    const locked = lockedAt(registry, `${evil.url}@acme/hello/-/1.1.0.tgz`)
    const { bytes, resolved } = await npmRegistry(npmScratch(registry).options).refetch('@acme/hello', locked)
    expect([integrityOf(bytes), resolved]).toEqual([locked.integrity, locked.resolved])
    expect(evil.connections()).toBe(0)
  })

  test('are looked up in the registry if it has moved them', async () => {
    const registry = await mockRegistry({})
    const moved = `${registry.url}@acme/hello/-/9.9.9.tgz`
    registry.become({
      tarball: (response, good, request) =>
        request.url?.includes('9.9.9') ? response.writeHead(404).end() : response.end(good.tarball),
    })
    const { bytes } = await npmRegistry(npmScratch(registry).options).refetch(
      '@acme/hello',
      lockedAt(registry, moved),
    )
    expect(integrityOf(bytes)).toBe(integrityOf(registry.bytesOf('1.1.0')))
  })

  test("are fetched from the configured registry in place of npm's public one, below its own path", async () => {
    const registry = await mockRegistry({ below: '/mirror/' })
    const locked = lockedAt(registry, `${PUBLIC}@acme/hello/-/1.1.0.tgz`)
    await npmRegistry(npmScratch(registry).options).refetch('@acme/hello', locked)
    expect(paths(registry)).toEqual(['/mirror/@acme/hello/-/1.1.0.tgz'])
  })

  test('are not, if `replace-registry-host` says never', async () => {
    const registry = await mockRegistry()
    const locked = lockedAt(registry, `${PUBLIC}@acme/hello/-/1.1.0.tgz`)
    const { options } = npmScratch(registry, 'replace-registry-host=never')
    await npmRegistry(options).refetch('@acme/hello', locked)
    expect(paths(registry)).toEqual(['/@acme/hello', '/@acme/hello/-/1.1.0.tgz'])
  })

  test('are refused when the registry has others now', async () => {
    const registry = await mockRegistry()
    const locked = {
      ...lockedAt(registry, 'https://elsewhere.test/x.tgz'),
      integrity: integrityOf(new Uint8Array(1)),
    }
    await expect(
      npmRegistry(npmScratch(registry).options).refetch('@acme/hello', locked),
    ).rejects.toMatchObject({
      code: 'integrity-mismatch',
      message: `\`${registry.host}\` has other bytes for \`@acme/hello@1.1.0\` than the lockfile names`,
    })
    const own = { ...locked, resolved: `${registry.url}@acme/hello/-/1.1.0.tgz` }
    await expect(npmRegistry(npmScratch(registry).options).refetch('@acme/hello', own)).rejects.toMatchObject(
      {
        code: 'integrity-mismatch',
      },
    )
  })
})

describe('the archive at an address', () => {
  test('is fetched with its hash, and checked against one that is known', async () => {
    const registry = await mockRegistry()
    const { options } = npmScratch(registry)
    const url = `${registry.url}x/-/1.0.0.tgz`
    const { bytes, integrity, resolved } = await fetchTarball(`${url}#sha`, options)
    expect([integrityOf(bytes), resolved]).toEqual([integrity, url])
    const other = integrityOf(new Uint8Array(2))
    await expect(fetchTarball(url, { ...options, integrity: other })).rejects.toMatchObject({
      code: 'integrity-mismatch',
    })
  })

  test.each([
    ['http://example.test/x.tgz', 'is not an address that an archive is fetched from'],
    ['file:///x.tgz', 'is not an address that an archive is fetched from'],
    ['nonsense', 'is not an address that an archive is fetched from'],
    ['https://me:pa55@example.test/x.tgz', 'has a name or a password in it'],
  ])('is refused: %s', async (url, message) => {
    const { options } = npmScratch({ url: 'http://127.0.0.1:9/' })
    const refused = fetchTarball(url, options)
    await expect(refused).rejects.toMatchObject({
      code: 'spec-invalid',
      message: expect.stringContaining(message),
    })
    await expect(refused).rejects.not.toThrow('pa55')
  })

  test('may be a web page, or nothing', async () => {
    const registry = await mockRegistry({ tarball: loginPage })
    const { options } = npmScratch(registry)
    const url = `${registry.url}x/-/1.0.0.tgz`
    await expect(fetchTarball(url, options)).rejects.toMatchObject({
      code: 'registry-answer',
      message: `\`${registry.host}\` answers with a web page instead of \`${url}\``,
    })
    registry.become({ tarball: status(404) })
    await expect(fetchTarball(url, options)).rejects.toMatchObject({
      code: 'pack-not-found',
      message: `\`${registry.host}\` has no \`${url}\``,
    })
  })
})

test('a deprecated version is told once, with its reason', async () => {
  const registry = await mockRegistry({
    newest: (described) => ({ ...described, deprecated: 'use \u001b[31m@acme/other' }),
  })
  const { options, notes } = npmScratch(registry)
  const npm = npmRegistry(options)
  await npm.fetch('@acme/hello', '1.0.0')
  expect(notes).toEqual([])
  await npm.fetch('@acme/hello', '1.1.0')
  await npm.fetch('@acme/hello', '1.1.0')
  expect(notes.map(noteLine)).toEqual([
    'warning: @acme/hello 1.1.0 is deprecated: use \\u{1b}[31m@acme/other',
  ])
  const { versions } = (await npm.packument('@acme/hello')) ?? {}
  expect(versions).toEqual([
    { version: '1.0.0', yanked: false },
    { version: '1.1.0', yanked: false, deprecated: 'use \u001b[31m@acme/other' },
  ])
})

test('times of publication are passed on where the registry sends them anyway', async () => {
  const registry = await mockRegistry()
  const { options } = npmScratch(registry)
  registry.become({
    packument: (response, good, request) =>
      json({ ...good.packument, time: { '1.1.0': '2026-01-02T03:04:05.000Z' } })(response, good, request),
  })
  const { versions } = (await npmRegistry(options).packument('@acme/hello')) ?? {}
  expect(versions?.at(-1)).toEqual({ version: '1.1.0', yanked: false, published: '2026-01-02T03:04:05.000Z' })
})
