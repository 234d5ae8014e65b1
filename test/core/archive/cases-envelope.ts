import { brotliCompressSync, deflateSync, gzipSync } from 'node:zlib'
import type { Case } from './case.ts'
import { end, file, raw, tgz } from './forge.ts'

const good = () => Buffer.from(tgz(file('package/a.js', 'a')))
const tar = Buffer.concat([file('package/a.js', 'a'), end])

function changed(change: (bytes: Buffer) => void): () => Uint8Array {
  return () => {
    const bytes = good()
    change(bytes)
    return bytes
  }
}

// A gzip header with the file name that `gzip a.tar` stores.
function named(flags: number, extra: string): Uint8Array {
  const bytes = good()
  bytes[3] = flags
  return Buffer.concat([bytes.subarray(0, 10), Buffer.from(extra), bytes.subarray(10)])
}

export const envelopeCases: readonly Case[] = [
  { name: 'one gzip member is read', archive: good, accepts: { 'a.js': 'a' } },
  {
    name: 'a file name in the gzip header is skipped',
    archive: () => named(8, 'a.tar\0'),
    accepts: { 'a.js': 'a' },
  },
  {
    name: 'a gzip file name without an end is refused',
    archive: () => named(8, '').subarray(0, 18),
    refuses: 'truncated-gzip',
  },
  { name: 'a gzip comment is refused', archive: () => named(16, 'words\0'), refuses: 'gzip-options' },
  { name: 'a gzip extra field is refused', archive: () => named(4, '\x01\0!'), refuses: 'gzip-options' },
  { name: 'a gzip header checksum is refused', archive: () => named(2, '\0\0'), refuses: 'gzip-options' },
  { name: 'a reserved gzip flag is refused', archive: () => named(32, ''), refuses: 'gzip-options' },
  { name: 'no bytes at all are refused', archive: () => new Uint8Array(), refuses: 'not-gzip' },
  { name: 'a bare tar is refused', archive: () => tar, refuses: 'not-gzip' },
  { name: 'a zip file is refused', archive: () => Buffer.from('PK\x03\x04 and so on'), refuses: 'not-gzip' },
  {
    name: 'a web page under the name of an archive is refused',
    archive: () => Buffer.from('<!doctype html><title>Sign in</title>'),
    refuses: 'not-gzip',
  },
  { name: 'a zlib stream is refused', archive: () => deflateSync(tar), refuses: 'not-gzip' },
  { name: 'a brotli stream is refused', archive: () => brotliCompressSync(tar), refuses: 'not-gzip' },
  {
    name: 'gzip with an unknown method is refused',
    archive: changed((bytes) => bytes.writeUInt8(7, 2)),
    refuses: 'not-gzip',
  },
  { name: 'gzip inside gzip is refused', archive: () => gzipSync(good()), refuses: 'truncated-tar' },
  { name: 'gzip of nothing is refused', archive: () => raw(), refuses: 'missing-end' },
  {
    name: 'a wrong CRC is refused',
    archive: changed((bytes) => bytes.writeUInt8(1 ^ bytes.readUInt8(bytes.length - 8), bytes.length - 8)),
    refuses: 'bad-crc',
  },
  {
    name: 'a wrong length is refused',
    archive: changed((bytes) => bytes.writeUInt8(1 ^ bytes.readUInt8(bytes.length - 4), bytes.length - 4)),
    refuses: 'bad-length',
  },
  {
    name: 'an invalid deflate block is refused',
    archive: changed((bytes) => bytes.writeUInt8(0xff, 10)),
    refuses: 'bad-deflate',
  },
  {
    name: 'a file cut inside the compressed data is refused',
    archive: () => good().subarray(0, 40),
    refuses: 'truncated-gzip',
  },
  {
    name: 'a file cut inside the gzip trailer is refused',
    archive: () => good().subarray(0, -3),
    refuses: 'truncated-gzip',
  },
  {
    name: 'a file cut inside the gzip header is refused',
    archive: () => good().subarray(0, 6),
    refuses: 'truncated-gzip',
  },
  {
    name: 'bytes after the gzip member are refused',
    archive: () => Buffer.concat([good(), Buffer.from('more')]),
    refuses: 'data-after-gzip',
  },
  {
    name: 'zeros after the gzip member are refused',
    archive: () => Buffer.concat([good(), Buffer.alloc(512)]),
    refuses: 'data-after-gzip',
  },
  {
    name: 'a second gzip member with more entries is refused',
    archive: () => Buffer.concat([raw(file('package/a.js', 'a')), tgz(file('package/b.js', 'b'))]),
    refuses: 'data-after-gzip',
  },
  {
    name: 'an empty second gzip member is refused',
    archive: () => Buffer.concat([good(), gzipSync('')]),
    refuses: 'data-after-gzip',
  },
]
