import { createHash } from 'node:crypto'
import { readFileSync } from 'node:fs'
import path from 'node:path'
import { pathToFileURL } from 'node:url'
import { describe, expect, test } from 'vitest'
import { packagePath } from '../../src/io/registry-static.ts'
import { open, put, scratchFolder, writeRegistry } from './fixture.ts'
import { type StaticServer, serve } from './static-server.ts'

const sha256 = (data: Uint8Array): string => createHash('sha256').update(data).digest('hex')

/** A registry behind a server, and a home without a cache. */
async function served(
  ...args: Parameters<typeof writeRegistry> extends [string, ...infer Rest] ? Rest : never
): Promise<{ folder: string; home: string; server: StaticServer }> {
  const folder = await writeRegistry(scratchFolder(), ...args)
  return { folder, home: scratchFolder(), server: await serve(folder) }
}

const HELLO = { hello: ['1.0.0', '1.1.0', '2.0.0-rc.1'] }

/** What a registry is made of is the same wherever it is. */
describe.each([
  ['a folder', async (folder: string) => folder],
  ['a file: address', async (folder: string) => `${pathToFileURL(folder).href}/`],
  ['a server', async (folder: string) => (await serve(folder)).url],
])('a registry in %s', (_, at) => {
  test('has packs with versions, their times, and the newest one as a tag', async () => {
    const registry = open(await at(await writeRegistry(scratchFolder(), HELLO)), scratchFolder())
    const published = '2026-01-31T12:00:00Z'
    expect(await registry.packument('hello')).toEqual({
      name: 'hello',
      versions: ['1.0.0', '1.1.0', '2.0.0-rc.1'].map((version) => ({ version, yanked: false, published })),
      tags: { latest: '1.1.0' },
    })
  })

  test('gives the bytes of a version, their integrity, and the hash of each file', async () => {
    const folder = await writeRegistry(scratchFolder(), HELLO)
    const registry = open(await at(folder), scratchFolder())
    const { bytes, integrity, files } = await registry.fetch('hello', '1.1.0')
    expect(readFileSync(path.join(folder, `tarballs/${sha256(bytes)}.tgz`)).equals(bytes)).toBe(true)
    expect(integrity).toBe(`sha512-${createHash('sha512').update(bytes).digest('base64')}`)
    expect(Object.keys(files ?? {})).toEqual(['hello.cjs', 'hooks.json', 'package.json'])
    expect(files?.['hello.cjs']).toBe(sha256(Buffer.from("module.exports = () => '1.1.0'\n")))
  })

  test('gives the bytes that a lockfile names again, and no others', async () => {
    const registry = open(await at(await writeRegistry(scratchFolder(), HELLO)), scratchFolder())
    const { resolved, integrity, bytes } = await registry.fetch('hello', '1.0.0')
    const again = await registry.refetch('hello', { version: '1.0.0', resolved, integrity })
    expect(Buffer.from(again.bytes).equals(bytes)).toBe(true)
    await expect(
      registry.refetch('hello', { version: '1.0.0', resolved, integrity: 'sha512-other' }),
    ).rejects.toMatchObject({ code: 'integrity-mismatch' })
  })

  test('does not have what it does not have', async () => {
    const registry = open(await at(await writeRegistry(scratchFolder(), HELLO)), scratchFolder())
    expect(await registry.packument('absent')).toBeUndefined()
    await expect(registry.fetch('hello', '9.9.9')).rejects.toMatchObject({ code: 'version-not-found' })
  })

  test('says which versions were taken back, and which are deprecated', async () => {
    const folder = await writeRegistry(
      scratchFolder(),
      { hello: ['1.0.0', '1.1.0'] },
      {
        line: (line) =>
          line.vers === '1.1.0' ? { ...line, yanked: 'broken' } : { ...line, deprecated: 'old' },
      },
    )
    const packument = await open(await at(folder), scratchFolder()).packument('hello')
    expect(packument).toMatchObject({
      versions: [
        { version: '1.0.0', yanked: false, deprecated: 'old' },
        { version: '1.1.0', yanked: true },
      ],
      tags: { latest: '1.0.0' },
    })
  })

  test('may have lines of a newer format beside those that we read', async () => {
    const folder = await writeRegistry(scratchFolder(), { hello: ['1.0.0'] })
    const file = path.join(folder, packagePath('hello'))
    put(file, `${readFileSync(file, 'utf8')}{"v":2,"name":"hello","what":"ever"}\n`)
    const packument = await open(await at(folder), scratchFolder()).packument('hello')
    expect(packument?.versions.map(({ version }) => version)).toEqual(['1.0.0'])
  })

  test('is searched through its shards', async () => {
    const folder = await writeRegistry(scratchFolder(), { hello: ['1.0.0', '1.1.0'], '@acme/bye': ['0.1.0'] })
    const rows = await open(await at(folder), scratchFolder()).search()
    expect(rows.map(({ name, latest }) => `${name} ${latest}`)).toEqual(['@acme/bye 0.1.0', 'hello 1.1.0'])
  })
})

