// How a settings file is laid out: every habit of people, editors and tools, also several in one file.
import fc from 'fast-check'
import type { Piece } from './settings-text.ts'

/** A layout. `dice` decide where a file has no rule of its own. */
export interface Style {
  readonly lines: 'one' | 'all' | 'long' | 'any'
  readonly unit: string
  readonly eols: readonly string[]
  readonly colon: string
  readonly aligned: boolean
  readonly comma: string
  readonly padding: string
  readonly empty: string
  readonly trailing: string
  readonly mark: string
  readonly start: string
  readonly end: string
  readonly seed: number
}

/** Layouts of all kinds. */
export const style: fc.Arbitrary<Style> = fc.record({
  lines: fc.constantFrom('one', 'all', 'all', 'long', 'any'),
  unit: fc.constantFrom('  ', '  ', '    ', '\t', ' ', '', '   '),
  eols: fc.constantFrom(['\n'], ['\n'], ['\r\n'], ['\r'], ['\n', '\r\n'], ['\n', '\n\n']),
  colon: fc.constantFrom(': ', ': ', ':', ' : ', ' :', ':\t'),
  aligned: fc.boolean(),
  comma: fc.constantFrom(',', ',', ' ,', ', '),
  padding: fc.constantFrom('', '', ' '),
  empty: fc.constantFrom('', '', ' ', '\n', '\r\n', '\n  ', '\t'),
  trailing: fc.constantFrom('', '', '', ' ', '\t'),
  mark: fc.constantFrom('', '', '', '\uFEFF'),
  start: fc.constantFrom('', '', '', ' ', '\n'),
  end: fc.constantFrom('\n', '\n', '', '\r\n', '\n\n', ' ', '\t\n'),
  seed: fc.nat(),
})

interface Pen {
  readonly style: Style
  readonly dice: () => number
}

/** A piece as text. */
export function written(piece: Piece, how: Style): string {
  const pen = { style: how, dice: diceOf(how.seed) }
  return how.mark + how.start + text(piece, '', pen) + how.end
}

function text(piece: Piece, indent: string, pen: Pen): string {
  if ('raw' in piece) return piece.raw
  const { style: how } = pen
  const inner = indent + how.unit
  const isMap = 'map' in piece
  const width = isMap && how.aligned ? Math.max(0, ...piece.map.map(([key]) => key.length)) : 0
  const items = isMap
    ? piece.map.map(([key, value]) => key.padEnd(width) + how.colon + text(value, inner, pen))
    : piece.list.map((value) => text(value, inner, pen))
  const [open, close] = isMap ? ['{', '}'] : ['[', ']']
  if (items.length === 0) return `${open}${how.empty}${close}`
  const broken = isBroken(piece, pen)
  const gap = (last: boolean): string => (broken ? how.trailing + eol(pen) + (last ? indent : inner) : '')
  const between = items
    .map((item, at) => (at === 0 ? item : how.comma + (gap(false) || how.padding) + item))
    .join('')
  return open + (gap(false) || how.padding) + between + (gap(true) || how.padding) + close
}

function isBroken(piece: Piece, { style: { lines }, dice }: Pen): boolean {
  if (lines === 'one') return false
  if (lines === 'all') return true
  if (lines === 'any') return dice() < 0.5
  return 'map' in piece || ('list' in piece && piece.list.some((item) => !('raw' in item)))
}

function eol({ style: { eols }, dice }: Pen): string {
  return eols[Math.floor(dice() * eols.length)] ?? '\n'
}

/** Numbers from 0 to 1 that look thrown and are the same every time. */
export function diceOf(seed: number): () => number {
  let state = seed
  return () => {
    state = (state + 0x6d2b79f5) | 0
    let mixed = Math.imul(state ^ (state >>> 15), 1 | state)
    mixed = (mixed + Math.imul(mixed ^ (mixed >>> 7), 61 | mixed)) ^ mixed
    return ((mixed ^ (mixed >>> 14)) >>> 0) / 2 ** 32
  }
}
