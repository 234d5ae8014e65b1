import { createHash } from 'node:crypto'

/** Fewer bins than this save nobody anything. */
const FEWEST_BITS = 4
const MOST_BITS = 14

/** What the names of bins begin with. */
export const BIN_PREFIX = 'bin'

/**
 * Bits of a path's hash that choose its bin: as many bins as the power of two next to the root of five times the targets,
 * where the list of bins and one bin are about as large together as they can be small.
 */
export function bitsFor(targets: number): number {
  const bits = Math.round(Math.log2(Math.sqrt(5 * Math.max(1, targets))))
  return Math.min(MOST_BITS, Math.max(FEWEST_BITS, bits))
}

/** The bin that a target is listed in, as TAP 15 of TUF has it. */
export function binOf(path: string, bits: number, prefix = BIN_PREFIX): string {
  const number = createHash('sha256').update(path).digest().readUInt32BE() >>> (32 - bits)
  return `${prefix}-${number.toString(16).padStart(digitsFor(bits), '0')}`
}

/** The names of all bins. */
export function binsOf(bits: number): readonly string[] {
  return Array.from(
    { length: 2 ** bits },
    (_, at) => `${BIN_PREFIX}-${at.toString(16).padStart(digitsFor(bits), '0')}`,
  )
}

function digitsFor(bits: number): number {
  return (2 ** bits - 1).toString(16).length
}
