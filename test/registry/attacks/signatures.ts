import { existsSync, readFileSync } from 'node:fs'
import path from 'node:path'
import { binOf } from '../../../src/core/signing/bins.ts'
import { packagePath } from '../../../src/io/static/package-path.ts'
import { someKeys } from '../signed-fixture.ts'
import { restamp } from './older.ts'
import { type Attack, firstRoot, type Scene } from './scene.ts'

const BIN = `metadata/2.${binOf(packagePath('hello'), 4)}.json`
const untrusted = { code: 'registry-untrusted' } as const
const lost = { code: 'evidence-lost' } as const

const GONE = /^the registry `acme` \(.*\) was signed, and is not any more$/
const OTHER =
  /^the registry `acme` \(.*\) is signed from another root than the trusted one \(sha256 [0-9a-f]{64}\)$/
const unsigned = /is signed by 0 of the 1 trusted keys that it needs$/

/** What a lockfile says of the registry, or hookpack.json. */
const lockfile = ({ a }: Scene) => ({ locked: { hello: firstRoot(a) } })
const project = ({ a }: Scene) => ({ pin: { sha256: firstRoot(a).sha256, own: false } })
const user = ({ a }: Scene) => ({ pin: { sha256: firstRoot(a).sha256, own: true } })

const notSigned = ({ edit, remove }: Scene): void => {
  edit('registry.json', (text) => text.replace('"signed": true', '"signed": false'))
  remove('metadata')
}

/** The registry made anew by somebody else, with the same packs. */
async function madeAnew({ remove, sign }: Scene): Promise<void> {
  remove('metadata')
  await sign({ keys: [await someKeys()] })
}

