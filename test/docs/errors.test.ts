import { readFileSync } from 'node:fs'
import path from 'node:path'
import { expect, test } from 'vitest'
import { ERROR_CODES } from '../../src/errors.ts'

test('docs/errors.md has a section for every error code, and for no other', () => {
  const text = readFileSync(path.resolve(import.meta.dirname, '../../docs/errors.md'), 'utf8')
  const sections = [...text.matchAll(/^## `?([a-z-]+)`?$/gm)].map((match) => match[1])
  expect(
    sections.filter((name) => name?.includes('-') || Object.hasOwn(ERROR_CODES, name ?? '')).sort(),
  ).toEqual(Object.keys(ERROR_CODES).sort())
})
