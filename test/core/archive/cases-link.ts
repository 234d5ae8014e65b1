import type { ArchiveReason } from '../../../src/core/archive/error.ts'
import { type Case, fact } from './case.ts'
import { climbing, target } from './escapes.ts'
import { bare, type Fields, file, folder, pax, tgz } from './forge.ts'

const first = file('package/a.js', 'a')

function linked(name: string, change: Fields, refuses: ArchiveReason = 'link'): Case {
  return { name, archive: () => tgz(first, bare('package/odd', change)), refuses }
}

function refused(name: string, ...parts: readonly Uint8Array[]): Case {
  return { name, archive: () => tgz(...parts), refuses: 'link' }
}

const soft = (name: string, linkName: string) => bare(name, { type: '2', linkName })
const hard = (name: string, linkName: string) => bare(name, { type: '1', linkName })

const single: readonly Case[] = [
  linked('a symbolic link inside the package is refused', { type: '2', linkName: 'a.js' }),
  fact(
    'CVE-2026-23745',
    linked('a symbolic link out of the package is refused', { type: '2', linkName: '../../outside' }),
  ),
  linked('a symbolic link that climbs to the root is refused', { type: '2', linkName: climbing }),
  fact(
    'CVE-2026-23745',
    linked('an absolute symbolic link is refused', { type: '2', linkName: '/etc/passwd' }),
  ),
  fact(
    'CVE-2026-31802',
    linked('a drive-relative symbolic link is refused', { type: '2', linkName: 'c:../outside' }),
  ),
  linked('a symbolic link to a network share is refused', { type: '2', linkName: '\\\\server\\share' }),
  linked('a symbolic link without a target is refused', { type: '2' }),
  linked('a symbolic link to itself is refused', { type: '2', linkName: 'odd' }),
  linked('a hard link inside the package is refused', { type: '1', linkName: 'package/a.js' }),
  fact(
    'CVE-2026-24842',
    linked('a hard link that climbs is refused', { type: '1', linkName: 'package/../../outside' }),
  ),
  fact('CVE-2026-23745', linked('an absolute hard link is refused', { type: '1', linkName: target })),
  fact(
    'CVE-2026-29786',
    linked('a drive-relative hard link is refused', { type: '1', linkName: 'c:../outside' }),
  ),
  linked('a hard link to itself is refused', { type: '1', linkName: 'package/odd' }),
  linked('a hard link without a target is refused', { type: '1' }),
  linked('a GNU long link name is refused', { type: 'K' }),
  linked('a link target on a file is refused', { linkName: 'a.js' }, 'link-target-on-file'),
  linked(
    'a link target on a folder is refused',
    { type: '5', name: 'package/odd/', linkName: '..' },
    'link-target-on-file',
  ),
  linked('a link target behind a NUL is refused', { linkName: '\0../outside' }, 'link-target-on-file'),
]

const combined: readonly Case[] = [
  refused(
    'a symbolic link and then a file through it are refused',
    soft('package/d', '../..'),
    file('package/d/a', 'a'),
  ),
  fact(
    'CVE-2021-32803',
    refused(
      'a folder, a symbolic link in its place and a file through it are refused',
      folder('package/d/'),
      soft('package/d', '../..'),
      file('package/d/a', 'a'),
    ),
  ),
  fact(
    'CVE-2021-37701',
    refused(
      'a folder, a symbolic link with a backslash in its place and a file through it are refused',
      folder('package/d/e/'),
      soft('package/d\\e', '../..'),
      file('package/d/e/a', 'a'),
    ),
  ),
  fact(
    'CVE-2021-37712',
    refused(
      'a folder, a symbolic link of its name in another case and a file through it are refused',
      folder('package/dir/'),
      soft('package/DIR', '../..'),
      file('package/dir/a', 'a'),
    ),
  ),
  fact(
    'CVE-2021-37712',
    refused(
      'a folder, a symbolic link of its name decomposed and a file through it are refused',
      folder('package/caf\u00e9/'),
      soft('package/cafe\u0301', '../..'),
      file('package/caf\u00e9/a', 'a'),
    ),
  ),
  fact(
    'CVE-2026-23950',
    refused(
      'a symbolic link with a sharp s and a file through it with two letters s are refused',
      soft('package/stra\u00dfe', '../..'),
      file('package/strasse', 'a'),
    ),
  ),
  fact(
    'CVE-2018-20834',
    refused(
      'a hard link and then a file of its name are refused',
      hard('package/b', climbing),
      file('package/b', 'over'),
    ),
  ),
  refused(
    'a symbolic link and then a file of its name are refused',
    soft('package/b', climbing),
    file('package/b', 'over'),
  ),
  refused(
    'a symbolic link, a file of its name and the link again are refused',
    soft('package/b', climbing),
    file('package/b', 'over'),
    soft('package/b', climbing),
  ),
  fact(
    'CVE-2026-26960',
    refused(
      'a chain of symbolic links and a hard link through it are refused',
      soft('package/x', '..'),
      soft('package/y', 'x/..'),
      hard('package/z', 'package/y/outside'),
    ),
  ),
  refused(
    'links each of which stays inside, and all of which do not, are refused',
    soft('package/x', '.'),
    soft('package/y', 'x/..'),
    soft('package/z', 'y/..'),
    file('package/z/outside', 'a'),
  ),
  fact(
    'node-tar 7.5.14',
    refused('a hard link in front of its target is refused', hard('package/b', 'package/a.js'), first),
  ),
  refused('a symbolic link in the place of the top folder is refused', soft('package', '/tmp'), first),
  refused(
    'a symbolic link with a slash at its end is refused',
    soft('package/d/', '../..'),
    file('package/d/a', 'a'),
  ),
  refused(
    'a hard link with a body is refused',
    file('package/l', 'body', { type: '1', linkName: 'package/a.js' }),
  ),
  refused(
    'a symbolic link whose body is an entry is refused',
    file('package/l', file('package/hidden', 'x'), { type: '2', linkName: 'a.js' }),
  ),
  {
    name: 'a PAX link target on a symbolic link that looks harmless is refused',
    archive: () => tgz(first, pax({ linkpath: climbing }), soft('package/l', 'a.js')),
    refuses: 'link',
  },
]

export const linkCases: readonly Case[] = [...single, ...combined]
