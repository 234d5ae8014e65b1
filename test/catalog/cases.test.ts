import { describe, expect, test } from 'vitest'
import { runCaseOf } from '../../src/ops/run-case.ts'
import { readCases } from '../../src/ops/test-pack.ts'
import { builtPacks, caseTexts } from './packs.ts'
import { runHere } from './run-case.ts'

for (const pack of await builtPacks()) {
  describe(pack.name, () => {
    for (const [name, text] of caseTexts(pack)) {
      describe(name, () => {
        const { jobs, faults } = readCases(text, pack.manifest)
        test('is valid', () => expect(faults).toEqual([]))
        for (const job of jobs) {
          test(job.given.name, async () => {
            const { misses } = await runCaseOf({ ...job, pack: { ...pack, folder: pack.built } }, runHere)
            expect(misses).toEqual([])
          })
        }
      })
    }
  })
}
