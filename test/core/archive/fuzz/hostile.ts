import { climbing, target } from '../escapes.ts'
import { octalSize, record } from '../forge.ts'
import type { FieldName } from './parts.ts'
import type { Random } from './random.ts'

const segments = [
  ...['a.js', 'A.JS', 'b', 'lib', 'Lib', 'package', 'package.json', 'hooks.json', 'x'.repeat(60)],
  ...[
    '..',
    '.',
    '',
    '...',
    '.. ',
    ' ',
    '~',
    'a.js.',
    'a.js ',
    'a:b',
    'c:',
    'C:',
    'a.js::$DATA',
    'a\\b',
    '..\\..',
  ],
  ...['nul', 'CON', 'com1.txt', 'prn .js', 'aux', 'lpt¹', 'ｎｕｌ', 'HOOKPA~1.JS', '*', '?', '"', '<', '|'],
  ...[
    'straße',
    'strasse',
    'ﬁ',
    'fi',
    'ſ',
    's',
    'é',
    'e\u0301',
    'İ',
    'ı',
    'i',
    'K',
    'k',
    '／',
    '＼',
    '‥',
    '℀',
    '．．',
  ],
  ...[
    '\u200b',
    'a\u202ejs',
    '\ufeff',
    '\u3164',
    '\ue000',
    '\x1b[2J',
    '\x7f',
    '\n',
    '\t',
    '\u00a0',
    '🪝',
    '\u2028',
  ],
  ...[
    'constructor',
    '__proto__',
    'd/d/d/d/d/d/d/d/d/d/d/d/d/d/d/d/d/d/d/d/d/d/d/d/d/d/d/d/d/d/d/d/d',
    'n'.repeat(256),
  ],
]

const brokenText = ['ff', 'c0af', '2e2ec0af', 'eda080', 'f5808080', '706b672fff', 'c328'].map((hex) =>
  Buffer.from(hex, 'hex'),
)

/** A path as somebody who means harm would choose it, or one that is nearly honest. */
export function hostilePath(random: Random): Buffer {
  const top = random.chance(0.75)
    ? 'package/'
    : random.pick(['', '/', './', '../', '//', 'other/', 'Package/', target])
  const names = Array.from({ length: 1 + random.below(3) }, () => random.pick(segments))
  const slash = random.chance(0.9) ? '/' : random.pick(['//', '\\', '/./', '/../', '\0', '\0/../'])
  const text = Buffer.from(`${top}${names.join(slash)}${random.chance(0.1) ? '/' : ''}`)
  if (random.chance(0.04)) return Buffer.concat([text, random.pick(brokenText)])
  return random.chance(0.03) ? Buffer.from(`package/${climbing}`) : text
}

const binary = (...bytes: readonly number[]): Buffer => Buffer.from(bytes)
const numbers: readonly (string | Buffer)[] = [
  ...['', ' ', '0', '0000000\0', '0000644\0', '0000755\0', '0007777\0', '0000111\0', '7777777\0', '77777777'],
  ...[
    '-1',
    '-000001\0',
    '0x10\0',
    '1e3\0',
    '0000008\0',
    ' 1 \0',
    '1\0 2\0',
    '1 \0junk',
    '+1\0',
    '٣\0',
    'rwxr-xr\0',
  ],
  binary(0x80, 0, 0, 0, 0, 0, 0, 1),
  binary(0x80, 0, 0, 0, 0, 0, 0, 0, 0, 0, 2, 0),
  binary(0xff, 0xff, 0xff, 0xff, 0xff, 0xff, 0xff, 0xff, 0xff, 0xff, 0xfe, 0),
  binary(0x80, 1, 0, 0, 0, 0, 0, 0),
]
const sizes = [
  0,
  1,
  3,
  511,
  512,
  513,
  1024,
  65_536,
  65_537,
  2 ** 20,
  2 ** 20 + 1,
  10 * 2 ** 20 + 1,
  8 ** 11 - 1,
]
const types = Array.from('\u000001234567xgLKSDMNVXAIGZ 89')
const magics = [
  'ustar\u000000',
  'ustar  \0',
  'ustar\u000001',
  'ustar\0\0\0',
  'ustar  ',
  'ustar 00',
  '',
  'USTAR\u000000',
]
const targets = ['a.js', '../..', '/', target, climbing, 'c:..', '\0x', 'package/a.js']
const times = '03560116604\x0003560116604\0'

/** A value for a header field. */
export function hostileField(name: FieldName, random: Random): string | Buffer {
  switch (name) {
    case 'name':
      return hostilePath(random)
    case 'size':
      return random.chance(0.5) ? octalSize(random.pick(sizes)) : random.pick(numbers)
    case 'type':
      return random.chance(0.05) ? binary(random.below(256)) : random.pick(types)
    case 'linkName':
      return random.pick(targets)
    case 'magic':
      return random.pick(magics)
    case 'prefix':
      return hostilePrefix(random)
    case 'padding':
    case 'userName':
    case 'groupName':
      return random.chance(0.5) ? '' : random.pick(['x', 'root', '\0x', '../..'])
    default:
      return random.pick(numbers)
  }
}

// Behind byte 130 some archivers keep two times, and that very byte tells readers how long the prefix is.
function hostilePrefix(random: Random): Buffer {
  const prefix = Buffer.alloc(155)
  if (random.chance(0.7)) hostilePath(random).copy(prefix, 0, 0, 130)
  if (random.chance(0.6)) prefix.write(random.pick([times, times.slice(12), ' '.repeat(24), '/../../x']), 131)
  if (random.chance(0.3)) prefix.write(random.pick(['/', ' ', 'x', '\x01']), 130)
  return random.chance(0.2) ? Buffer.from('package') : prefix
}

const keys = [
  ...['path', 'path', 'path', 'comment', 'mtime', 'uid', 'uname', 'SCHILY.dev', 'LIBARCHIVE.creationtime'],
  ...[
    'size',
    'linkpath',
    'hdrcharset',
    'GNU.sparse.name',
    'GNU.sparse.size',
    'GNU.sparse.realsize',
    'mode',
    'type',
  ],
  ...[
    'PATH',
    ' path',
    'path ',
    '',
    '__proto__',
    'constructor',
    'SCHILY.xattr.a',
    'NODETAR.depth',
    'charset',
    'prefix',
  ],
]
const values = [
  '',
  '0',
  '1',
  '-1',
  '512',
  '1024',
  '1.5',
  '1e3',
  'NaN',
  '0x10',
  'x\ny',
  'x\0y',
  'BINARY',
  '٣',
  '2'.repeat(30),
]

/** The body of a PAX header: records, some of which lie about their length. */
export function hostileRecords(random: Random): Buffer {
  const records = Array.from({ length: random.below(4) }, () => {
    const key = random.pick(keys)
    const isPath = /path|name/i.test(key) && random.chance(0.9)
    const text = record(key, isPath ? hostilePath(random).toString() : random.pick(values))
    return random.chance(0.85) ? text : spoilt(text, random)
  })
  return Buffer.from(records.join(''))
}

function spoilt(text: string, random: Random): string {
  const [length = '', ...rest] = text.split(' ')
  const lies = [
    '0',
    '',
    '-1',
    `0${length}`,
    `${Number(length) + 1}`,
    `${Number(length) - 1}`,
    '99999',
    '999999',
    ` ${length}`,
  ]
  const lie = random.pick(lies)
  return random.pick([
    `${lie} ${rest.join(' ')}`,
    text.replace('=', ''),
    text.replace('\n', ''),
    `${text}\0`,
    `\n${text}`,
    text.replace(' ', '\t'),
  ])
}
