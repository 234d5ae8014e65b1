import type { Clone } from '../clone.ts'
import { type Attack, replaceByLink, request } from './attack.ts'

type Ends = (at: Clone) => readonly [file: string, target: string]

const LINKS: readonly (readonly [name: string, ends: Ends])[] = [
  ['settings.json is a link to the user settings', (at) => [at.settings, `${at.home}/.claude/settings.json`]],
  ['settings.json is a relative link out', (at) => [at.settings, '../../home/.claude/settings.json']],
  [
    'settings.local.json is a link to the user settings',
    (at) => [`${at.project}/.claude/settings.local.json`, `${at.home}/.claude/settings.json`],
  ],
  ['lock.json is a link to a file of the user', (at) => [at.lock, `${at.home}/.bashrc`]],
  ['hookpack.json is a link to a file of the user', (at) => [request(at), `${at.home}/.bashrc`]],
  ['hookpack.json is a link to a device without end', (at) => [request(at), '/dev/zero']],
  ['table.json is a link to a file of the user', (at) => [`${at.folder}/table.json`, `${at.home}/.bashrc`]],
  ['runtime.cjs is a link to a file of the user', (at) => [`${at.folder}/runtime.cjs`, `${at.home}/.bashrc`]],
  [
    'journal.json is a link to a file of the user',
    (at) => [`${at.folder}/journal.json`, `${at.home}/.bashrc`],
  ],
  ['packs is a link to a folder of the user', (at) => [`${at.folder}/packs`, at.outside]],
  ['the own folder is a link to a folder of the user', (at) => [at.folder, at.outside]],
  ['.claude is a link to the user configuration', (at) => [`${at.project}/.claude`, `${at.home}/.claude`]],
  ['.mutex is a link to a file of the user', (at) => [`${at.folder}/.mutex`, `${at.home}/.bashrc`]],
  [
    'the staged settings are a link to a file of the user',
    (at) => [`${at.project}/.claude/.settings.json.hookpack-tmp`, `${at.home}/.bashrc`],
  ],
]

/** Files of ours and of the client that are links. */
export const links: readonly Attack[] = LINKS.map(([name, ends]) => ({
  name,
  prepare: (at) => replaceByLink(...ends(at)),
}))
