import type { ArchiveReason } from '../../../src/core/archive/error.ts'
import { type Case, fact } from './case.ts'
import { orderCases } from './cases-order.ts'
import { file, folder, globalPax, longName, pax, paxText, record, tgz } from './forge.ts'

const long = `deep/${'n'.repeat(150)}.js`
const hidden = file('package/hidden.js', 'hidden')

const accepted: readonly Case[] = [
  {
    name: 'a PAX path stands in for the name',
    archive: () => tgz(pax({ path: `package/${long}` }), file('package/cut', 'a')),
    accepts: { [long]: 'a' },
  },
  {
    name: 'a PAX path stands in for name and prefix',
    archive: () => tgz(pax({ path: 'package/a.js' }), file('cut', 'a', { prefix: 'elsewhere' })),
    accepts: { 'a.js': 'a' },
  },
  {
    name: 'a PAX path is for one entry only',
    archive: () => tgz(pax({ path: 'package/b.js' }), file('package/x', 'b'), file('package/a.js', 'a')),
    accepts: { 'a.js': 'a', 'b.js': 'b' },
  },
  {
    name: 'a PAX path may name a folder',
    archive: () => tgz(pax({ path: 'package/lib/' }), folder('package/x'), file('package/lib/a.js', 'a')),
    accepts: { 'lib/a.js': 'a' },
  },
  {
    name: 'a PAX path may be longer than the name field in another script',
    archive: () => tgz(pax({ path: `package/${'文'.repeat(50)}` }), file('package/cut', 'a')),
    accepts: { ['文'.repeat(50)]: 'a' },
  },
  {
    name: 'PAX times, owners and comments are ignored',
    archive: () =>
      tgz(
        pax({
          mtime: '1234567890.123456789',
          atime: '1',
          ctime: '-1',
          uid: '4000000',
          gid: '0',
          uname: 'rené',
          gname: 'staff',
          comment: 'made by hand',
        }),
        file('package/a.js', 'a'),
      ),
    accepts: { 'a.js': 'a' },
  },
  {
    name: 'PAX inode numbers of other archivers are ignored',
    archive: () =>
      tgz(
        pax({
          'SCHILY.dev': '66306',
          'SCHILY.ino': '12',
          'SCHILY.nlink': '1',
          'LIBARCHIVE.creationtime': '1.5',
        }),
        file('package/a.js', 'a'),
      ),
    accepts: { 'a.js': 'a' },
  },
  {
    name: 'an empty PAX header changes nothing',
    archive: () => tgz(paxText(''), file('package/a.js', 'a')),
    accepts: { 'a.js': 'a' },
  },
  {
    name: 'a global PAX comment in front is ignored',
    archive: () => tgz(globalPax({ comment: 'f00dcafe' }), file('package/a.js', 'a')),
    accepts: { 'a.js': 'a' },
  },
  {
    name: 'a GNU long name stands in for the name',
    archive: () => tgz(longName(`package/${long}`), file('package/cut', 'a', { magic: 'ustar  \0' })),
    accepts: { [long]: 'a' },
  },
  {
    name: 'a GNU long name may come without its NUL',
    archive: () => tgz(longName(`package/${long}`, ''), file('package/cut', 'a')),
    accepts: { [long]: 'a' },
  },
]

function before(name: string, extension: Uint8Array, refuses: ArchiveReason): Case {
  return { name, archive: () => tgz(extension, file('package/a.js', 'a')), refuses }
}

