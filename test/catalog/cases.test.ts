import { describe, expect, test } from 'vitest'
import { builtPacks, caseFiles } from './packs.ts'
import { runPackCase } from './run-case.ts'

for (const pack of await builtPacks()) {
  describe(pack.name, () => {
    for (const [name, file] of caseFiles(pack)) {
      describe(name, () => {
        for (const given of file.cases) {
          test(given.name, async () => {
            const { decision, reason, files } = await runPackCase(pack, file, given)
            // The reason is shown beside the decision, since it says why a case went wrong.
            expect({ decision, reason }).toEqual({
              decision: given.expect.decision,
              reason: expect.any(String),
            })
            expect(reason).toContain(given.expect.reason ?? '')
            expect(files).toEqual(given.after ?? {})
          })
        }
      })
    }
  })
}