describe('what lockfiles say of a registry', () => {
  test('is its address, and the address of each archive', async () => {
    const { server, home } = await served(HELLO)
    const registry = open(server.url, home)
    expect(registry.source).toBe(`registry+${server.url}`)
    const { resolved, bytes } = await registry.fetch('hello', '1.0.0')
    expect(resolved).toBe(`${server.url}tarballs/${sha256(bytes)}.tgz`)
  })

  test('is a relative address for one that comes with the program', async () => {
    const folder = await writeRegistry(scratchFolder(), HELLO)
    const registry = open(folder, scratchFolder(), { source: 'registry:hookpack' })
    expect(registry.source).toBe('registry:hookpack')
    expect((await registry.fetch('hello', '1.0.0')).resolved).toMatch(/^tarballs\/[0-9a-f]{64}\.tgz$/)
  })

  test('is not believed when it names another place', async () => {
    const { server, home } = await served(HELLO)
    const registry = open(`${server.url}packs/`, home)
    for (const resolved of [
      'https://other.example/tarballs/x.tgz',
      `${server.url}packs/../tarballs/x.tgz`,
      `${server.url}packs/%2e%2e/x.tgz`,
      `${server.url}packs/x.tgz?y`,
    ]) {
      await expect(
        registry.refetch('hello', { version: '1.0.0', resolved, integrity: 'sha512-x' }),
        resolved,
      ).rejects.toMatchObject({ code: 'lockfile-invalid' })
    }
    expect(server.seen).toEqual([])
  })
})

describe('a registry that is not what it should be', () => {
  test.each([
    ['another host', { dl: 'https://other.example/{sha256}.tgz' }],
    ['a folder above', { dl: '../{sha256}.tgz' }],
    ['an absolute path', { dl: '/etc/{sha256}' }],
    ['a shard elsewhere', { search: ['../../search.gz'] }],
  ])('is refused when it names %s', async (_, info) => {
    const registry = open(await writeRegistry(scratchFolder(), HELLO, { info }), scratchFolder())
    await expect(registry.packument('hello')).rejects.toThrow(/is no path inside the registry/)
  })

  test('is refused when it has a newer format, with the way out', async () => {
    const folder = await writeRegistry(scratchFolder(), HELLO, { info: { v: 2 as 1 } })
    await expect(open(folder, scratchFolder()).packument('hello')).rejects.toThrow(
      /it needs a newer hookpack/,
    )
  })

  test('is refused when one pack has the lines of another', async () => {
    const folder = await writeRegistry(scratchFolder(), { hello: ['1.0.0'], bye: ['1.0.0'] })
    put(path.join(folder, packagePath('hello')), readFileSync(path.join(folder, packagePath('bye'))))
    await expect(open(folder, scratchFolder()).packument('hello')).rejects.toThrow(
      /has a line of another pack, `bye`/,
    )
  })

  test('is refused when an archive, or what is said of its files, was changed', async () => {
    const folder = await writeRegistry(scratchFolder(), { hello: ['1.0.0'] })
    const line = JSON.parse(readFileSync(path.join(folder, packagePath('hello')), 'utf8'))
    for (const file of [`tarballs/${line.sha256}.tgz`, `meta/${line.meta}.json`]) {
      const before = readFileSync(path.join(folder, file))
      put(path.join(folder, file), Buffer.concat([before, Buffer.from(' ')]))
      await expect(open(folder, scratchFolder()).fetch('hello', '1.0.0'), file).rejects.toMatchObject({
        code: 'integrity-mismatch',
        message: expect.stringContaining(file),
      })
      put(path.join(folder, file), before)
    }
  })

  test('is told from a place where there is none', async () => {
    const server = await serve(scratchFolder())
    for (const base of [server.url, scratchFolder()]) {
      await expect(open(base, scratchFolder()).packument('hello'), base).rejects.toMatchObject({
        code: 'registry-invalid',
        message: expect.stringContaining('there is no registry'),
      })
    }
  })
})
