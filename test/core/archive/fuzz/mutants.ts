import { gunzipSync, gzipSync } from 'node:zlib'
import { corpus } from '../corpus.ts'
import { everyKind } from '../forge.ts'
import { mutateBytes, mutateTar } from './mutate-tar.ts'
import { type Draft, putTogether, reseal, takeApart } from './parts.ts'
import { type Random, randomOf } from './random.ts'

/** Where mutation starts: honest archives more often than those that are refused already. */
interface Start {
  readonly archive: Buffer
  readonly draft: Draft
}

const largest = 24 * 1024

// Little memory to set up, which is most of the time for so few bytes.
const quick = { level: 1, memLevel: 2, windowBits: 10 }

function starts(): { readonly honest: readonly Start[]; readonly refused: readonly Start[] } {
  const { limits: _, ...small } = corpus
  const cases = Object.values(small).flat()
  const honest = cases.filter((each) => 'accepts' in each).map((each) => each.archive())
  const refused = cases.filter((each) => 'refuses' in each).map((each) => each.archive())
  return {
    honest: [...Array.from({ length: 10 }, () => everyKind), ...honest].flatMap(startOf),
    refused: refused.flatMap(startOf),
  }
}

function startOf(archive: Uint8Array): readonly Start[] {
  const tar = unpacked(archive)
  if (tar.length > largest) return []
  return [{ archive: Buffer.from(archive), draft: takeApart(tar) }]
}

function unpacked(archive: Uint8Array): Buffer {
  try {
    return gunzipSync(archive)
  } catch {
    // No gzip at all is a start as well, of bytes that are not a tar.
    return Buffer.alloc(0)
  }
}

/** Makes the input with a given number; the same seed and number give the same bytes. */
export function mutantsOf(seed: number): (index: number) => Uint8Array {
  const { honest, refused } = starts()
  return (index) => {
    const random = randomOf(seed, index)
    const start = random.pick(random.chance(0.75) ? honest : refused)
    const other = random.pick(random.chance(0.5) ? honest : refused)
    if (random.chance(0.06)) return mutateGzip(start.archive, random)
    const archive = gzipSync(mutatedTar(start.draft, random, other.draft), quick)
    return random.chance(0.03) ? mutateGzip(archive, random) : archive
  }
}

function mutatedTar({ parts, rest }: Draft, random: Random, other: Draft): Buffer {
  const draft: Draft = { parts: [...parts], rest }
  mutateTar(draft, random, other)
  const tar = putTogether(draft)
  const bytes = random.chance(0.08) ? mutateBytes(tar, random) : tar
  if (random.chance(0.9)) reseal(bytes)
  return bytes
}

/** Changes what is around and in the compressed data, of which some is compressed anew. */
function mutateGzip(archive: Buffer, random: Random): Uint8Array {
  const copy = Buffer.from(archive)
  const at = random.below(Math.min(10, copy.length))
  return random.pick([
    () => mutateBytes(copy, random),
    () =>
      Buffer.concat([
        copy,
        random.pick([copy, gzipSync(''), Buffer.alloc(random.below(600)), Buffer.from('x')]),
      ]),
    () => gzipSync(copy),
    () => {
      copy[at] = random.below(256)
      return copy
    },
    () => {
      if (copy.length > 0) copy[Math.max(0, copy.length - 1 - random.below(8))] = random.below(256)
      return copy
    },
    () => withFlags(copy, random),
  ])()
}

function withFlags(copy: Buffer, random: Random): Buffer {
  if (copy.length < 18) return copy
  const flags = random.pick([8, 8, 16, 4, 2, 1, 32, 24])
  copy[3] = flags
  const extra = random.pick(['', 'a.tar\0', '\0', 'no end', '\x04\0abcd', '\xff\xff'])
  return Buffer.concat([copy.subarray(0, 10), Buffer.from(extra, 'latin1'), copy.subarray(10)])
}
