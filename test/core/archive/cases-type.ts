import type { ArchiveReason } from '../../../src/core/archive/error.ts'
import type { Case } from './case.ts'
import { bare, type Fields, file, header, tgz } from './forge.ts'

const first = file('package/a.js', 'a')
const gnu = 'ustar  \0'

function typed(name: string, change: Fields, refuses: ArchiveReason): Case {
  return { name, archive: () => tgz(first, bare('package/odd', change)), refuses }
}

export const typeCases: readonly Case[] = [
  typed(
    'a character device is refused',
    { type: '3', deviceMajor: '0000001\0', deviceMinor: '0000003\0' },
    'device',
  ),
  typed('a block device is refused', { type: '4', deviceMajor: '0000010\0' }, 'device'),
  typed('a FIFO is refused', { type: '6' }, 'device'),
  typed('a sparse file is refused', { type: 'S', magic: gnu }, 'sparse'),
  typed('a contiguous file is refused', { type: '7' }, 'unknown-type'),
  typed('a GNU directory dump is refused', { type: 'D' }, 'unknown-type'),
  typed('a continuation of another volume is refused', { type: 'M' }, 'unknown-type'),
  typed('an old GNU long name is refused', { type: 'N' }, 'unknown-type'),
  typed('a volume label is refused', { type: 'V' }, 'unknown-type'),
  typed('an old extended header is refused', { type: 'X' }, 'unknown-type'),
  typed('a Solaris access list is refused', { type: 'A' }, 'unknown-type'),
  typed('an inode without contents is refused', { type: 'I' }, 'unknown-type'),
  typed('a global header in capitals is refused', { type: 'G' }, 'unknown-type'),
  typed('a type flag that is a space is refused', { type: ' ' }, 'unknown-type'),
  typed('a type flag that nobody knows is refused', { type: 'Z' }, 'unknown-type'),
  typed('a type flag that is no letter is refused', { type: Buffer.from([0xff]) }, 'unknown-type'),
  {
    name: 'a folder with a body is refused',
    archive: () => tgz(file('package/lib/', header({ name: 'package/b' }), { type: '5' }), first),
    refuses: 'folder-with-body',
  },
  {
    name: 'a file with a slash at its end is refused',
    archive: () => tgz(file('package/lib/', 'a')),
    refuses: 'empty-segment',
  },
]
