import { readdirSync, readFileSync } from 'node:fs'
import path from 'node:path'
import { expect, test } from 'vitest'
import { ERROR_CODES } from '../../src/errors.ts'

const root = path.resolve(import.meta.dirname, '../..')

/** What the tests of npm have seen real registries' faults end with. */
const seen = readdirSync(path.join(root, 'test/npm'))
  .filter((name) => /\.(test|cli)\.ts$/.test(name))
  .map((name) => readFileSync(path.join(root, 'test/npm', name), 'utf8').replaceAll('\\`', '`'))
  .join('\n')
  // Tests that are written once for several values.
  .replace(/a fault of its own \(\$\{code\}\)/, 'a fault of its own (503)')
  .replace(/\$\{registry\.host\}/g, 'npm.test')

test("every message in docs/sources.md's table of faults is one that a test has seen, with its code", () => {
  const text = readFileSync(path.join(root, 'docs/sources.md'), 'utf8')
  const rows = [...text.matchAll(/^\|[^|]*\| `([a-z-]+)` +\| (?:`` ?(.*?) ?``|`([^`]*)`) +\|$/gm)]
  expect(rows.length).toBeGreaterThan(20)
  for (const [, code = '', quoted, plain] of rows) {
    const message = quoted ?? plain ?? ''
    expect(Object.keys(ERROR_CODES)).toContain(code)
    expect(seen).toContain(message)
  }
})
