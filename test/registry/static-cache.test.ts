import { chmodSync, readdirSync, readFileSync, rmSync, statSync, writeFileSync } from 'node:fs'
import path from 'node:path'
import { describe, expect, test } from 'vitest'
import { cacheFolder, openCache } from '../../src/io/cache.ts'
import { open, put, scratchFolder, writeRegistry } from './fixture.ts'
import { type StaticServer, serve } from './static-server.ts'

async function served(
  packs: Parameters<typeof writeRegistry>[1] = { hello: ['1.0.0'] },
  unusual: Parameters<typeof writeRegistry>[2] = {},
): Promise<{ folder: string; home: string; server: StaticServer }> {
  const folder = await writeRegistry(scratchFolder(), packs, unusual)
  return { folder, home: scratchFolder(), server: await serve(folder) }
}

/** Looks a pack up and fetches it, as a command does, in a process that knows nothing yet. */
async function install(...args: Parameters<typeof open>): Promise<Uint8Array> {
  const registry = open(...args)
  const packument = await registry.packument('hello')
  return (await registry.fetch('hello', packument?.tags['latest'] ?? '')).bytes
}

const statuses = ({ seen }: StaticServer): readonly number[] => seen.map(({ status }) => status)
const cacheIn = (home: string): string => path.join(home, '.cache', 'hookpack')
const files = (folder: string): readonly string[] =>
  readdirSync(folder, { recursive: true, withFileTypes: true })
    .filter((entry) => entry.isFile())
    .map((entry) => path.join(entry.parentPath, entry.name))

describe('what was read once', () => {
  test('is not asked for again within the time that the registry gives it', async () => {
    const { server, home } = await served()
    const first = await install(server.url, home)
    expect(statuses(server)).toEqual([200, 200, 200, 200])
    const second = await install(server.url, home, { now: () => Date.now() + 299_000 })
    expect(Buffer.from(second).equals(first)).toBe(true)
    expect(server.seen).toHaveLength(4)
  })

  test.each(['etag', 'last-modified'] as const)('is asked for with its %s after that', async (validator) => {
    const { server, home } = await served()
    server.validator = validator
    await install(server.url, home)
    const { bytes } = server
    await install(server.url, home, { now: () => Date.now() + 301_000 })
    expect(statuses(server).slice(4)).toEqual([304, 304])
    expect(server.bytes).toBe(bytes)
  })

  test('is read again when there is nothing to ask with', async () => {
    const { server, home } = await served()
    server.validator = 'none'
    await install(server.url, home)
    await install(server.url, home, { now: () => Date.now() + 301_000 })
    expect(statuses(server).slice(4)).toEqual([200, 200])
  })

  test('counts as just read after the server has said that it is the same', async () => {
    const { server, home } = await served()
    const at = (seconds: number) => ({ now: () => Date.now() + seconds * 1000 })
    await install(server.url, home)
    await install(server.url, home, at(301))
    await install(server.url, home, at(600))
    expect(statuses(server)).toEqual([200, 200, 200, 200, 304, 304])
  })

  test('is as old as the registry allows', async () => {
    const { server, home } = await served(undefined, { info: { ttl: 0 } })
    await install(server.url, home)
    await install(server.url, home)
    expect(statuses(server)).toEqual([200, 200, 200, 200, 304, 304])
  })

  test('is not what it was when the registry has changed', async () => {
    const { folder, server, home } = await served()
    await install(server.url, home)
    await writeRegistry(folder, { hello: ['1.0.0', '1.1.0'] })
    const later = open(server.url, home, { now: () => Date.now() + 301_000 })
    expect((await later.packument('hello'))?.tags).toEqual({ latest: '1.1.0' })
    expect(statuses(server).slice(4)).toEqual([304, 200])
  })

  test('is asked for at once when it was not there: somebody may just have published it', async () => {
    const { folder, server, home } = await served({ other: ['1.0.0'] })
    expect(await open(server.url, home).packument('hello')).toBeUndefined()
    await writeRegistry(folder, { hello: ['1.0.0'] })
    expect(await open(server.url, home).packument('hello')).toBeDefined()
  })

  test('is asked for again when the clock has gone back', async () => {
    const { server, home } = await served()
    await install(server.url, home)
    await install(server.url, home, { now: () => Date.now() - 86_400_000 })
    expect(statuses(server).slice(4)).toEqual([304, 304])
  })

  test('is kept for each right to read by itself', async () => {
    const { server, home } = await served()
    const signedIn = { headers: { Authorization: 'Bearer one' } }
    await install(server.url, home, signedIn)
    await install(server.url, home, { headers: { Authorization: 'Bearer two' } })
    await install(server.url, home)
    expect(server.seen).toHaveLength(12)
    await install(server.url, home, { headers: { authorization: 'Bearer one' } })
    expect(server.seen).toHaveLength(12)
    expect(files(cacheIn(home)).filter((file) => /Bearer/.test(readFileSync(file, 'latin1')))).toEqual([])
  })
})

