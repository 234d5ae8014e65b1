import { readFileSync } from 'node:fs'
import path from 'node:path'
import { expect, test } from 'vitest'
import { OVERSIZED, REPLAYED, TAMPERED } from './attacks/bytes.ts'
import { FREEZE, MIX, ROLLBACK } from './attacks/older.ts'
import { OTHER_KEYS, ROOTS, STRIPPED } from './attacks/signatures.ts'

const ATTACKS = [FREEZE, MIX, OTHER_KEYS, OVERSIZED, REPLAYED, ROLLBACK, ROOTS, STRIPPED, TAMPERED].flat()

/** What tests have seen that are no attacks on a registry. */
const others = readFileSync(path.join(import.meta.dirname, 'signed-registry.cli.ts'), 'utf8')

test('every message in the table of signed registries is one that an attack was answered with, with its code', () => {
  const docs = readFileSync(path.resolve(import.meta.dirname, '../../docs/sources.md'), 'utf8')
  const section = docs.slice(docs.indexOf('### Signed registries'), docs.indexOf('### Credentials'))
  const rows = [...section.matchAll(/^\|[^|]*\| (?:`` ?(.*?) ?``|`([^`]*)`) +\| `([\w-]+)` +\|$/gm)]
  expect(rows).toHaveLength(12)
  for (const [, quoted, plain, code] of rows) {
    const message = (quoted ?? plain ?? '').replace(/^the registry `acme` \(.*?\) /, '').replace(/ ?…$/, '')
    const seen = ATTACKS.some(
      (one) => one.code === code && one.says.source.replaceAll('\\', '').includes(message),
    )
    const elsewhere = others.includes(message.replace(/ \(.*/, '')) && others.includes(`code: '${code}'`)
    expect(seen || elsewhere, message).toBe(true)
  }
})