/** It was signed, and is not any more. */
export const STRIPPED: readonly Attack[] = [
  {
    name: 'no signatures, and it does not say that there were any',
    ...{ seen: 'b', ...lost, says: GONE },
    act: notSigned,
  },
  {
    name: 'the metadata is gone',
    ...{ seen: 'b', ...lost, says: GONE },
    act: ({ remove }) => remove('metadata'),
  },
  {
    name: 'the timestamp is gone',
    ...{ seen: 'b', ...lost, says: GONE },
    act: ({ remove }) => remove('metadata/timestamp.json'),
  },
  {
    name: 'not signed, where a lockfile says it was',
    ...{ seen: 'nothing', ...lost, says: GONE },
    trust: lockfile,
    act: notSigned,
  },
  {
    name: 'not signed, where the project names a root',
    ...{ seen: 'nothing', ...lost, says: GONE },
    trust: project,
    act: notSigned,
  },
  {
    name: 'not signed, where the user names a root',
    ...{ seen: 'nothing', ...lost, says: GONE },
    trust: user,
    act: notSigned,
  },
  {
    name: 'signed, as it says, without metadata',
    ...{ seen: 'nothing', ...lost, says: GONE },
    act: ({ remove }) => remove('metadata'),
  },
  {
    name: 'the snapshot is gone',
    ...{ seen: 'a', ...untrusted, says: /`metadata\/2\.snapshot\.json` .* is missing$/ },
    act: ({ remove }) => remove('metadata/2.snapshot.json'),
  },
  {
    name: 'a bin is gone',
    ...{ seen: 'b', ...untrusted, says: /`metadata\/2\.bin-.\.json` .* is missing$/ },
    act: ({ remove }) => remove(BIN),
  },
  {
    name: 'a file that is listed is gone',
    ...{
      seen: 'b',
      ...untrusted,
      says: /hello\.ndjson` .* is missing, though its signed metadata lists it$/,
    },
    act: ({ remove }) => remove(packagePath('hello')),
  },
  ...['timestamp.json', '2.snapshot.json', '2.targets.json', path.basename(BIN)].map(
    (file): Attack => ({
      name: `${file} without its signatures`,
      ...{ seen: 'a', ...untrusted, says: unsigned },
      act: async (scene) => {
        const without = (text: string): string => JSON.stringify({ ...JSON.parse(text), signatures: [] })
        scene.edit(`metadata/${file}`, without)
        // Whoever has the online keys makes the rest fit.
        if (file === '2.snapshot.json') await restamp(scene, file, 2)
      },
    }),
  ),
]

/** Signed, but by others. */
export const OTHER_KEYS: readonly Attack[] = [
  { name: 'made anew with other keys', ...{ seen: 'b', ...lost, says: OTHER }, act: madeAnew },
  {
    name: 'the same, where only a lockfile knows',
    ...{ seen: 'nothing', ...lost, says: OTHER },
    trust: lockfile,
    act: madeAnew,
  },
  {
    name: 'the same, where only the project knows',
    ...{ seen: 'nothing', ...lost, says: OTHER },
    trust: project,
    act: madeAnew,
  },
  {
    name: 'the same, where only the user knows',
    ...{ seen: 'nothing', ...lost, says: OTHER },
    trust: user,
    act: madeAnew,
  },
  {
    name: 'made anew, beside the first root of before',
    ...{ seen: 'b', ...untrusted, says: unsigned },
    act: async (scene) => {
      await madeAnew(scene)
      scene.serve(scene.b, 'metadata/1.root.json')
    },
  },
  ...(
    [
      ['timestamp.json', 'timestamp'],
      ['2.targets.json', 'targets'],
      [path.basename(BIN), 'targets'],
    ] as const
  ).map(
    ([file, role]): Attack => ({
      name: `${file} signed with another key`,
      ...{ seen: 'a', ...untrusted, says: unsigned },
      act: async ({ forge }) => forge(`metadata/${file}`, role, () => undefined, await someKeys()),
    }),
  ),
  {
    name: 'a bin signed with the key of the timestamp',
    ...{ seen: 'a', ...untrusted, says: unsigned },
    act: ({ forge }) => forge(BIN, 'timestamp', () => undefined),
  },
  {
    name: 'a timestamp signed with the key of the targets',
    ...{ seen: 'a', ...untrusted, says: unsigned },
    act: ({ forge }) => forge('metadata/timestamp.json', 'targets', () => undefined),
  },
  {
    name: 'a snapshot in the place of a timestamp',
    ...{
      seen: 'a',
      ...untrusted,
      says: /`metadata\/timestamp\.json` .* is no signed metadata: expected 'timestamp', got snapshot$/,
    },
    act: ({ serve, b }) => serve(b, 'metadata/2.snapshot.json > metadata/timestamp.json'),
  },
]

/** Changes the root of what is served by hand. */
const nextRoot = (scene: Scene, change: (part: { version: number }) => void, keys?: string): Promise<void> =>
  scene.forge(
    'metadata/1.root.json',
    'root',
    (part) => {
      part.version = 2
      change(part)
    },
    keys,
  )

/** Roots that do not follow from the one that is trusted. */
export const ROOTS: readonly Attack[] = [
  {
    name: 'a root by others',
    ...{ seen: 'b', ...untrusted, says: /`metadata\/root\.json` .* is signed by 0 of the 1 trusted keys/ },
    act: async (scene) => nextRoot(scene, () => undefined, await someKeys()),
  },
  {
    name: 'a root of others that is signed with their keys',
    ...{ seen: 'b', ...untrusted, says: /`metadata\/root\.json` .* is signed by 0 of the 1 trusted keys/ },
    act: async (scene) => {
      const other = await someKeys()
      scene.remove('metadata')
      await scene.sign({ keys: [other] })
      await scene.sign({ keys: [other], newKeys: [await someKeys()] })
      scene.serve(scene.b, 'metadata/1.root.json')
    },
  },
  {
    name: 'the first root again under the name of the second',
    ...{ seen: 'b', ...untrusted, says: /`metadata\/2\.root\.json` .* has version 1 in the place of 2$/ },
    act: ({ serve, b }) => serve(b, 'metadata/1.root.json > metadata/2.root.json'),
  },
  {
    name: 'a root that leaves versions out',
    ...{ seen: 'b', ...untrusted, says: /has version 7 in the place of 2$/ },
    act: async ({ forge, served, serve }) => {
      await forge('metadata/1.root.json', 'root', (part) => {
        part.version = 7
      })
      serve(served, 'metadata/7.root.json > metadata/2.root.json')
    },
  },
  {
    name: 'a root that its own keys have not signed',
    ...{ seen: 'b', ...untrusted, says: /is signed by 0 of the 1 trusted keys/ },
    act: async (scene) => {
      await scene.sign({ newKeys: [await someKeys()] })
      const text = readFileSync(path.join(scene.served, 'metadata/2.root.json'), 'utf8')
      const old = firstKey(scene.a)
      scene.edit('metadata/2.root.json', () => {
        const { signed, signatures } = JSON.parse(text)
        return JSON.stringify({
          signed,
          signatures: signatures.filter((one: { keyid: string }) => one.keyid === old),
        })
      })
    },
  },
  {
    name: 'a timestamp with the key of before, after that was replaced',
    ...{
      seen: 'b',
      ...untrusted,
      says: /`metadata\/timestamp\.json` .* is signed by 0 of the 1 trusted keys/,
    },
    act: async (scene) => {
      await scene.sign({ newKeys: [await someKeys()] })
      await scene.forge('metadata/timestamp.json', 'timestamp', (part) => {
        part.version = 99
      })
    },
  },
  {
    name: 'fewer signatures than the root wants',
    ...{ seen: 'b', ...untrusted, says: /`metadata\/root\.json` .* is signed by 1 of the 2 trusted keys/ },
    act: async (scene) => twoOfThree(scene, (signatures) => signatures.slice(0, 1)),
  },
  {
    name: 'one signature twice',
    ...{ seen: 'b', ...untrusted, says: /is no signed metadata: multiple signatures found for keyid/ },
    act: async (scene) => twoOfThree(scene, ([one]) => [one, one]),
  },
  {
    name: 'one key under two names',
    ...{ seen: 'b', ...untrusted, says: /is signed by 1 of the 2 trusted keys/ },
    act: async (scene) => twoOfThree(scene, ([one]) => [one, { ...one, keyid: 'f'.repeat(64) }]),
  },
]

type Signature = { keyid?: string; sig?: string } | undefined

function firstKey(state: string): string {
  return JSON.parse(readFileSync(path.join(state, 'metadata/1.root.json'), 'utf8')).signed.roles.root
    .keyids[0]
}

/** A second root that two keys of three must sign, and a third one with other signatures than it needs. */
async function twoOfThree(scene: Scene, change: (signatures: Signature[]) => Signature[]): Promise<void> {
  const folders = [scene.honest.keys, await someKeys('root'), await someKeys('root')]
  await scene.sign({ newKeys: folders, threshold: 2 })
  await scene.sign({ keys: folders, newKeys: folders })
  if (!existsSync(path.join(scene.served, 'metadata/3.root.json'))) throw new Error('there is no third root')
  scene.edit('metadata/3.root.json', (text) => {
    const { signed, signatures } = JSON.parse(text)
    return JSON.stringify({ signed, signatures: change(signatures) })
  })
}
