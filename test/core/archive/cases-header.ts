import type { Case } from './case.ts'
import { body, end, type Fields, file, folder, header, octalSize, raw, tgz } from './forge.ts'

const first = file('package/a.js', 'a')
const gnu = 'ustar  \0'
const times = '03560116604\x0003560116604\0'

// A prefix field that is empty at first sight, with bytes in its middle and in its last 24 bytes.
function behindPrefix(last: string, middle = ''): Buffer {
  const prefix = Buffer.alloc(155)
  prefix.write(middle, 60)
  prefix.write(last, 131)
  return prefix
}

const accepted: readonly Case[] = [
  {
    name: 'folder entries give no files',
    archive: () => tgz(folder('package/'), folder('package/lib/'), file('package/lib/a.js', 'a')),
    accepts: { 'lib/a.js': 'a' },
  },
  {
    name: 'a folder entry without a slash at its end is a folder',
    archive: () => tgz(folder('package'), first),
    accepts: { 'a.js': 'a' },
  },
  {
    name: 'a folder may follow the files in it',
    archive: () => tgz(file('package/lib/a.js', 'a'), folder('package/lib/')),
    accepts: { 'lib/a.js': 'a' },
  },
  {
    name: 'the type flag NUL is a file',
    archive: () => tgz(file('package/a.js', 'a', { type: '\0' })),
    accepts: { 'a.js': 'a' },
  },
  { name: 'an empty file is a file', archive: () => tgz(file('package/empty')), accepts: { empty: '' } },
  {
    name: 'a body of exactly one block has no padding',
    archive: () => tgz(file('package/block', 'x'.repeat(512)), first),
    accepts: { 'a.js': 'a', block: 'x'.repeat(512) },
  },
  {
    name: 'files come sorted, whatever their order in the archive',
    archive: () => tgz(file('package/b', '2'), file('package/a', '1')),
    accepts: { a: '1', b: '2' },
  },
  {
    name: 'a header in the format of GNU tar is read',
    archive: () => tgz(file('package/a.js', 'a', { magic: gnu })),
    accepts: { 'a.js': 'a' },
  },
  {
    name: 'the prefix field goes in front of the name',
    archive: () => tgz(file('lib/a.js', 'a', { prefix: 'package/src' })),
    accepts: { 'src/lib/a.js': 'a' },
  },
  {
    name: 'a prefix that fills its field is read whole',
    archive: () => tgz(file('a.js', 'a', { prefix: `package/${'p'.repeat(147)}` })),
    accepts: { [`${'p'.repeat(147)}/a.js`]: 'a' },
  },
  {
    name: 'a name that fills its field is read whole',
    archive: () => tgz(file(`package/${'n'.repeat(92)}`, 'a')),
    accepts: { ['n'.repeat(92)]: 'a' },
  },
  {
    name: 'more empty blocks at the end are padding',
    archive: () => tgz(first, Buffer.alloc(8192)),
    accepts: { 'a.js': 'a' },
  },
  {
    name: 'an executable stays executable',
    archive: () => tgz(file('package/run', '#!', { mode: '0000755\0' })),
    accepts: { 'run*': '#!' },
  },
  {
    name: 'setuid, setgid and sticky bits are dropped',
    archive: () =>
      tgz(file('package/run', '#!', { mode: '0007755\0' }), file('package/text', '', { mode: '0007644\0' })),
    accepts: { 'run*': '#!', text: '' },
  },
  {
    name: 'a file that all may write is an ordinary file',
    archive: () => tgz(file('package/a.js', 'a', { mode: '0000666\0' })),
    accepts: { 'a.js': 'a' },
  },
  {
    name: 'numbers may have leading spaces and end in space and NUL',
    archive: () => tgz(file('package/a.js', 'a', { mode: '   644 \0', size: '          1 ' })),
    accepts: { 'a.js': 'a' },
  },
  {
    name: 'owner fields may be empty',
    archive: () =>
      tgz(file('package/a.js', 'a', { uid: Buffer.alloc(8), gid: Buffer.alloc(8), mtime: Buffer.alloc(12) })),
    accepts: { 'a.js': 'a' },
  },
  {
    name: 'a large owner id in binary is ignored',
    archive: () => tgz(file('package/a.js', 'a', { uid: Buffer.from([0x80, 0, 0, 0, 0x3b, 0x9a, 0xca, 0]) })),
    accepts: { 'a.js': 'a' },
  },
  {
    name: 'times behind the prefix, as node-tar writes them, are ignored',
    archive: () => tgz(file('package/a.js', 'a', { prefix: behindPrefix(times) })),
    accepts: { 'a.js': 'a' },
  },
  {
    name: 'times behind a prefix in use are ignored',
    archive: () =>
      tgz(
        file('a.js', 'a', {
          prefix: Buffer.concat([Buffer.from('package'), behindPrefix(times).subarray(7)]),
        }),
      ),
    accepts: { 'a.js': 'a' },
  },
  {
    name: 'a time in the far future is ignored',
    archive: () => tgz(file('package/a.js', 'a', { mtime: '77777777777\0' })),
    accepts: { 'a.js': 'a' },
  },
]

