import { readFileSync } from 'node:fs'
import path from 'node:path'
import { gzipSync } from 'node:zlib'
import { binOf } from '../../../src/core/signing/bins.ts'
import { packagePath } from '../../../src/io/static/package-path.ts'
import type { Fault } from '../static-server.ts'
import type { Attack, Scene } from './scene.ts'

const HELLO = packagePath('hello')
const BIN = `metadata/2.${binOf(HELLO, 4)}.json`
const mismatch = { code: 'integrity-mismatch', seen: 'b' } as const

interface Line {
  readonly sha256: string
  readonly meta: string
}

/** The newest line of a pack. */
function lineOf({ b }: Scene, name: string): Line {
  const text = readFileSync(path.join(b, packagePath(name)), 'utf8')
  return JSON.parse(text.trim().split('\n').at(-1) ?? '')
}

const tarball = (scene: Scene, name = 'hello'): string => `tarballs/${lineOf(scene, name).sha256}.tgz`
const meta = (scene: Scene, name = 'hello'): string => `meta/${lineOf(scene, name).meta}.json`

/** What is right for one pack in the place of another. */
export const REPLAYED: readonly Attack[] = [
  {
    name: 'the versions of another pack',
    ...{ ...mismatch, says: /hello\.ndjson` .* is not what its signed metadata says$/ },
    act: ({ serve, b }) => serve(b, `${packagePath('bye')} > ${HELLO}`),
  },
  {
    name: 'the versions of another pack, listed by its own bin',
    ...{
      ...mismatch,
      code: 'registry-untrusted',
      says: /does not belong|is signed by|is no signed metadata/,
    },
    act: ({ serve, b }) => {
      serve(b, `${packagePath('bye')} > ${HELLO}`)
      serve(b, `metadata/1.${binOf(packagePath('bye'), 4)}.json > ${BIN}`)
    },
  },
  {
    name: 'the versions of another pack, signed by somebody with the key of the targets',
    ...{
      seen: 'nothing',
      believed: true,
      code: 'registry-invalid',
      says: /hello\.ndjson` .* has a line of another pack, `bye`$/,
    },
    act: async (scene) => {
      scene.serve(scene.b, `${packagePath('bye')} > ${HELLO}`)
      await scene.sign()
    },
  },
  {
    name: 'what is said of another pack',
    ...{ ...mismatch, says: /`meta\/.*` .* is not what is said of `hello@1\.2\.0`$/ },
    act: (scene) => scene.serve(scene.b, `${meta(scene, 'bye')} > ${meta(scene)}`),
  },
  {
    name: 'the archive of another pack',
    ...{ ...mismatch, says: /`tarballs\/.*` .* is not what is said of `hello@1\.2\.0`$/ },
    act: (scene) => scene.serve(scene.b, `${tarball(scene, 'bye')} > ${tarball(scene)}`),
  },
]

const longer = (file: (scene: Scene) => string) => (scene: Scene) =>
  scene.edit(file(scene), (text) => `${text} `)
const flipped = (file: (scene: Scene) => string) => (scene: Scene) =>
  scene.edit(file(scene), (text) => `${text.slice(0, 40)}${text[40] === 'x' ? 'y' : 'x'}${text.slice(41)}`)

/** Bytes that somebody has changed. */
export const TAMPERED: readonly Attack[] = (
  [
    ['longer', longer],
    ['changed', flipped],
  ] as const
).flatMap(([how, act]): Attack[] => [
  {
    name: `versions, ${how}`,
    ...{ ...mismatch, says: /ndjson` .* is not what its signed metadata says$/ },
    act: act(() => HELLO),
  },
  {
    name: `what is said of a version, ${how}`,
    ...{ ...mismatch, says: /`meta\/.* is not what is said of/ },
    act: act(meta),
  },
  {
    name: `an archive, ${how}`,
    ...{ ...mismatch, says: /`tarballs\/.* is not what is said of/ },
    act: act(tarball),
  },
  {
    name: `registry.json, ${how}`,
    ...{ ...mismatch, says: /`registry\.json` .* is not what its signed metadata says$/ },
    act: act(() => 'registry.json'),
  },
  {
    name: `a search shard, ${how}`,
    ...{ ...mismatch, says: /`search\/.* is not what its signed metadata says$/ },
    act: act(() => 'search/all.ndjson.gz'),
    ask: (registry) => registry.search(),
  },
])

