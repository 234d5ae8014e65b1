import fs from 'node:fs'
import path from 'node:path'
import { expect, test } from 'vitest'
import { caseTable } from './case-table.ts'

const catalog = path.resolve(import.meta.dirname, '../..')
const MARKS = /<!-- cases -->\n([\s\S]*?)<!-- \/cases -->/

/** Packs whose results are worded by hand. */
const WORDED: ReadonlySet<string> = new Set([
  'auto-approve-safe',
  'commit-message',
  'finish-check',
  'format-on-edit',
  'git-branch-guard',
  'mcp-allowlist',
  'no-verify-guard',
  'notify-done',
  'package-manager-guard',
  'remote-policy',
  'review-before-stop',
  'sql-guard',
])

const readmeOf = (pack: string): string => path.join(catalog, pack, 'README.md')
const PACKS = fs
  .readdirSync(catalog)
  .filter((pack) => fs.existsSync(readmeOf(pack)) && MARKS.test(fs.readFileSync(readmeOf(pack), 'utf8')))

// With WRITE_TABLES=1 in the environment the tables are written instead.
test.each(PACKS.filter((pack) => !WORDED.has(pack)))(
  'the README of %s has the table of its cases',
  (pack) => {
    const readme = fs.readFileSync(readmeOf(pack), 'utf8')
    const table = `\n${caseTable(path.join(catalog, pack))}\n\n`
    if (process.env['WRITE_TABLES'])
      fs.writeFileSync(
        readmeOf(pack),
        readme.replace(MARKS, () => `<!-- cases -->\n${table}<!-- /cases -->`),
      )
    else expect(MARKS.exec(readme)?.[1]).toBe(table)
  },
)

test.each([...WORDED])('the README of %s has a row for each case, and no other', (pack) => {
  const [, table = ''] = MARKS.exec(fs.readFileSync(readmeOf(pack), 'utf8')) ?? []
  const rows = [...table.matchAll(/^\| ((?:[^|\\]|\\.)+?) +\| /gm)].map(([, name = '']) =>
    name.replaceAll('\\|', '|'),
  )
  const cases = fs.readdirSync(path.join(catalog, pack, 'cases')).flatMap((file) => {
    const text = fs.readFileSync(path.join(catalog, pack, 'cases', file), 'utf8')
    return (JSON.parse(text) as { cases: { name: string }[] }).cases
  })
  const named = rows.filter((name) => name !== 'situation' && !/^-+$/.test(name))
  expect(named.sort()).toEqual(cases.map(({ name }) => name).sort())
})
