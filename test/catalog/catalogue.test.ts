import { readFileSync, writeFileSync } from 'node:fs'
import path from 'node:path'
import { expect, test } from 'vitest'
import { catalogueTable, listCatalogue } from '../../scripts/bench/catalogue.mjs'

const root = path.resolve(import.meta.dirname, '../..')
const file = path.join(root, 'docs', 'catalogue.md')
const MARKS = /<!-- packs -->\n([\s\S]*?)<!-- \/packs -->/

/** The times of the table as it is: only a bench can tell them. */
function timesIn(table: string): ReadonlyMap<string, string> {
  const rows = [...table.matchAll(/^\| ([a-z][\w-]*) .*\| +([\d.]+|-) *\|$/gm)]
  return new Map(rows.map(([, name = '', time = '']) => [name, time]))
}

// With WRITE_TABLES=1 in the environment the table is written instead.
test('docs/catalogue.md has every pack with its events and the number of its cases', () => {
  const text = readFileSync(file, 'utf8')
  const [, table = ''] = MARKS.exec(text) ?? []
  const right = `${catalogueTable(listCatalogue(path.join(root, 'hooks-catalog')), timesIn(table))}\n`
  if (process.env['WRITE_TABLES'])
    writeFileSync(
      file,
      text.replace(MARKS, () => `<!-- packs -->\n\n${right}\n<!-- /packs -->`),
    )
  else expect(table).toBe(`\n${right}\n`)
})