const METADATA = [
  'metadata/2.root.json',
  'metadata/timestamp.json',
  'metadata/2.snapshot.json',
  'metadata/2.targets.json',
  BIN,
]

/** Answers a file with something else. */
const answered = (file: string, fault: (response: Parameters<Fault>[1]) => void) => (scene: Scene) => {
  if (!scene.server) throw new Error('there is no server')
  scene.server.fault = (name, response) => {
    if (name !== file) return false
    fault(response)
    return true
  }
}

function endless(response: Parameters<Fault>[1]): void {
  const more = (): void => {
    while (!response.destroyed && response.write('x'.repeat(65_536)));
    if (!response.destroyed) response.once('drain', more)
  }
  more()
}

const TOO_LARGE = /is larger than (64 KiB|16 KiB|2 MiB|\d+ bytes)$/

/** More bytes than anybody should have to take. */
export const OVERSIZED: readonly Attack[] = [
  ...METADATA.map(
    (file): Attack => ({
      name: `${file} without end`,
      ...{ seen: 'a', web: true, code: 'registry-invalid', says: TOO_LARGE },
      act: answered(file, endless),
    }),
  ),
  {
    name: 'a timestamp that says it is large',
    ...{ seen: 'b', web: true, code: 'registry-invalid', says: TOO_LARGE },
    act: answered('metadata/timestamp.json', (response) =>
      response.writeHead(200, { 'content-length': 1e9 }).end('x'),
    ),
  },
  {
    name: 'a timestamp that unpacks to much',
    ...{ seen: 'b', web: true, code: 'registry-invalid', says: TOO_LARGE },
    act: answered('metadata/timestamp.json', (response) =>
      response.writeHead(200, { 'content-encoding': 'gzip' }).end(gzipSync(Buffer.alloc(5e7, ' '))),
    ),
  },
  {
    name: 'a timestamp of a thousand levels',
    ...{
      seen: 'b',
      code: 'registry-untrusted',
      says: /`metadata\/timestamp\.json` .* is no signed metadata/,
    },
    act: ({ edit }) =>
      edit('metadata/timestamp.json', () => `{"signed":${'['.repeat(7000)}${']'.repeat(7000)}}`),
  },
  {
    name: 'a snapshot of a hundred thousand levels',
    ...{ seen: 'a', code: 'registry-invalid', says: TOO_LARGE },
    act: ({ edit }) => edit('metadata/2.snapshot.json', () => '['.repeat(100_000)),
  },
  {
    name: 'versions without end',
    ...{ ...mismatch, web: true, says: /is not what its signed metadata says$/ },
    act: answered(HELLO, endless),
  },
  {
    name: 'a search shard without end',
    ...{ ...mismatch, web: true, says: /is not what its signed metadata says$/ },
    act: answered('search/all.ndjson.gz', endless),
    ask: (registry) => registry.search(),
  },
  {
    name: 'registry.json without end, before anything is known',
    ...{ seen: 'nothing', web: true, code: 'registry-invalid', says: TOO_LARGE },
    act: answered('registry.json', endless),
  },
]

function dripping(response: Parameters<Fault>[1]): void {
  response.writeHead(200)
  const timer = setInterval(() => response.write(' '), 20)
  response.once('close', () => clearInterval(timer))
}

/** Never silent for long, and never done. */
export const SLOW: readonly Attack[] = ['registry.json', ...METADATA, HELLO].map(
  (file): Attack => ({
    name: `${file} a byte at a time`,
    ...{ seen: file === 'registry.json' ? 'nothing' : 'a', web: true, code: 'registry-unreachable' },
    says: /cannot be had: it did not come in time$/,
    patience: { tries: 2, wait: 1, longest: 1, timeout: 1500 },
    act: answered(file, dripping),
  }),
)
