import { readdirSync } from 'node:fs'
import Keyv from 'keyv'
import { describe, expect, test } from 'vitest'
import { cacheStore } from '../../src/io/cache-store.ts'
import { scratchFolder } from './fixture.ts'

/** A keyv with a store in this folder. */
const keyvIn = (folder: string, namespace = 'one'): Keyv => new Keyv({ store: cacheStore(folder), namespace })

describe('a keyv in a folder', () => {
  test.each([
    ['a text', 'hello'],
    ['an empty text', ''],
    ['a long text', 'ä'.repeat(5000)],
    ['null', null],
    ['a number', 0],
    ['a list', [1, 'two', { three: 3 }]],
    ['bytes', Buffer.from([0, 255, 10, 58])],
    ['many bytes', Buffer.alloc(100_000, 7)],
  ])('gives back %s, also to the next process', async (_, value) => {
    const folder = scratchFolder()
    expect(await keyvIn(folder).set('key', value)).toBe(true)
    expect(await keyvIn(folder).get('key')).toEqual(value)
  })

  test('has nothing that was not put into it', async () => {
    const keyv = keyvIn(scratchFolder())
    expect(await keyv.get('key')).toBeUndefined()
    expect(await keyv.has('key')).toBe(false)
    expect(await keyv.delete('key')).toBe(false)
  })

  test('has the newest value, whatever its length was before', async () => {
    const keyv = keyvIn(scratchFolder())
    for (const value of ['short', 'x'.repeat(2000), 'y'.repeat(2000), 'short']) {
      await keyv.set('key', value)
      expect(await keyv.get('key')).toBe(value)
    }
  })

  test('leaves nothing of old values', async () => {
    const folder = scratchFolder()
    const keyv = keyvIn(folder)
    await keyv.set('key', 'x'.repeat(2000))
    const before = readdirSync(folder, { recursive: true, withFileTypes: true }).filter((one) => one.isFile())
    for (let turn = 0; turn < 5; turn++) await keyv.set('key', String(turn).repeat(2000))
    const after = readdirSync(folder, { recursive: true, withFileTypes: true }).filter((one) => one.isFile())
    expect(after).toHaveLength(before.length)
  })

  test('forgets what is deleted, and what has expired', async () => {
    const keyv = keyvIn(scratchFolder())
    await keyv.set('deleted', 'x'.repeat(2000))
    await keyv.set('expired', 'value', 1)
    await keyv.set('kept', 'value', 60_000)
    expect(await keyv.delete('deleted')).toBe(true)
    await new Promise((resolve) => setTimeout(resolve, 5))
    expect(await keyv.get(['deleted', 'expired', 'kept'])).toEqual([undefined, undefined, 'value'])
  })

  test('keeps namespaces apart, also when one is cleared', async () => {
    const folder = scratchFolder()
    const [one, two] = [keyvIn(folder, 'one'), keyvIn(folder, 'two')]
    await one.set('key', 1)
    await two.set('key', 2)
    expect([await one.get('key'), await two.get('key')]).toEqual([1, 2])
    await one.clear()
    expect([await one.get('key'), await two.get('key')]).toEqual([undefined, 2])
  })

  test('is there for many at once', async () => {
    const folder = scratchFolder()
    const keys = Array.from({ length: 20 }, (_, at) => `key-${at}`)
    await Promise.all(keys.map((key) => keyvIn(folder).set(key, key.repeat(300))))
    expect(await Promise.all(keys.map((key) => keyvIn(folder).get(key)))).toEqual(
      keys.map((key) => key.repeat(300)),
    )
  })
})
