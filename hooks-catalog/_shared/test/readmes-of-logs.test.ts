import fs from 'node:fs'
import path from 'node:path'
import { expect, test } from 'vitest'
import { caseTable } from './case-table.ts'

const catalog = path.resolve(import.meta.dirname, '../..')
const MARKS = /<!-- cases -->\n([\s\S]*?)<!-- \/cases -->/

const PACKS = [
  ...['audit-log', 'session-context', 'notify', 'transcript-backup', 'tool-failure-log', 'cost-log'],
  ...['subagent-monitor', 'prompt-enrich', 'worktree-setup'],
].filter((pack) => fs.existsSync(path.join(catalog, pack)))

// With WRITE_TABLES=1 in the environment the tables are written instead.
test.each(PACKS)('the README of %s has the table of its cases', (pack) => {
  const file = path.join(catalog, pack, 'README.md')
  const readme = fs.readFileSync(file, 'utf8')
  const table = `\n${caseTable(path.join(catalog, pack))}\n\n`
  if (process.env['WRITE_TABLES']) {
    fs.writeFileSync(
      file,
      readme.replace(MARKS, () => `<!-- cases -->\n${table}<!-- /cases -->`),
    )
  } else expect(MARKS.exec(readme)?.[1]).toBe(table)
})
