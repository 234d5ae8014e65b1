import fc from 'fast-check'
import { expect, test } from 'vitest'
import { FULL, tally } from '../../tally.ts'

/** A test of what holds for everything `given`: tried `full` times in the whole sweep, a fortieth of that in the sample. */
export function property<T>(
  name: string,
  full: number,
  given: fc.Arbitrary<T>,
  holds: (value: T) => void,
): void {
  test(name, { timeout: 3_600_000 }, () => {
    const runs = FULL ? full : Math.ceil(full / 40)
    const found = fc.check(fc.property(given, holds), { numRuns: runs, seed: 20_261_121 })
    const lost = found.failed ? 1 : 0
    tally({ sweep: `settings: ${name}`, tried: found.numRuns, kept: found.numRuns - lost, lost })
    if (found.failed) expect.fail(`${fc.defaultReportMessage(found)}\n${String(found.errorInstance)}`)
  })
}
