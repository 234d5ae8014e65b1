import { readdirSync, readFileSync, rmSync, statSync } from 'node:fs'
import path from 'node:path'
import { pathToFileURL } from 'node:url'
import { describe, expect, test } from 'vitest'
import { sha256 } from '../../src/core/integrity.ts'
import { keepTrusted } from '../../src/io/static/signed/trusted.ts'
import { firstRoot } from './attacks/scene.ts'
import { put, scratchFolder } from './fixture.ts'
import { days, opened, type SignedFixture, signedRegistry, someKeys } from './signed-fixture.ts'
import { type StaticServer, serve } from './static-server.ts'

interface Served extends SignedFixture {
  readonly server: StaticServer
  readonly home: string
  /** The versions of a pack, as a command finds them so many days later. */
  readonly versions: (
    day: number,
    options?: Parameters<typeof opened>[2],
    name?: string,
  ) => Promise<readonly string[]>
}

async function served(
  packs: Readonly<Record<string, readonly string[]>> = { hello: ['1.0.0'] },
): Promise<Served> {
  const registry = await signedRegistry(packs)
  const [server, home] = [await serve(registry.folder), scratchFolder()]
  return {
    ...registry,
    server,
    home,
    versions: async (day, options = {}, name = 'hello') => {
      const found = await opened(server.url, home, { now: () => days(day), ...options }).registry.packument(
        name,
      )
      return found?.versions.map(({ version }) => version) ?? []
    },
  }
}

const stateOf = (home: string): string => {
  const folder = path.join(home, '.local/state/hookpack/registries')
  return path.join(folder, readdirSync(folder).find((name) => name.endsWith('.json')) ?? '')
}

const pathsOf = ({ seen }: StaticServer): string[] => seen.map((one) => `${one.path} ${one.status}`)

describe('a signed registry', () => {
  test.each(['a folder', 'a file: address', 'a server'])(
    'in %s proves where its packs come from',
    async (place) => {
      const { folder } = await signedRegistry({ hello: ['1.0.0'] })
      const base =
        place === 'a server'
          ? (await serve(folder)).url
          : place === 'a folder'
            ? folder
            : `${pathToFileURL(folder).href}/`
      const { registry, notes } = opened(base, scratchFolder())
      const { evidence, files } = await registry.fetch('hello', '1.0.0')
      expect(evidence).toEqual({ kind: 'signed', root: firstRoot(folder) })
      expect(Object.keys(files ?? {})).toHaveLength(3)
      expect(notes).toEqual([{ code: 'root-trusted', name: 'acme', base, ...firstRoot(folder) }])
      expect((await registry.search()).map(({ name }) => name)).toEqual(['hello'])
      expect(await registry.packument('absent')).toBeUndefined()
    },
  )

  test('tells whose root is trusted once', async () => {
    const { server, home } = await served()
    await opened(server.url, home).registry.packument('hello')
    const { registry, notes } = opened(server.url, home)
    await registry.packument('hello')
    expect(notes).toEqual([])
  })

  test('is not asked again as long as what it said may be used, and then with two requests', async () => {
    const { server, versions } = await served()
    await versions(0)
    server.seen.length = 0
    await versions(0.001)
    expect(server.seen).toEqual([])
    await versions(1)
    expect(pathsOf(server)).toEqual(['metadata/2.root.json 404', 'metadata/timestamp.json 200'])
  })

  test('is asked for a pack that it did not have, and for one that has changed meanwhile', async () => {
    const { publish, versions } = await served({ hello: ['1.0.0'], bye: ['1.0.0'] })
    await versions(0)
    await publish({ hello: ['1.1.0'], new: ['1.0.0'], bye: ['1.1.0'] }, days(0.0005))
    expect(await versions(0.001, {}, 'new')).toEqual(['1.0.0'])
    const other = await served({ hello: ['1.0.0'], bye: ['1.0.0'] })
    await other.versions(0)
    await other.publish({ bye: ['1.1.0'] }, days(0.0005))
    expect(await other.versions(0.001, {}, 'bye')).toEqual(['1.0.0', '1.1.0'])
  })

  test('has nothing to do with a registry that was never signed', async () => {
    const { folder } = await signedRegistry({ hello: ['1.0.0'] })
    rmSync(path.join(folder, 'metadata'), { recursive: true })
    const file = path.join(folder, 'registry.json')
    put(file, readFileSync(file, 'utf8').replace('"signed": true', '"signed": false'))
    const { registry, notes } = opened(folder, scratchFolder())
    expect((await registry.fetch('hello', '1.0.0')).evidence).toBeUndefined()
    expect(notes).toEqual([])
  })
})