const keys: readonly Case[] = [
  fact('CVE-2025-62518', {
    name: 'a PAX size over an empty file is refused',
    archive: () => tgz(pax({ size: '1024' }), file('package/a.js'), hidden),
    refuses: 'pax-key',
  }),
  fact('CVE-2025-62518', {
    name: 'a PAX size of zero over a file with a body is refused',
    archive: () => tgz(pax({ size: '0' }), file('package/a.js', hidden)),
    refuses: 'pax-key',
  }),
  fact('node-tar 7.5.18', before('a negative PAX size is refused', pax({ size: '-512' }), 'pax-key')),
  before('a PAX size that is true is refused all the same', pax({ size: '1' }), 'pax-key'),
  before('a PAX link target is refused', pax({ linkpath: '../../outside' }), 'pax-key'),
  before(
    'a PAX sparse map is refused',
    pax({ 'GNU.sparse.major': '1', 'GNU.sparse.name': 'package/b.js' }),
    'pax-key',
  ),
  before('a PAX character set is refused', pax({ hdrcharset: 'BINARY' }), 'pax-key'),
  before('a PAX mode is refused', pax({ mode: '4755' }), 'pax-key'),
  before('a PAX type is refused', pax({ type: '2' }), 'pax-key'),
  before('PAX extended attributes are refused', pax({ 'SCHILY.xattr.user.x': 'y' }), 'pax-key'),
  before('a PAX key in capitals is another key and refused', pax({ PATH: 'package/b.js' }), 'pax-key'),
  before('a PAX key that every object has is refused', pax({ constructor: '1' }), 'pax-key'),
  before('a global PAX path is refused', globalPax({ path: 'package/hook.js' }), 'global-pax'),
  before('a global PAX size is refused', globalPax({ size: '0' }), 'global-pax'),
  before('a global PAX time is refused', globalPax({ mtime: '0' }), 'global-pax'),
]

const spelling: readonly Case[] = [
  fact(
    'node-tar 7.5.17',
    before('a NUL in a PAX path is refused', pax({ path: 'package/a.js\0../../outside' }), 'bad-pax'),
  ),
  before(
    'a line break in a PAX value is refused',
    pax({ comment: `x\n${record('path', 'package/b.js')}` }),
    'bad-pax',
  ),
  before(
    'a PAX path given twice is refused',
    paxText(record('path', 'package/b.js') + record('path', 'package/c.js')),
    'bad-pax',
  ),
  before(
    'a PAX record that is longer than the header is refused',
    paxText('99 path=package/b.js\n'),
    'bad-pax',
  ),
  before(
    'a PAX record that says it is shorter than it is is refused',
    paxText('9 path=package/b.js\n'),
    'bad-pax',
  ),
  before('a PAX record of length zero is refused', paxText('0 path=package/b.js\n'), 'bad-pax'),
  before('a PAX length with zeros in front is refused', paxText('024 path=package/bbb.js\n'), 'bad-pax'),
  before('a PAX length that is no number is refused', paxText('-1 path=package/b.js\n'), 'bad-pax'),
  before('a PAX record without a length is refused', paxText('path=package/b.js\n'), 'bad-pax'),
  before('a PAX record without an equals sign is refused', paxText('8 paths\n'), 'bad-pax'),
  before('a PAX record without a key is refused', paxText(record('', 'x')), 'bad-pax'),
  before(
    'a PAX record without a line end is refused',
    paxText(record('comment', 'x').replace('\n', ' ')),
    'bad-pax',
  ),
  before('NULs behind the PAX records are refused', paxText(`${record('comment', 'x')}\0\0`), 'bad-pax'),
  before('a PAX time that is no number is refused', pax({ mtime: 'NaN' }), 'bad-pax'),
  before(
    'a PAX path that is not UTF-8 is refused',
    paxText(Buffer.concat([Buffer.from('18 path=package/'), Buffer.from([0xff, 0x0a])])),
    'not-utf8',
  ),
  before('an empty PAX path is refused', pax({ path: '' }), 'empty-name'),
  before('a PAX path that climbs is refused', pax({ path: 'package/../../outside' }), 'dot-segment'),
  before('an absolute PAX path is refused', pax({ path: '/etc/passwd' }), 'absolute-path'),
  before('a GNU long name that climbs is refused', longName('package/../../outside'), 'dot-segment'),
  before('an empty GNU long name is refused', longName(''), 'empty-name'),
  before(
    'a NUL inside a GNU long name is refused',
    longName('package/a.js\0/../../outside'),
    'invisible-character',
  ),
  before(
    'a GNU long name that is not UTF-8 is refused',
    longName(Buffer.from([0x70, 0x2f, 0xc3, 0x28])),
    'not-utf8',
  ),
]

export const extensionCases: readonly Case[] = [...accepted, ...keys, ...spelling, ...orderCases]
