import { expect, test } from 'vitest'
import { FULL, tally } from '../../tally.ts'
import { corpus } from './corpus.ts'
import { fuzz } from './fuzz/run.ts'
import { reasons } from './reasons.ts'

// Another seed makes other inputs: `HOOKPACK_SEED=2 npm run test:hostile -- --full`.
const seed = Number(process.env['HOOKPACK_SEED'] ?? 1)
const inputs = FULL ? 1_000_000 : 20_000

// Only the writer refuses for this one.
const ofTheWriter = 'beyond-ustar'

test(
  `no changed archive escapes, hangs, fails in another way than it should or is read in two ways (seed ${seed})`,
  async () => {
    const { accepted, refused, faults, slowest } = await fuzz({ seed, inputs, reader: 'ours' })
    const kept = accepted + Object.values(refused).reduce((sum, count) => sum + count, 0)
    tally({ sweep: `archives: changed at random, seed ${seed}`, tried: inputs, kept, lost: inputs - kept })
    console.log(report({ accepted, refused, slowest }))
    expect(faults).toEqual([])
    expect(kept).toBe(inputs)
    // Both ways lead deep: a good part is read to its end, and every rule is met.
    expect(accepted).toBeGreaterThan(inputs / 20)
    expect(missed(refused)).toEqual([])
  },
  // Ten minutes on a machine that has nothing else to do.
  3 * 60 * 60_000,
)

/** The reasons that neither the corpus nor any input was refused for. */
function missed(refused: Readonly<Record<string, number>>): readonly string[] {
  const cases = Object.values(corpus).flat()
  const met = new Set<string>(cases.flatMap((each) => ('refuses' in each ? [each.refuses] : [])))
  return reasons.filter((reason) => reason !== ofTheWriter && !met.has(reason) && !refused[reason])
}

function report(found: {
  readonly accepted: number
  readonly refused: Readonly<Record<string, number>>
  readonly slowest: number
}): string {
  const rows = Object.entries(found.refused).sort(([, a], [, b]) => b - a)
  return [
    `seed ${seed}: ${inputs} inputs, ${found.accepted} accepted, the slowest took ${Math.ceil(found.slowest)} ms`,
    `refused for ${rows.length} reasons: ${rows.map(([reason, count]) => `${reason} ${count}`).join(', ')}`,
  ].join('\n')
}
