import { appendFileSync } from 'node:fs'

/** What a sweep found: `lost` is whatever did not end as it must, and has to be 0. */
export interface Tally {
  /** What was swept, in a few words. */
  readonly sweep: string
  readonly tried: number
  readonly kept: number
  readonly lost: number
}

/** Whether the long form of a suite runs: every point instead of a sample. */
export const FULL = process.env['HOOKPACK_FULL'] === '1'

/** Hands counts to the program that has started the suite, which prints them when all is done. */
export function tally(counts: Tally): void {
  const file = process.env['HOOKPACK_TALLY']
  if (file) appendFileSync(file, `${JSON.stringify(counts)}\n`)
}
