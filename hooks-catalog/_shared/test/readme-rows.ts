import fs from 'node:fs'
import path from 'node:path'

/** What stands in the first column of the tables of a pack's README, without marks. */
export function readmeRows(pack: string): readonly string[] {
  return fs
    .readFileSync(path.join(pack, 'README.md'), 'utf8')
    .split('\n')
    .filter((line) => line.startsWith('| '))
    .map((line) => line.slice(2).split(' | ')[0]?.replaceAll('`', '').trim() ?? '')
}
