import { readdirSync, readFileSync } from 'node:fs'
import path from 'node:path'
import { expect, test } from 'vitest'
import { manyPacks } from '../../scripts/bench/many-packs.mjs'
import { open, scratchFolder } from './fixture.ts'
import { serve } from './static-server.ts'

/** What it costs to look one pack up and to fetch it, from nothing, in a registry of so many. */
async function costOfOne(count: number): Promise<{ requests: number; bytes: number; seen: string[] }> {
  const folder = scratchFolder()
  await manyPacks(folder, count)
  const server = await serve(folder)
  const registry = open(server.url, scratchFolder())
  const packument = await registry.packument('git-pack-1')
  await registry.fetch('git-pack-1', packument?.tags['latest'] ?? '')
  const kinds = server.seen.map(({ path }) => path.replace(/\/.*/, ''))
  return { requests: server.seen.length, bytes: server.bytes, seen: kinds.sort() }
}

test('looking up a pack costs the same in a registry of 10 packs and in one of 2,000', async () => {
  const few = await costOfOne(10)
  expect(few.seen).toEqual(['meta', 'pkg', 'registry.json', 'tarballs'])
  expect(await costOfOne(2000)).toEqual(few)
}, 120_000)

test('many packs are the same bytes each time', async () => {
  const files = async (): Promise<unknown> => {
    const folder = scratchFolder()
    await manyPacks(folder, 20)
    const entries = readdirSync(folder, { recursive: true, withFileTypes: true }).filter((one) =>
      one.isFile(),
    )
    const paths = entries.map((entry) => path.join(entry.parentPath, entry.name)).sort()
    return paths.map((file) => [path.relative(folder, file), readFileSync(file, 'latin1')])
  }
  expect(await files()).toEqual(await files())
})
