import { posix, win32 } from 'node:path'
import { gunzipSync, gzipSync } from 'node:zlib'
import fc from 'fast-check'
import { expect, test } from 'vitest'
import { readArchiveTwice } from '../../../src/core/archive/agree.ts'
import { ArchiveError } from '../../../src/core/archive/error.ts'
import { type ArchiveFile, readArchive } from '../../../src/core/archive/read.ts'
import { writeArchive } from '../../../src/core/archive/write.ts'
import { everyKind } from './forge.ts'

// Thousands of runs take about two seconds; this is for a busy machine.
const slow = 60_000

const sample = Buffer.from(everyKind)
const sampleTar = gunzipSync(sample)

const letter = fc.constantFrom(...'abcXYZ019_-+@ .é文ß')
const segment = fc.string({ unit: letter, minLength: 1, maxLength: 12 })
const path = fc.array(segment, { minLength: 1, maxLength: 4 }).map((segments) => segments.join('/'))
const written: fc.Arbitrary<ArchiveFile> = fc.record({
  path,
  bytes: fc.uint8Array({ maxLength: 1100 }),
  executable: fc.boolean(),
})

test(
  'what is written is read back by both parsers, whatever the files',
  async () => {
    let roundTrips = 0
    const property = fc.asyncProperty(fc.array(written, { minLength: 1, maxLength: 6 }), async (files) => {
      const bytes = orRefused(() => writeArchive(files))
      if (bytes === undefined) return
      const back = await readArchiveTwice(bytes)
      const sorted = [...files].sort((a, b) => (a.path < b.path ? -1 : 1))
      expect(back.map(plain)).toEqual(sorted.map(plain))
      roundTrips += 1
    })
    await fc.assert(property, { numRuns: 400 })
    expect(roundTrips).toBeGreaterThan(50)
  },
  slow,
)

const edit = fc.record({ at: fc.nat(), value: fc.nat(255) })
const edits = fc.array(edit, { minLength: 1, maxLength: 6 })

test(
  'a damaged archive is refused with a reason or gives safe paths',
  () => {
    const property = fc.property(edits, fc.nat(40), (changes, cut) => {
      const bytes = changed(sample, changes).subarray(0, sample.length - Math.max(0, cut - 30))
      expectSafe(orRefused(() => readArchive(bytes)))
    })
    fc.assert(property, { numRuns: 3000 })
  },
  slow,
)

// Only bytes that mean something are changed here, and the checksums are put right again, so that the damage
// reaches the rules behind them.
const headers = blocksWithMagic(sampleTar)
const headerEdit = fc.record({
  at: fc.tuple(fc.constantFrom(...headers), fc.nat(511)).map(([start, offset]) => start + offset),
  value: fc.oneof(fc.constantFrom(...Buffer.from('\0 /\\.:05xgLK1278ae')), fc.nat(255)),
})
const bodyEdit = fc.record({ at: fc.nat(sampleTar.length - 1), value: fc.nat(255) })

test(
  'a forged tar is refused with a reason or read as safe paths by both parsers',
  async () => {
    let accepted = 0
    const someEdits = fc.array(fc.oneof(headerEdit, headerEdit, bodyEdit), { minLength: 1, maxLength: 3 })
    const property = fc.asyncProperty(someEdits, async (changes) => {
      const bytes = gzipSync(resealed(changed(sampleTar, changes)), { level: 1 })
      const files = orRefused(() => readArchive(bytes))
      expectSafe(files)
      if (files === undefined) return
      accepted += 1
      await expectAgreement(bytes, files)
    })
    // Many more, changed in more ways, are in fuzz.hostile.ts.
    await fc.assert(property, { numRuns: 4000 })
    expect(accepted).toBeGreaterThan(100)
  },
  slow,
)

async function expectAgreement(bytes: Uint8Array, files: readonly ArchiveFile[]): Promise<void> {
  try {
    expect((await readArchiveTwice(bytes)).map(plain)).toEqual(files.map(plain))
  } catch (error) {
    if (!(error instanceof ArchiveError && error.reason === 'parsers-disagree')) throw error
  }
}

function orRefused<T>(run: () => T): T | undefined {
  try {
    return run()
  } catch (error) {
    if (error instanceof ArchiveError) return undefined
    throw error
  }
}

// An oracle of its own: what the path modules of both platform families make of the name.
function expectSafe(files: readonly ArchiveFile[] | undefined): void {
  for (const { path: name } of files ?? []) {
    expect(posix.normalize(name)).toBe(name)
    expect(posix.join('/base', name)).toBe(`/base/${name}`)
    expect(win32.resolve('C:\\root', name)).toBe(`C:\\root\\${name.replaceAll('/', '\\')}`)
    expect(name).toMatch(/^[^\x00-\x1f\x7f\\:*?"<>|]+$/)
    expect(name).not.toMatch(/(^|\/)\.{1,2}(\/|$)|[. ](\/|$)|\/$/)
  }
}

function changed(bytes: Buffer, changes: readonly { readonly at: number; readonly value: number }[]): Buffer {
  const copy = Buffer.from(bytes)
  for (const { at, value } of changes) copy.writeUInt8(value, at % copy.length)
  return copy
}

function blocksWithMagic(tar: Buffer): number[] {
  const starts = Array.from({ length: tar.length / 512 }, (_, index) => index * 512)
  return starts.filter((start) => tar.toString('latin1', start + 257, start + 262) === 'ustar')
}

function resealed(tar: Buffer): Buffer {
  for (const start of headers) {
    const block = tar.subarray(start, start + 512)
    block.fill(' ', 148, 156)
    const sum = block.reduce((total, byte) => total + byte, 0)
    block.write(`${sum.toString(8).padStart(6, '0')}\0 `, 148, 'latin1')
  }
  return tar
}

function plain({ path: name, bytes, executable }: ArchiveFile): [string, string, boolean] {
  return [name, Buffer.from(bytes).toString('latin1'), executable]
}
