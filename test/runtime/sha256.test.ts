import { execFileSync } from 'node:child_process'
import { createHash } from 'node:crypto'
import { readFileSync } from 'node:fs'
import path from 'node:path'
import { fileURLToPath } from 'node:url'
import { buildSync } from 'esbuild'
import { expect, test } from 'vitest'
import loadWabt from 'wabt'
import { SHA256_WASM } from '../../src/runtime/src/sha256/module.ts'
import { sha256 } from '../../src/runtime/src/sha256/sha256.ts'

const folder = fileURLToPath(new URL('../../src/runtime/src/sha256/', import.meta.url))

/** From the NIST's examples and the "SHA Test Vectors" (byte oriented). */
const VECTORS: readonly (readonly [string, Buffer, string])[] = [
  ['nothing', Buffer.alloc(0), 'e3b0c44298fc1c149afbf4c8996fb92427ae41e4649b934ca495991b7852b855'],
  ['abc', Buffer.from('abc'), 'ba7816bf8f01cfea414140de5dae2223b00361a396177a9cb410ff61f20015ad'],
  [
    'two blocks',
    Buffer.from('abcdbcdecdefdefgefghfghighijhijkijkljklmklmnlmnomnopnopq'),
    '248d6a61d20638b8e5c026930c3e6039a33ce45964ff2167f6ecedd419db06c1',
  ],
  ['one byte', Buffer.from('d3', 'hex'), '28969cdfa74a12c82f3bad960b0b000aca2ac329deea5c2328ebc6f2ba9802c1'],
  [
    'a million a',
    Buffer.alloc(1_000_000, 'a'),
    'cdc76e5c9914fb9281a1c7e284d73e67f1809a48a497200e046d39ccc7112cd0',
  ],
]

/** Bytes that differ from position to position and from length to length. */
function sample(length: number): Buffer {
  const bytes = Buffer.alloc(length)
  let state = length + 1
  for (let at = 0; at < length; at++) {
    state = (Math.imul(state, 1664525) + 1013904223) >>> 0
    bytes[at] = state >>> 24
  }
  return bytes
}

const byNode = (bytes: Buffer): string => createHash('sha256').update(bytes).digest('hex')

test.each(VECTORS)('gives the published digest of %s', (_, bytes, digest) => {
  expect(sha256(bytes)).toBe(digest)
})

test('agrees with node:crypto on every length from 0 to 300', () => {
  for (let length = 0; length <= 300; length++)
    expect(sha256(sample(length)), `${length} bytes`).toBe(byNode(sample(length)))
})

test('agrees with node:crypto where its memory grows, and where node:crypto takes over', () => {
  const edges = [2 ** 16 - 0x240 - 72, 2 ** 16, 2 ** 17 - 0x240 - 72, 384 * 1024, 2 ** 20]
  for (const edge of edges)
    for (const length of [edge - 64, edge - 1, edge, edge + 1, edge + 64])
      expect(sha256(sample(length)), `${length} bytes`).toBe(byNode(sample(length)))
})

test('does not remember an earlier, longer message', () => {
  sha256(Buffer.alloc(5000, 0xff))
  expect(sha256(sample(100))).toBe(byNode(sample(100)))
})

test('hashes what a view of a larger buffer shows, and leaves it as it was', () => {
  const whole = sample(1000)
  const view = whole.subarray(100, 400)
  expect(sha256(view)).toBe(byNode(Buffer.from(view)))
  expect(whole).toEqual(sample(1000))
})

test.each([
  ['WebAssembly does not exist', ['--jitless']],
  ['nothing is missing', []],
])('gives the same digest when %s', (_, flags) => {
  const { outputFiles } = buildSync({
    entryPoints: [path.join(folder, 'sha256.ts')],
    bundle: true,
    platform: 'node',
    format: 'cjs',
    write: false,
  })
  const script = `${outputFiles[0]?.text}\nprocess.stdout.write(module.exports.sha256(Buffer.from('abc')))`
  const printed = execFileSync(process.execPath, [...flags, '-e', script], {
    encoding: 'utf8',
    stdio: ['ignore', 'pipe', 'ignore'],
  })
  expect(printed).toBe(VECTORS[1]?.[2])
})

test('the module in the repository is what sha256.wat compiles to', async () => {
  const wabt = await loadWabt()
  const { buffer } = wabt
    .parseWat('sha256.wat', readFileSync(path.join(folder, 'sha256.wat'), 'utf8'))
    .toBinary({})
  expect(SHA256_WASM).toBe(Buffer.from(buffer).toString('base64'))
})
