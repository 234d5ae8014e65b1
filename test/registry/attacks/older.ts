import { readFileSync } from 'node:fs'
import path from 'node:path'
import { sha256 } from '../../../src/core/integrity.ts'
import { binOf } from '../../../src/core/signing/bins.ts'
import { packagePath } from '../../../src/io/static/package-path.ts'
import type { Attack, Scene } from './scene.ts'

const HELLO = packagePath('hello')
const BIN = binOf(HELLO, 4)

/** Signs a timestamp for the snapshot that is served, as somebody with the online keys can. */
export async function restamp({ served, forge }: Scene, snapshot: string, version: number): Promise<void> {
  const bytes = readFileSync(path.join(served, `metadata/${snapshot}`))
  await forge('metadata/timestamp.json', 'timestamp', (part) => {
    part.version = version
    part.expires = '2030-01-01T00:00:00Z'
    part.meta['snapshot.json'] = {
      version: Number.parseInt(snapshot, 10),
      length: bytes.length,
      hashes: { sha256: sha256(bytes) },
    }
  })
}

const untrusted = { code: 'registry-untrusted' } as const

/** Files that were right once, in the place of newer ones. */
export const ROLLBACK: readonly Attack[] = [
  {
    name: 'everything as it was before',
    ...{
      seen: 'b',
      ...untrusted,
      says: /`metadata\/timestamp\.json` .* goes back to version 1 of the timestamp, after version 2$/,
    },
    act: ({ serve, a }) => serve(a),
  },
  {
    name: 'the timestamp of before',
    ...{ seen: 'b', ...untrusted, says: /goes back to version 1 of the timestamp/ },
    act: ({ serve, a }) => serve(a, 'metadata/timestamp.json'),
  },
  {
    name: 'a snapshot of before, by somebody with the online keys',
    ...{ seen: 'b', ...untrusted, says: /goes back to version 1 of the snapshot, after version 2$/ },
    act: async (scene) => restamp(scene, '1.snapshot.json', 3),
  },
  {
    name: 'a bin of before, by somebody with the online keys',
    ...{
      seen: 'b',
      ...untrusted,
      says: new RegExp(`goes back to version 1 of \`${BIN}\\.json\`, after version 2$`),
    },
    act: async (scene) => {
      await scene.forge('metadata/2.snapshot.json', 'snapshot', (part) => {
        part.version = 3
        part.meta[`${BIN}.json`].version = 1
      })
      await restamp(scene, '3.snapshot.json', 3)
    },
  },
  {
    name: 'targets of before, by somebody with the online keys',
    ...{ seen: 'b', ...untrusted, says: /goes back to version 1 of `targets\.json`, after version 2$/ },
    act: async (scene) => {
      await scene.forge('metadata/2.snapshot.json', 'snapshot', (part) => {
        part.version = 3
        part.meta['targets.json'].version = 1
      })
      await restamp(scene, '3.snapshot.json', 3)
    },
  },
  {
    name: 'a snapshot without a bin, by somebody with the online keys',
    ...{ seen: 'b', ...untrusted, says: new RegExp(`does not have \`${BIN}\\.json\` any more$`) },
    act: async (scene) => {
      await scene.forge('metadata/2.snapshot.json', 'snapshot', (part) => {
        part.version = 3
        delete part.meta[`${BIN}.json`]
      })
      await restamp(scene, '3.snapshot.json', 3)
    },
  },
  {
    name: 'the bin of before under the name of the new one',
    ...{
      seen: 'b',
      ...untrusted,
      says: /`metadata\/2\.bin-.\.json` .* does not belong to what else the registry says now$/,
    },
    act: ({ serve, a }) => serve(a, `metadata/1.${BIN}.json > metadata/2.${BIN}.json`),
  },
  {
    name: 'the versions of before',
    ...{
      seen: 'b',
      code: 'integrity-mismatch',
      says: /`pkg\/.*hello\.ndjson` .* is not what its signed metadata says$/,
    },
    act: ({ serve, a }) => serve(a, HELLO),
  },
  {
    name: 'the search shard of before',
    ...{
      seen: 'b',
      code: 'integrity-mismatch',
      says: /`search\/all\.ndjson\.gz` .* is not what its signed metadata says$/,
    },
    act: ({ serve, a }) => serve(a, 'search/all.ndjson.gz'),
    ask: (registry) => registry.search(),
  },
]

/** What was right, and is given out for ever. */
export const FREEZE: readonly Attack[] = [
  {
    name: 'nothing new for three weeks',
    ...{
      seen: 'b',
      day: 21,
      ...untrusted,
      says: /`metadata\/timestamp\.json` .* has expired, and nothing newer is given out$/,
    },
    act: () => undefined,
  },
  {
    name: 'nothing new, and nothing known yet',
    ...{ seen: 'nothing', day: 21, ...untrusted, says: /has expired/ },
    act: () => undefined,
  },
  {
    name: 'an old state, in time',
    ...{ seen: 'nothing', day: 14.5, ...untrusted, says: /has expired/ },
    act: ({ serve, a }) => serve(a),
  },
  {
    name: 'one snapshot for ever, by somebody with the key of the timestamp',
    ...{ seen: 'b', day: 120, ...untrusted, says: /`metadata\/snapshot\.json` .* has expired/ },
    act: (scene) => restamp(scene, '2.snapshot.json', 3),
  },
  {
    name: 'the same targets for ever, by somebody with the online keys',
    ...{ seen: 'b', day: 200, ...untrusted, says: /`metadata\/targets\.json` .* has expired/ },
    act: async (scene) => {
      await scene.forge('metadata/2.snapshot.json', 'snapshot', (part) => {
        part.version = 3
        part.expires = '2030-01-01T00:00:00Z'
      })
      await restamp(scene, '3.snapshot.json', 3)
    },
  },
  {
    name: 'a root for ever',
    ...{ seen: 'b', day: 400, ...untrusted, says: /`metadata\/root\.json` .* has expired/ },
    act: async (scene) => restamp(scene, '2.snapshot.json', 3),
  },
  {
    name: 'the next root is kept back',
    ...{ seen: 'b', day: 400, ...untrusted, says: /`metadata\/root\.json` .* has expired/ },
    act: async (scene) => {
      await scene.sign({ newKeys: [scene.honest.keys] })
      scene.remove('metadata/2.root.json')
    },
  },
]

/** Parts of two states that were never right together. */
export const MIX: readonly Attack[] = [
  {
    name: 'a snapshot of before under the name of the new one',
    ...{
      seen: 'a',
      ...untrusted,
      says: /`metadata\/2\.snapshot\.json` .* does not belong to what else the registry says now$/,
    },
    act: ({ serve, a }) => serve(a, 'metadata/1.snapshot.json > metadata/2.snapshot.json'),
  },
  {
    name: 'targets of before under the name of the new ones',
    ...{ seen: 'a', ...untrusted, says: /`metadata\/2\.targets\.json` .* does not belong/ },
    act: ({ serve, a }) => serve(a, 'metadata/1.targets.json > metadata/2.targets.json'),
  },
  {
    name: 'new versions with the metadata of before',
    ...{
      seen: 'nothing',
      code: 'integrity-mismatch',
      says: /hello\.ndjson` .* is not what its signed metadata says$/,
    },
    act: ({ serve, a, b }) => {
      serve(a)
      serve(b, HELLO)
    },
  },
  {
    name: 'new metadata with the versions of before',
    ...{
      seen: 'a',
      code: 'integrity-mismatch',
      says: /hello\.ndjson` .* is not what its signed metadata says$/,
    },
    act: ({ serve, a }) => serve(a, HELLO),
  },
]
