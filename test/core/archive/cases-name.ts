import type { ArchiveReason } from '../../../src/core/archive/error.ts'
import { type Case, fact } from './case.ts'
import { climbing, target } from './escapes.ts'
import { file, folder, tgz } from './forge.ts'

function refused(name: string, path: string | Uint8Array, refuses: ArchiveReason): Case {
  return { name, archive: () => tgz(file('package/first.js', 'first'), file(path, 'x')), refuses }
}

function kept(name: string, path: string): Case {
  return { name, archive: () => tgz(file(`package/${path}`, 'x')), accepts: { [path]: 'x' } }
}

const outside: readonly Case[] = [
  fact('CWE-22', refused('a path that climbs out is refused', 'package/../../outside', 'dot-segment')),
  refused('a path that climbs in the first segment is refused', '../outside', 'dot-segment'),
  refused('a path that climbs and comes back is refused', 'package/lib/../a.js', 'dot-segment'),
  refused('a single dot as a segment is refused', 'package/./a.js', 'dot-segment'),
  refused('a single dot in front is refused', './package/a.js', 'dot-segment'),
  refused('dots at the end of a path are refused', 'package/..', 'dot-segment'),
  refused('three dots are refused', 'package/.../a.js', 'trailing-dot-or-space'),
  fact('CVE-2021-32804', refused('an absolute path is refused', '/etc/passwd', 'absolute-path')),
  refused('a path that is absolute below the top folder is refused', 'package//etc/passwd', 'empty-segment'),
  fact(
    'CVE-2021-32804',
    refused('a path with two slashes in front is refused', '//server/share/a', 'absolute-path'),
  ),
  refused('an empty name is refused', '', 'empty-name'),
  refused('a name of nothing but a slash is refused', '/', 'absolute-path'),
  refused('a drive letter is refused', 'C:/outside', 'forbidden-character'),
  fact('CVE-2021-37713', refused('a drive-relative path is refused', 'c:../outside', 'forbidden-character')),
  fact(
    'CVE-2021-37713',
    refused(
      'a drive-relative path below the top folder is refused',
      'package/c:../outside',
      'forbidden-character',
    ),
  ),
  fact(
    'CVE-2021-37701',
    refused('backslashes that climb are refused', 'package\\..\\..\\outside', 'forbidden-character'),
  ),
  refused('a backslash inside a name is refused', 'package/lib\\a.js', 'forbidden-character'),
  refused('a UNC path is refused', '\\\\server\\share\\a', 'forbidden-character'),
  refused('a Windows device path is refused', '\\\\?\\C:\\outside', 'forbidden-character'),
  refused('a path that climbs to the root is refused', `package/${climbing}`, 'dot-segment'),
  refused('an absolute path with a target is refused', target, 'absolute-path'),
  fact('CVE-2021-32804', refused('four slashes in front are refused', `///${target}`, 'absolute-path')),
  refused(
    'a path that is absolute once the top folder is cut off is refused',
    `package/${target}`,
    'empty-segment',
  ),
  refused('a mix of slashes and backslashes is refused', 'package/..\\..\\outside', 'forbidden-character'),
  refused('a Windows device path with slashes is refused', '//?/C:/outside', 'absolute-path'),
  refused('a drive letter below the top folder is refused', 'package/C:/outside', 'forbidden-character'),
  refused('a tilde and a slash in front are a second top folder', '~/outside', 'two-top-folders'),
  refused('dots in front of a slash at the end are refused', 'package/lib/../', 'dot-segment'),
  {
    name: 'a folder that climbs is refused',
    archive: () => tgz(folder('package/../lib/'), file('package/a.js')),
    refuses: 'dot-segment',
  },
  {
    name: 'a folder with two slashes at its end is refused',
    archive: () => tgz(folder('package/lib//'), file('package/a.js')),
    refuses: 'empty-segment',
  },
  {
    name: 'a file climbing by way of the prefix field is refused',
    archive: () => tgz(file('outside', 'x', { prefix: 'package/../..' })),
    refuses: 'dot-segment',
  },
  {
    name: 'a prefix without a name is refused',
    archive: () => tgz(file('', 'x', { prefix: 'package' })),
    refuses: 'empty-segment',
  },
]

