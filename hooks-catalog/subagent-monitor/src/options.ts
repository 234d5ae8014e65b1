import type { LogOptions } from '../../_shared/src/log-place.ts'

/** The pack's options in the shape the code uses. The schema in hooks.json has checked them already. */
export interface Options extends LogOptions {
  readonly maxRunning: number
  readonly maxPerTurn: number
  readonly maxPerSession: number
  readonly tell: boolean
  readonly longMinutes: number
  readonly result: boolean
  readonly maxText: number
}

/** The defaults of the schema in hooks.json; a test keeps the two the same. */
export const DEFAULTS: Options = {
  maxRunning: 0,
  maxPerTurn: 0,
  maxPerSession: 0,
  tell: true,
  longMinutes: 10,
  result: true,
  maxText: 500,
  folder: '',
  keepDays: 30,
  maxMegabytes: 16,
}

/** The options over their defaults. Taken as checked: the runtime has them from a validated table. */
export function readOptions(raw: Readonly<Record<string, unknown>>): Options {
  return { ...DEFAULTS, ...(raw as Partial<Options>) }
}