describe('what is known of a signed registry', () => {
  test('lies in the state folder, readable by its owner alone, and not in the cache', async () => {
    const { home, versions } = await served()
    await versions(0)
    expect(statSync(stateOf(home)).mode & 0o777).toBe(0o600)
    expect(JSON.parse(readFileSync(stateOf(home), 'utf8'))).toMatchObject({
      v: 1,
      ttl: 300,
      checked: days(0),
    })
  })

  test('is not given up because its file is damaged', async () => {
    const { home, versions } = await served()
    await versions(0)
    for (const text of ['', '{"v":1}', readFileSync(stateOf(home), 'utf8').slice(0, -20)]) {
      put(stateOf(home), text)
      await expect(versions(1)).rejects.toMatchObject({
        code: 'evidence-lost',
        message: expect.stringMatching(
          /^what is known of the signed registry `acme` \(.*\) cannot be read: .*\.json$/,
        ),
      })
    }
    rmSync(stateOf(home))
    expect(await versions(1)).toEqual(['1.0.0'])
  })

  test('that cannot be kept is told, and the registry is read all the same', async () => {
    const { server, home } = await served()
    put(path.join(home, '.local/state/hookpack'), 'in the way')
    const { registry, notes } = opened(server.url, home)
    expect((await registry.packument('hello'))?.versions).toHaveLength(1)
    expect(notes.map(({ code }) => code)).toEqual(['trust-not-kept', 'root-trusted'])
  })

  test('is not replaced by what an older command knows', async () => {
    const { home, server, publish, copy, versions } = await served()
    const before = copy()
    await publish({ hello: ['1.1.0'] }, days(1))
    await versions(2)
    const newest = readFileSync(stateOf(home), 'utf8')
    const { v: _v, base: _base, ...known } = JSON.parse(newest)
    const timestamp = readFileSync(path.join(before, 'metadata/timestamp.json'), 'utf8')
    const older = { ...known, metadata: { ...known.metadata, timestamp } }
    await keepTrusted(server.url, older, { HOME: home })
    expect(readFileSync(stateOf(home), 'utf8')).toBe(newest)
  })
})

describe('without the network', () => {
  test('what is kept is used, and a word is said when its signatures have expired', async () => {
    const { server, home } = await served()
    const first = opened(server.url, home).registry
    await first.fetch('hello', '1.0.0')
    await server.close()
    const offline = (day: number) => opened(server.url, home, { now: () => days(day), mode: 'offline' })
    const soon = offline(10)
    expect((await soon.registry.fetch('hello', '1.0.0')).evidence?.kind).toBe('signed')
    expect(soon.notes).toEqual([])
    const late = offline(30)
    expect((await late.registry.fetch('hello', '1.0.0')).evidence?.kind).toBe('signed')
    expect(late.notes).toEqual([{ code: 'metadata-expired', name: 'acme', since: '2026-03-15T12:00:00Z' }])
  })

  test('what is not kept is an error, as for every registry', async () => {
    const { server, home } = await served()
    await expect(
      opened(server.url, home, { mode: 'offline' }).registry.packument('hello'),
    ).rejects.toMatchObject({ code: 'offline' })
  })
})

