import { readFileSync } from 'node:fs'
import path from 'node:path'
import { expect, test } from 'vitest'
import { RULES } from '../../src/core/doctor/rules.ts'

const text = readFileSync(path.resolve(import.meta.dirname, '../../docs/doctor.md'), 'utf8')

/** The sections of rules: id, and what stands in it. */
const sections = new Map(
  text
    .split(/^### /m)
    .slice(1)
    .flatMap((section) => {
      const [, id, body = ''] = /^`([a-z-]+)`\n([\s\S]*)$/.exec(section) ?? []
      return id === undefined ? [] : [[id, body] as const]
    }),
)

test('docs/doctor.md has a section for every rule, and for no other', () => {
  expect([...sections.keys()].sort()).toEqual(RULES.map(({ id }) => id).sort())
})

test('each of them says how bad it is, why, what to do, and has an example', () => {
  for (const { id, level, why, how } of RULES) {
    const body = sections.get(id) ?? ''
    expect(body, id).toMatch(level === 'error' ? /^\nError\. / : /^\nWarning\. /)
    const flat = body.replace(/\s+/g, ' ')
    expect(flat, id).toContain(`Why: ${why}. What to do: ${how}.`)
    expect(body, id).toContain('```')
  }
})