const windows: readonly Case[] = [
  refused('an NTFS stream is refused', 'package/a.js::$DATA', 'forbidden-character'),
  refused('a wildcard is refused', 'package/*.js', 'forbidden-character'),
  refused('a question mark is refused', 'package/a?.js', 'forbidden-character'),
  refused('a quotation mark is refused', 'package/"a".js', 'forbidden-character'),
  refused('an angle bracket is refused', 'package/<a>.js', 'forbidden-character'),
  refused('a pipe is refused', 'package/a|b', 'forbidden-character'),
  refused('a dot at the end of a name is refused', 'package/a.js.', 'trailing-dot-or-space'),
  refused('a space at the end of a name is refused', 'package/a.js ', 'trailing-dot-or-space'),
  refused('a space at the end of a folder name is refused', 'package/lib /a.js', 'trailing-dot-or-space'),
  refused('a device name is refused', 'package/nul', 'device-name'),
  refused('a device name in capitals with an extension is refused', 'package/CON.js', 'device-name'),
  refused('a device name with two extensions is refused', 'package/aux.tar.gz', 'device-name'),
  refused('a device name with a space before its extension is refused', 'package/prn .txt', 'device-name'),
  refused('a device name as a folder is refused', 'package/com1/a.js', 'device-name'),
  refused('a console device is refused', 'package/CONOUT$', 'device-name'),
  refused('a device name with a raised digit is refused', 'package/lpt¹', 'unsafe-when-normalised'),
  refused('a device name in wide letters is refused', 'package/ｎｕｌ', 'unsafe-when-normalised'),
  refused(
    'a short name that Windows may have given to another file is refused',
    'package/HOOKPA~1.JS',
    'short-name',
  ),
  refused('a device name with a dot behind it is refused', 'package/nul.', 'trailing-dot-or-space'),
  refused('a clock device is refused', 'package/clock$', 'device-name'),
  refused('a short name of a folder is refused', 'package/HOOKS~1/a.js', 'short-name'),
  refused(
    'an NTFS stream of a folder is refused',
    'package/lib:$I30:$INDEX_ALLOCATION',
    'forbidden-character',
  ),
  refused(
    'a twin of the manifest with a dot behind it is refused',
    'package/package.json.',
    'trailing-dot-or-space',
  ),
  kept('a name that begins like a device is kept', 'console.js'),
  kept('a name that ends like a device is kept', 'lib.con'),
  kept('a name with a tilde is kept', 'backup.js~'),
]

const unicode: readonly Case[] = [
  refused('a line break in a name is refused', 'package/a\n.js', 'invisible-character'),
  refused('a terminal escape in a name is refused', 'package/\x1b[2Ja.js', 'invisible-character'),
  refused('a delete character is refused', 'package/a\x7f', 'invisible-character'),
  refused('a C1 control is refused', 'package/a\u0085', 'invisible-character'),
  fact(
    'CVE-2021-42574',
    refused('a right-to-left override is refused', 'package/a\u202esj.txt', 'invisible-character'),
  ),
  refused('a bidi isolate is refused', 'package/a\u2066.js', 'invisible-character'),
  refused('a zero width space is refused', 'package/a\u200b.js', 'invisible-character'),
  refused('a soft hyphen is refused', 'package/a\u00ad.js', 'invisible-character'),
  refused('a byte order mark is refused', '\ufeffpackage/a.js', 'invisible-character'),
  refused('a variation selector is refused', 'package/a\ufe0f.js', 'invisible-character'),
  refused('a filler that is drawn as nothing is refused', 'package/a\u3164', 'invisible-character'),
  refused('a private use character is refused', 'package/\ue000', 'invisible-character'),
  refused('a character without a meaning is refused', 'package/\uffff', 'invisible-character'),
  refused('a line separator is refused', 'package/a\u2028b', 'invisible-character'),
  refused('a space that is not the common one is refused', 'package/a\u00a0b', 'invisible-character'),
  refused('a decomposed letter is refused', 'package/re\u0301sume\u0301.md', 'not-nfc'),
  refused('a wide slash is refused', 'package/..／outside', 'unsafe-when-normalised'),
  refused('a wide backslash is refused', 'package/a＼b', 'unsafe-when-normalised'),
  refused('a wide colon is refused', 'package/c：b', 'unsafe-when-normalised'),
  refused('a two dot leader is refused', 'package/‥/outside', 'unsafe-when-normalised'),
  refused('a sign that contains a slash is refused', 'package/℀', 'unsafe-when-normalised'),
  refused('a name that is not UTF-8 is refused', Buffer.from([0x70, 0x2f, 0xff, 0xfe]), 'not-utf8'),
  refused(
    'an overlong slash is refused',
    Buffer.from([0x70, 0x2f, 0x2e, 0x2e, 0xc0, 0xaf, 0x61]),
    'not-utf8',
  ),
  refused('a surrogate in UTF-8 is refused', Buffer.from([0x70, 0x2f, 0xed, 0xa0, 0x80]), 'not-utf8'),
  kept('composed letters and other scripts are kept', 'résumé-中文-ß.md'),
  kept('an emoji is kept', '🪝.md'),
  kept('a hidden file is kept', '.npmrc'),
  kept('a space inside a name is kept', 'read me.md'),
  kept('a name that starts with dots is kept', '..a/...b'),
]

const top: readonly Case[] = [
  {
    name: 'a top folder of any name is dropped',
    archive: () => tgz(file('node v20/a.js', 'a')),
    accepts: { 'a.js': 'a' },
  },
  refused('a second top folder is refused', 'other/a.js', 'two-top-folders'),
  refused('a top folder in another case is a second one', 'Package/a.js', 'two-top-folders'),
  refused('a file beside the top folder is refused', 'a.js', 'two-top-folders'),
  refused('a file in the place of the top folder is refused', 'package', 'no-top-folder'),
  {
    name: 'an archive without a top folder is refused',
    archive: () => tgz(file('a.js', 'a')),
    refuses: 'no-top-folder',
  },
  {
    name: 'an empty second top folder is refused',
    archive: () => tgz(file('package/a.js', 'a'), folder('other/')),
    refuses: 'two-top-folders',
  },
  {
    name: 'a top folder with an unsafe name is refused',
    archive: () => tgz(file('nul/a.js', 'a')),
    refuses: 'device-name',
  },
]

export const nameCases: readonly Case[] = [...outside, ...windows, ...unicode, ...top]
