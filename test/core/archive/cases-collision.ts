import type { ArchiveReason } from '../../../src/core/archive/error.ts'
import { type Case, fact } from './case.ts'
import { file, folder, tgz } from './forge.ts'

function pair(name: string, [one, other]: readonly [string, string], refuses: ArchiveReason): Case {
  return { name, archive: () => tgz(file(`package/${one}`, '1'), file(`package/${other}`, '2')), refuses }
}

export const collisionCases: readonly Case[] = [
  pair('the same path twice is refused', ['a.js', 'a.js'], 'duplicate-path'),
  pair('two files that differ in case are refused', ['package.json', 'Package.json'], 'name-collision'),
  pair('the manifest twice is refused', ['hooks.json', 'hooks.json'], 'duplicate-path'),
  pair('a path twice in a folder is refused', ['b/a.js', 'b/a.js'], 'duplicate-path'),
  fact(
    'CVE-2021-37712',
    pair('two folders that differ in case are refused', ['lib/a.js', 'LIB/b.js'], 'name-collision'),
  ),
  pair(
    'two folders that differ in case further down are refused',
    ['a/b/lib/a.js', 'a/b/Lib/c/d.js'],
    'name-collision',
  ),
  fact(
    'CVE-2026-23950',
    pair('a sharp s and two letters s are refused', ['straße.js', 'strasse.js'], 'name-collision'),
  ),
  pair('a capital sharp s and two letters s are refused', ['STRAẞE.js', 'strasse.js'], 'name-collision'),
  pair('a long s and an s are refused', ['ſ.js', 's.js'], 'name-collision'),
  pair('a ligature and its letters are refused', ['ﬁle.js', 'file.js'], 'name-collision'),
  pair('wide and common letters are refused', ['ｈｏｏｋ.js', 'hook.js'], 'name-collision'),
  pair('a Kelvin sign and a k are refused as not normalised', ['\u212a.js', 'k.js'], 'not-nfc'),
  pair('a final and a medial sigma are refused', ['ς.js', 'σ.js'], 'name-collision'),
  pair('Greek letters that differ in case are refused', ['ΑΣ.js', 'ας.js'], 'name-collision'),
  pair('a raised digit and a digit are refused', ['x².js', 'x2.js'], 'name-collision'),
  pair('accented letters that differ in case are refused', ['É.js', 'é.js'], 'name-collision'),
  pair('letters beyond the basic plane that differ in case are refused', ['𐐀.js', '𐐨.js'], 'name-collision'),
  pair('a file and a folder of one name are refused', ['lib', 'lib/a.js'], 'file-and-folder'),
  pair('a folder and then a file of its name are refused', ['lib/a.js', 'lib'], 'file-and-folder'),
  pair('a file and a folder that differ in case are refused', ['lib', 'LIB/a.js'], 'name-collision'),
  {
    name: 'a folder entry with the name of a file is refused',
    archive: () => tgz(file('package/lib', 'x'), folder('package/lib/')),
    refuses: 'file-and-folder',
  },
  {
    name: 'a folder entry that differs in case is refused',
    archive: () => tgz(folder('package/lib/'), folder('package/Lib/'), file('package/a.js')),
    refuses: 'name-collision',
  },
  {
    name: 'the same folder twice is one folder',
    archive: () => tgz(folder('package/lib/'), folder('package/lib/'), file('package/lib/a.js', 'a')),
    accepts: { 'lib/a.js': 'a' },
  },
  {
    name: 'the same name in two folders is no collision',
    archive: () => tgz(file('package/a/x', '1'), file('package/b/X', '2')),
    accepts: { 'a/x': '1', 'b/X': '2' },
  },
  {
    name: 'a folder inside with the name of the top folder is no collision',
    archive: () => tgz(file('package/package/a', '1'), file('package/PACKAGE.md', '2')),
    accepts: { 'PACKAGE.md': '2', 'package/a': '1' },
  },
]