describe('offline', () => {
  test('what is in the cache is enough, and nobody is asked', async () => {
    const { server, home } = await served()
    const first = await install(server.url, home)
    await open(server.url, home).search()
    await server.close()
    const offline = { mode: 'offline', now: () => Date.now() + 86_400_000 } as const
    expect(Buffer.from(await install(server.url, home, offline)).equals(first)).toBe(true)
    expect(await open(server.url, home, offline).search()).toHaveLength(1)
  })

  test('what is not in the cache is an error that names it', async () => {
    const { server, home } = await served()
    await expect(open(server.url, home, { mode: 'offline' }).packument('hello')).rejects.toMatchObject({
      code: 'offline',
      message: `\`registry.json\` of the registry \`acme\` (${server.url}) is not in the cache, and the network is not to be used`,
    })
    await open(server.url, home).packument('hello')
    const offline = open(server.url, home, { mode: 'offline' })
    await expect(offline.packument('other')).rejects.toMatchObject({ code: 'offline' })
    await expect(offline.fetch('hello', '1.0.0')).rejects.toMatchObject({ code: 'offline' })
    expect(server.seen).toHaveLength(2)
  })

  test('what was seen not to be there is not there', async () => {
    const { server, home } = await served()
    await open(server.url, home).packument('absent')
    expect(await open(server.url, home, { mode: 'offline' }).packument('absent')).toBeUndefined()
  })

  test('preferred, only what is missing is asked for', async () => {
    const { server, home } = await served({ hello: ['1.0.0'], bye: ['1.0.0'] })
    await install(server.url, home)
    const later = { mode: 'prefer-offline', now: () => Date.now() + 86_400_000 } as const
    await install(server.url, home, later)
    expect(server.seen).toHaveLength(4)
    expect(await open(server.url, home, later).packument('bye')).toBeDefined()
    expect(server.seen).toHaveLength(5)
  })
})

describe('a cache', () => {
  const each = (folder: string, damage: (file: string) => void): void => {
    for (const file of files(folder)) damage(file)
  }
  test.each<[string, (folder: string) => void]>([
    ['was deleted', (folder) => rmSync(folder, { recursive: true })],
    ['is empty in all its files', (folder) => each(folder, (file) => writeFileSync(file, ''))],
    [
      'has other bytes in all its files',
      (folder) =>
        each(folder, (file) => {
          const bytes = readFileSync(file)
          writeFileSync(
            file,
            bytes.map((byte, at) => (at === bytes.length >> 1 ? byte ^ 1 : byte)),
          )
        }),
    ],
    [
      'has folders in the place of its files',
      (folder) =>
        each(folder, (file) => {
          rmSync(file)
          put(path.join(file, 'x'), 'x')
        }),
    ],
    [
      'is a file',
      (folder) => {
        rmSync(folder, { recursive: true })
        writeFileSync(folder, 'x')
      },
    ],
  ])('that %s is as good as none', async (_, damage) => {
    const { server, home } = await served()
    const first = await install(server.url, home)
    damage(cacheIn(home))
    const second = await install(server.url, home)
    expect(Buffer.from(second).equals(first)).toBe(true)
    expect(statuses(server)).toEqual(Array(8).fill(200))
  })

  test('that is deleted while it is used is as good as none', async () => {
    const { server, home } = await served()
    server.fault = () => {
      rmSync(cacheIn(home), { recursive: true, force: true })
      return false
    }
    const first = await install(server.url, home)
    expect(Buffer.from(await install(server.url, home)).equals(first)).toBe(true)
  })

  test('that everybody may write to is not used', async () => {
    const { server, home } = await served()
    await install(server.url, home)
    chmodSync(cacheIn(home), 0o777)
    await install(server.url, home)
    expect(server.seen).toHaveLength(8)
  })

  test('is for its owner alone, and where the environment says', async () => {
    const { server, home } = await served()
    const at = async (env: Record<string, string>): Promise<void> => {
      await install(server.url, home, { place: { cwd: home, env: { HOME: home, ...env } } })
    }
    await at({ XDG_CACHE_HOME: path.join(home, 'xdg') })
    await at({ XDG_CACHE_HOME: path.join(home, 'xdg'), HOOKPACK_CACHE_DIR: path.join(home, 'own') })
    await at({ XDG_CACHE_HOME: 'relative' })
    for (const name of ['xdg/hookpack', 'own', '.cache/hookpack']) {
      const folder = path.join(home, name, 'static')
      expect(files(folder).length, name).toBeGreaterThan(0)
      expect(statSync(folder).mode & 0o077, name).toBe(0)
    }
  })

  test('that has no place to be is as good as none', async () => {
    expect(cacheFolder({ HOME: 'relative' })).toBeUndefined()
    const cache = openCache({}, 'static')
    await cache.set(['key'], 'value')
    expect(await cache.get(['key'])).toBeUndefined()
  })

  test('does not grow when a file is asked for again and again', async () => {
    const { folder, server, home } = await served(undefined, { info: { ttl: 0 } })
    await install(server.url, home)
    const size = (): number => files(cacheIn(home)).reduce((sum, file) => sum + statSync(file).size, 0)
    const count = files(cacheIn(home)).length
    const before = size()
    for (let turn = 0; turn < 5; turn++) {
      await install(server.url, home)
      put(path.join(folder, 'registry.json'), `${readFileSync(path.join(folder, 'registry.json'), 'utf8')} `)
    }
    expect(files(cacheIn(home))).toHaveLength(count)
    expect(size() - before).toBeLessThan(200)
  })
})
