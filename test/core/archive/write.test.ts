import { createHash } from 'node:crypto'
import { gunzipSync } from 'node:zlib'
import { execa } from 'execa'
import { describe, expect, test } from 'vitest'
import { readArchiveTwice } from '../../../src/core/archive/agree.ts'
import type { ArchiveReason } from '../../../src/core/archive/error.ts'
import type { ArchiveFile } from '../../../src/core/archive/read.ts'
import { writeArchive } from '../../../src/core/archive/write.ts'

function text(path: string, content = path, executable = false): ArchiveFile {
  return { path, bytes: Buffer.from(content), executable }
}

const long = `${'d'.repeat(140)}/${'n'.repeat(100)}`
const some = [
  text('package.json', '{}'),
  text('dist/guard.cjs', '#!', true),
  text('é/文.md'),
  text(long),
  text('empty', ''),
]

describe('writeArchive', () => {
  test('gives the same bytes on every machine and Node version', () => {
    const bytes = writeArchive(some)
    // A change of this hash changes the integrity of every published package: never by accident.
    expect(createHash('sha256').update(bytes).digest('hex')).toBe(
      '9b509390056b7abc25f20685119d515c114cd03b4cb4c1b278c5ee324e52d381',
    )
  })

  test('does not depend on the order of the files', () => {
    expect(writeArchive([...some].reverse())).toEqual(writeArchive(some))
  })

  test('does not change the list it is given', () => {
    const files = [text('b'), text('a')]
    writeArchive(files)
    expect(files.map((file) => file.path)).toEqual(['b', 'a'])
  })

  test('says nothing about time or machine in the gzip header', () => {
    expect([...writeArchive(some).subarray(0, 10)]).toEqual([0x1f, 0x8b, 8, 0, 0, 0, 0, 0, 2, 3])
  })

  test('writes the time and the modes that npm writes, and no owner', () => {
    const tar = gunzipSync(writeArchive([text('run', '#!', true), text('z')]))
    expect(tar.toString('latin1', 100, 148)).toBe(
      '0000755\x000000000\x000000000\x0000000000002\x0003560116604\x00',
    )
    expect(tar.toString('latin1', 1124, 1132)).toBe('0000644\0')
  })

  test('is read back by both parsers as it went in', async () => {
    const files = await readArchiveTwice(writeArchive(some))
    expect(files.map(plain)).toEqual(some.map(plain).sort((a, b) => (a[0] < b[0] ? -1 : 1)))
  })

  test('is read by the tar program of the machine', async () => {
    const input = writeArchive([text('package.json', '{}'), text('dist/guard.cjs', '#!', true), text(long)])
    const { stdout } = await execa('tar', ['-tzf', '-'], { input })
    expect(stdout.split(/\r?\n/)).toEqual(
      [`dist/guard.cjs`, long, 'package.json'].sort().map((path) => `package/${path}`),
    )
  })

  test.each<[string, ArchiveFile[], ArchiveReason]>([
    ['no files', [], 'no-files'],
    ['a path that climbs', [text('../a')], 'dot-segment'],
    ['an absolute path', [text('/a')], 'absolute-path'],
    ['an empty path', [text('')], 'empty-name'],
    ['a path with a slash at its end', [text('a/')], 'empty-segment'],
    ['a NUL in a path', [text('a\0b')], 'invisible-character'],
    ['half a surrogate pair', [text('a\ud800')], 'invisible-character'],
    ['a decomposed letter', [text('e\u0301')], 'not-nfc'],
    ['one path twice', [text('a'), text('a', 'other')], 'duplicate-path'],
    ['two paths that differ in case', [text('a'), text('A')], 'name-collision'],
    ['a file and a folder of one name', [text('a'), text('a/b')], 'file-and-folder'],
    ['a last segment above 100 bytes', [text('n'.repeat(101))], 'beyond-ustar'],
    ['folders above 155 bytes', [text(`${'d'.repeat(148)}/${'n'.repeat(92)}`)], 'beyond-ustar'],
    [
      'a path that no slash can part',
      [text(`${'d/'.repeat(20)}${'e'.repeat(120)}/${'n'.repeat(90)}`)],
      'beyond-ustar',
    ],
    ['too many folders', [text(`${'d/'.repeat(32)}a`)], 'too-deep'],
    ['a file above 10 MiB', [{ ...text('a'), bytes: new Uint8Array(10 * 1024 * 1024 + 1) }], 'file-too-big'],
  ])('refuses %s', (_, files, reason) => {
    expect(() => writeArchive(files)).toThrow(expect.objectContaining({ code: 'EARCHIVE', reason }))
  })
})

function plain({ path, bytes, executable }: ArchiveFile): [string, string, boolean] {
  return [path, Buffer.from(bytes).toString('latin1'), executable]
}
