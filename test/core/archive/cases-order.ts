import type { ArchiveReason } from '../../../src/core/archive/error.ts'
import { type Case, fact } from './case.ts'
import { bare, file, globalPax, header, longName, octalSize, pax, paxText, record, tgz } from './forge.ts'

function before(name: string, extension: Uint8Array, refuses: ArchiveReason): Case {
  return { name, archive: () => tgz(extension, file('package/a.js', 'a')), refuses }
}

/** Extended headers where none, or no other, may be. */
export const orderCases: readonly Case[] = [
  before(
    'two PAX headers for one entry are refused',
    Buffer.concat([pax({ comment: '1' }), pax({ comment: '2' })]),
    'several-extensions',
  ),
  before(
    'a PAX path and a GNU long name for one entry are refused',
    Buffer.concat([pax({ path: 'package/b.js' }), longName('package/c.js')]),
    'several-extensions',
  ),
  before(
    'a GNU long name and then a PAX path are refused',
    Buffer.concat([longName('package/c.js'), pax({ path: 'package/b.js' })]),
    'several-extensions',
  ),
  fact(
    'GHSA-3cv2-h65g-fgmm',
    before(
      'a PAX size on a GNU long name is refused',
      Buffer.concat([pax({ size: '512' }), longName('package/b.js')]),
      'several-extensions',
    ),
  ),
  before(
    'two global PAX headers are refused',
    Buffer.concat([globalPax({ comment: '1' }), globalPax({ comment: '2' })]),
    'global-pax',
  ),
  {
    name: 'a global PAX header between entries is refused',
    archive: () => tgz(file('package/a.js', 'a'), globalPax({ comment: 'late' }), file('package/b.js', 'b')),
    refuses: 'global-pax',
  },
  {
    name: 'a PAX header at the end is refused',
    archive: () => tgz(file('package/a.js', 'a'), pax({ path: 'package/b.js' })),
    refuses: 'dangling-extension',
  },
  {
    name: 'a GNU long name at the end is refused',
    archive: () => tgz(file('package/a.js', 'a'), longName('package/b.js')),
    refuses: 'dangling-extension',
  },
  {
    name: 'a PAX header before a link does not hide the link',
    archive: () => tgz(pax({ path: 'package/b.js' }), bare('package/x', { type: '2', linkName: '/etc' })),
    refuses: 'link',
  },
  before(
    'a PAX header above 64 KiB is refused',
    paxText(record('comment', 'x'.repeat(65_536))),
    'extension-too-big',
  ),
  before(
    'a PAX header that claims 8 GiB is refused',
    header({ name: 'PaxHeader/x', type: 'x', size: octalSize(8 ** 11 - 1) }),
    'extension-too-big',
  ),
]
