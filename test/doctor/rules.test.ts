import { describe, expect, test } from 'vitest'
import { RULES } from '../../src/core/doctor/rules.ts'
import { EXAMPLES } from './examples.ts'
import { diagnosedExample } from './place.ts'

describe('every rule', () => {
  for (const example of EXAMPLES) {
    test(`${example.rule} finds its bad example, with a place and what to do`, async () => {
      const { findings } = await diagnosedExample(example, 'bad')
      const found = findings.find(({ rule }) => rule === example.rule)
      expect(found, JSON.stringify(findings)).toMatchObject({
        says: expect.stringMatching(/\S/),
        why: expect.stringMatching(/\S/),
        how: expect.stringMatching(/\S/),
      })
      expect(found?.line).toBeGreaterThan(0)
    })

    test(`${example.rule} has nothing against its good example, and nor has any other rule`, async () => {
      const { findings } = await diagnosedExample(example, 'good')
      expect(findings.map(({ rule, says }) => `${rule}: ${says}`)).toEqual([])
    })
  }
})

test('there is an example of each rule, and of no other', () => {
  expect(EXAMPLES.map(({ rule }) => rule)).toEqual(RULES.map(({ id }) => id))
})
