import { describe, expect, test } from 'vitest'
import { runCaseOf } from '../../src/ops/run-case.ts'
import { readCases } from '../../src/ops/test-pack.ts'
import { builtPacks, caseTexts } from './packs.ts'
import { runHere } from './run-case.ts'

for (const pack of await builtPacks()) {
  if (caseTexts(pack).length === 0) continue
  describe(pack.name, () => {
    for (const [name, text] of caseTexts(pack)) {
      describe(name, () => {
        const { jobs, faults } = readCases(text, pack.manifest)
        test('is valid', () => expect(faults).toEqual([]))
        for (const job of jobs.filter(({ hook }) => 'module' in hook.handler)) {
          test(job.given.name, async () => {
            const { misses } = await runCaseOf({ ...job, pack: { ...pack, folder: pack.built } }, runHere)
            expect(misses).toEqual([])
          })
        }
      })
    }
  })
}
