import fs from 'node:fs'
import path from 'node:path'
import { expect, it } from 'vitest'

const pack = path.resolve(import.meta.dirname, '..')
const read = (name: string) => fs.readFileSync(path.join(pack, name), 'utf8')

it('the README has a row for each case, and no other', () => {
  const [, table = ''] = read('README.md').split(/<!-- \/?cases -->/)
  const rows = [...table.matchAll(/^\| ((?:[^|\\]|\\.)+?) +\| /gm)].map(([, name = '']) =>
    name.replaceAll('\\|', '|'),
  )
  const cases = fs
    .readdirSync(path.join(pack, 'cases'))
    .flatMap((file) => (JSON.parse(read(`cases/${file}`)) as { cases: { name: string }[] }).cases)
  const named = rows.filter((name) => name !== 'situation' && !/^-+$/.test(name))
  expect(named.sort()).toEqual(cases.map(({ name }) => name).sort())
})
