import { describe, expect, test } from 'vitest'
import type { Diagnosed } from '../../src/ops/doctor.ts'
import { mend } from '../../src/ops/mend.ts'
import { doctorScratch } from './place.ts'
import { WILD } from './wild.ts'

const told = ({ findings }: Diagnosed): readonly string[] =>
  findings.map(({ line, column, rule }) => `${line}:${column} ${rule}`)

const yes = {
  ...{ asks: () => false, allowWeaker: false },
  ...{ confirm: async () => undefined, note: () => undefined },
}

describe('settings from the wild', () => {
  for (const { wanted, files, finds, left } of WILD)
    test(`${wanted}: what is wrong is told, and what needs no choice is mended`, async () => {
      const at = doctorScratch()
      at.write(files)
      expect(told(await at.diagnosed())).toEqual(finds)
      // What a file hides that the client drops as a whole is seen when that is mended.
      for (const scope of ['project', 'local', 'local'] as const)
        await mend({ scope, dryRun: false, force: false }, at.context, yes)
      expect(told(await at.diagnosed())).toEqual(left)
    })
})
