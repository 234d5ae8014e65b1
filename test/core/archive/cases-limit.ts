import { createHash } from 'node:crypto'
import { type Case, fact } from './case.ts'
import { file, folder, globalPax, header, octalSize, pax, raw, tgz } from './forge.ts'

const mebibyte = 1024 * 1024
// Bytes without a pattern, and the same ones each time.
const noise = Buffer.concat(
  Array.from({ length: 2200 }, (_, index) => createHash('sha256').update(String(index)).digest()),
)
const zeros = (size: number) => Buffer.alloc(size)
const many = (count: number) => Array.from({ length: count }, (_, index) => file(`package/${index}`))
const deep = (depth: number) => Array.from({ length: depth }, () => 'd').join('/')
const longPath = (bytes: number) => `${'p'.repeat(199)}/${'q'.repeat(bytes - 200)}`
const placed = (path: string) => tgz(pax({ path: `package/${path}` }), file('package/cut', 'x'))

export const limitCases: readonly Case[] = [
  {
    name: 'more than 10 MiB of archive are refused',
    archive: () => zeros(10 * mebibyte + 1),
    refuses: 'archive-too-big',
  },
  {
    name: 'an archive at its own limit is not refused for it',
    archive: () => zeros(10 * mebibyte),
    refuses: 'not-gzip',
  },
  fact('GHSA-23hp-3jrh-7fpw', {
    name: 'an archive that would unpack to 64 MiB is refused',
    archive: () =>
      tgz(...Array.from({ length: 7 }, (_, index) => file(`package/${index}`, zeros(9 * mebibyte)))),
    refuses: 'unpacks-too-big',
  }),
  fact('GHSA-23hp-3jrh-7fpw', {
    name: 'an archive that would unpack to 96 MiB of end is refused',
    archive: () => tgz(file('package/a', 'a'), zeros(96 * mebibyte)),
    refuses: 'unpacks-too-big',
  }),
  {
    name: 'the unpacked size may be exactly its limit',
    archive: () => tgz(file('package/a', 'a')),
    limits: { totalBytes: 2048 },
    accepts: { a: 'a' },
  },
  {
    name: 'the unpacked size may not be a byte above its limit',
    archive: () => tgz(file('package/a', 'a')),
    limits: { totalBytes: 2047 },
    refuses: 'unpacks-too-big',
  },
  {
    name: 'a highly compressible file below the limits is kept',
    archive: () => tgz(file('package/a', 'x'.repeat(3 * mebibyte))),
    accepts: { a: 'x'.repeat(3 * mebibyte) },
  },
  {
    name: 'a file above 10 MiB is refused',
    archive: () => tgz(file('package/a', zeros(10 * mebibyte + 1))),
    refuses: 'file-too-big',
  },
  {
    name: 'a file that claims 8 GiB is refused',
    archive: () => tgz(header({ name: 'package/a', size: octalSize(8 ** 11 - 1) })),
    refuses: 'file-too-big',
  },
  {
    name: 'a file may be exactly at its limit',
    archive: () => tgz(file('package/a', 'abc')),
    limits: { fileBytes: 3 },
    accepts: { a: 'abc' },
  },
  { name: '5,001 files are refused', archive: () => tgz(...many(5001)), refuses: 'too-many-entries' },
  {
    name: '5,001 folders are refused',
    archive: () => tgz(...Array.from({ length: 5001 }, (_, index) => folder(`package/${index}/`))),
    refuses: 'too-many-entries',
  },
  {
    name: 'the same folder over and over is refused',
    archive: () => tgz(...Array.from({ length: 5001 }, () => folder('package/'))),
    refuses: 'too-many-entries',
  },
  {
    name: 'extended headers do not count as entries',
    archive: () => tgz(globalPax({ comment: 'x' }), pax({ comment: 'y' }), file('package/a', 'a')),
    limits: { entries: 1 },
    accepts: { a: 'a' },
  },
  {
    name: 'a flood of extended headers is refused',
    archive: () => tgz(...Array.from({ length: 5000 }, () => pax({ comment: 'x' })), file('package/a')),
    refuses: 'several-extensions',
  },
  { name: 'a path of 32 segments is kept', archive: () => placed(deep(32)), accepts: { [deep(32)]: 'x' } },
  fact('CVE-2024-28863', {
    name: 'a path of 33 segments is refused',
    archive: () => placed(deep(33)),
    refuses: 'too-deep',
  }),
  {
    name: 'a path of 400 bytes is kept',
    archive: () => placed(longPath(400)),
    accepts: { [longPath(400)]: 'x' },
  },
  { name: 'a path of 401 bytes is refused', archive: () => placed(longPath(401)), refuses: 'path-too-long' },
  {
    name: 'a path is measured in bytes, not letters',
    archive: () => placed(`${'文'.repeat(80)}/${'文'.repeat(60)}`),
    refuses: 'path-too-long',
  },
  {
    name: 'a segment of 255 bytes is kept',
    archive: () => placed('s'.repeat(255)),
    accepts: { ['s'.repeat(255)]: 'x' },
  },
  {
    name: 'a segment of 256 bytes is refused',
    archive: () => placed('s'.repeat(256)),
    refuses: 'segment-too-long',
  },
  {
    name: 'empty blocks of 64 KiB at the end are kept',
    archive: () => raw(file('package/a', 'a'), zeros(65_536)),
    accepts: { a: 'a' },
  },
  {
    name: 'more empty blocks at the end are refused',
    archive: () => raw(file('package/a', 'a'), zeros(65_536 + 512)),
    refuses: 'padding-too-big',
  },
  fact('node-tar 7.5.23 takes over a minute for it', {
    name: 'megabytes of empty blocks at the end are refused',
    archive: () => raw(file('package/a', 'a'), zeros(49 * mebibyte)),
    refuses: 'padding-too-big',
  }),
  {
    name: 'bytes that cannot be compressed come out as they went in',
    archive: () => tgz(file('package/a', noise)),
    accepts: { a: noise.toString('latin1') },
  },
]