function fields(
  name: string,
  change: Fields,
  refuses: 'bad-number' | 'bad-field' | 'bad-checksum' | 'not-ustar',
): Case {
  return { name, archive: () => tgz(first, file('package/b.js', 'b', change)), refuses }
}

const malformed: readonly Case[] = [
  fields('a wrong checksum is refused, not skipped', { checksum: '001234\0 ' }, 'bad-checksum'),
  fields('a checksum that is no number is refused', { checksum: '        ' }, 'bad-number'),
  fields('a header without a magic is refused', { magic: Buffer.alloc(8) }, 'not-ustar'),
  fields('an unknown ustar version is refused', { magic: 'ustar\u000001' }, 'not-ustar'),
  fields(
    'a size in binary is refused',
    { size: Buffer.from([0x80, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 1]) },
    'bad-number',
  ),
  fields('a negative size in binary is refused', { size: Buffer.alloc(12, 0xff) }, 'bad-number'),
  fields('a negative size in text is refused', { size: '-0000000001\0' }, 'bad-number'),
  fields('an empty size is refused', { size: Buffer.alloc(12) }, 'bad-number'),
  fields('a size that is not octal is refused', { size: '00000000009\0' }, 'bad-number'),
  fields('a hexadecimal size is refused', { size: '0x000000001\0' }, 'bad-number'),
  fields('a size with a second number after it is refused', { size: '00001\0 0002\0' }, 'bad-number'),
  fields('a size without an end is refused', { size: '000000000001' }, 'bad-number'),
  fields('a mode that is not octal is refused', { mode: 'rwxr-xr\0' }, 'bad-number'),
  fields('an owner that is not octal is refused', { uid: 'root\0\0\0\0' }, 'bad-number'),
  fields(
    'an owner beyond 32 bits is refused',
    { uid: Buffer.from([0x80, 1, 0, 0, 0, 0, 0, 0]) },
    'bad-number',
  ),
  fields('text behind the NUL in a name is refused', { name: 'package/b.js\0/../../c' }, 'bad-field'),
  fields(
    'text behind the NUL in a prefix is refused',
    { name: 'b.js', prefix: 'package\0/../..' },
    'bad-field',
  ),
  fields(
    'one time instead of two behind a prefix is refused',
    { prefix: behindPrefix('03560116604\0') },
    'bad-field',
  ),
  fields(
    'text in the place of times behind a prefix is refused',
    { prefix: behindPrefix('/../../outside') },
    'bad-field',
  ),
  fields(
    'times behind a prefix with an odd byte before them are refused',
    { prefix: behindPrefix(times, '/b') },
    'bad-field',
  ),
  fields(
    'times in the format of GNU tar are refused',
    { magic: gnu, prefix: behindPrefix(times) },
    'bad-field',
  ),
  fields('bytes in the padding of a header are refused', { padding: '1' }, 'bad-field'),
  fields(
    'a prefix in the format of GNU tar is refused',
    { magic: gnu, name: 'b.js', prefix: 'package' },
    'bad-field',
  ),
]

const framing: readonly Case[] = [
  {
    name: 'an archive that stops inside a header is refused',
    archive: () => raw(first, header({ name: 'package/b' }).subarray(0, 100)),
    refuses: 'truncated-tar',
  },
  {
    name: 'an archive that stops inside a body is refused',
    archive: () => raw(first, header({ name: 'package/b', size: octalSize(600) }), Buffer.alloc(512, 'b')),
    refuses: 'truncated-tar',
  },
  {
    name: 'an archive that stops inside a padding is refused',
    archive: () => raw(first, header({ name: 'package/b', size: octalSize(3) }), Buffer.from('bbb')),
    refuses: 'truncated-tar',
  },
  { name: 'an archive without an end is refused', archive: () => raw(first), refuses: 'missing-end' },
  {
    name: 'an archive with half an end is refused',
    archive: () => raw(first, Buffer.alloc(512)),
    refuses: 'missing-end',
  },
  {
    name: 'an entry after the end is refused',
    archive: () => raw(first, end, file('package/b.js', 'b'), end),
    refuses: 'data-after-end',
  },
  {
    name: 'an entry after a single empty block is refused',
    archive: () => tgz(first, Buffer.alloc(512), file('package/b.js', 'b')),
    refuses: 'data-after-end',
  },
  {
    name: 'garbage after the end is refused',
    archive: () => tgz(first, end, body('garbage')),
    refuses: 'data-after-end',
  },
  { name: 'an archive of nothing but its end is refused', archive: () => tgz(), refuses: 'no-files' },
  {
    name: 'an archive of folders only is refused',
    archive: () => tgz(folder('package/'), folder('package/lib/')),
    refuses: 'no-files',
  },
]

export const headerCases: readonly Case[] = [...accepted, ...malformed, ...framing]