describe('a new root', () => {
  test('that follows from the one before is taken, also several at once', async () => {
    const { sign, versions, home, publish, folder } = await served()
    await versions(0)
    const next = await someKeys()
    await sign({ newKeys: [next], now: days(1) })
    expect(await versions(1)).toEqual(['1.0.0'])
    const last = await someKeys()
    await sign({ keys: [next], newKeys: [last], now: days(2) })
    await sign({ keys: [last], newKeys: [last, await someKeys('root')], threshold: 2, now: days(3) })
    expect(await versions(4)).toEqual(['1.0.0'])
    const { roots } = JSON.parse(readFileSync(stateOf(home), 'utf8'))
    expect(roots.map(({ version }: { version: number }) => version)).toEqual([1, 2, 3, 4])
    expect(roots[0]).toEqual(firstRoot(folder))
    await expect(publish({ hello: ['1.1.0'] }, days(5))).rejects.toMatchObject({
      code: 'signing-key-missing',
    })
  })

  test('ends what somebody with stolen online keys has done', async () => {
    const { sign, versions, copy, restore } = await served()
    await versions(0)
    const honest = copy()
    // The thief makes the numbers as large as they can be.
    for (let day = 1; day < 4; day++) await sign({ now: days(day) })
    await versions(4)
    restore(honest)
    await expect(versions(5)).rejects.toMatchObject({ code: 'registry-untrusted' })
    await sign({ newKeys: [await someKeys('timestamp', 'snapshot')], now: days(5) })
    expect(await versions(6)).toEqual(['1.0.0'])
  })

  test('is what the user says, whatever was known before', async () => {
    const { folder, sign, versions, home } = await served()
    await versions(0)
    rmSync(path.join(folder, 'metadata'), { recursive: true })
    await sign({ keys: [await someKeys()], now: days(1) })
    await expect(versions(1)).rejects.toMatchObject({ code: 'evidence-lost' })
    const pin = { sha256: firstRoot(folder).sha256, own: true }
    expect(await versions(1, { trust: { pin } })).toEqual(['1.0.0'])
    expect(await versions(2)).toEqual(['1.0.0'])
    expect(JSON.parse(readFileSync(stateOf(home), 'utf8')).roots).toEqual([firstRoot(folder)])
  })

  test('is not what a project says, if the user knows another one', async () => {
    const { folder, sign, versions } = await served()
    await versions(0)
    rmSync(path.join(folder, 'metadata'), { recursive: true })
    await sign({ keys: [await someKeys()], now: days(1) })
    const pin = { sha256: firstRoot(folder).sha256, own: false }
    await expect(versions(1, { trust: { pin } })).rejects.toMatchObject({ code: 'evidence-lost' })
    const locked = { hello: firstRoot(folder) }
    await expect(versions(1, { trust: { locked } })).rejects.toMatchObject({ code: 'evidence-lost' })
  })
})

test('packs keep the root that the lockfile has for them, if it is one of the chain', async () => {
  const { folder, sign, server, keys } = await served({ hello: ['1.0.0'], bye: ['1.0.0'] })
  await sign({ newKeys: [keys], now: days(1) })
  const second = { version: 2, sha256: sha256(readFileSync(path.join(folder, 'metadata/2.root.json'))) }
  const evidenceOf = async (locked: Record<string, typeof second>, name: string) => {
    const { registry, notes } = opened(server.url, scratchFolder(), { now: () => days(1), trust: { locked } })
    const { evidence } = await registry.fetch(name, '1.0.0')
    expect(notes).toEqual([])
    return evidence?.kind === 'signed' && evidence.root
  }
  expect(await evidenceOf({ hello: second }, 'bye')).toEqual(second)
  expect(await evidenceOf({ hello: second, bye: firstRoot(folder) }, 'hello')).toEqual(second)
  expect(await evidenceOf({ hello: second, bye: firstRoot(folder) }, 'bye')).toEqual(firstRoot(folder))
  expect(await evidenceOf({ hello: second, bye: firstRoot(folder) }, 'hello')).toEqual(second)
})

test('advisories are listed as well, and nobody changes or withholds them unseen', async () => {
  const { folder, home, server, sign } = await served()
  const info = path.join(folder, 'registry.json')
  put(info, JSON.stringify({ ...JSON.parse(readFileSync(info, 'utf8')), advisories: 'advisories/all.json' }))
  const file = path.join(folder, 'advisories/all.json')
  put(file, '{"v":1,"advisories":{}}')
  await sign()
  const ask = () => opened(server.url, home).registry.advisories?.('hello', () => undefined)
  expect(await ask()).toBeDefined()
  rmSync(path.join(home, '.cache'), { recursive: true })
  put(file, '{"v":1,"advisories":{ }}')
  await expect(ask()).rejects.toMatchObject({ code: 'integrity-mismatch' })
  rmSync(file)
  await expect(ask()).rejects.toMatchObject({ code: 'registry-untrusted' })
})

test('a bin that is kept is checked each time it is read', async () => {
  const { server, home, versions } = await served()
  await versions(0)
  const cache = path.join(home, '.cache/hookpack/static')
  for (const name of readdirSync(cache, { recursive: true }).map(String)) {
    if (!/content-v2.*\/[0-9a-f]{100,}$/.test(name)) continue
    put(path.join(cache, name), 'x')
  }
  expect(await versions(0.001)).toEqual(['1.0.0'])
  expect(pathsOf(server).length).toBeGreaterThan(0)
})
