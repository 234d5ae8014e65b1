import type { LogOptions } from '../../_shared/src/log-place.ts'

/** The pack's options in the shape the code uses. The schema in hooks.json has checked them already. */
export interface Options extends LogOptions {
  readonly adviseAfter: number
  readonly tellAfter: number
  readonly withinMinutes: number
  readonly advice: string
  readonly ignoreTools: readonly string[]
  readonly log: boolean
  readonly maxText: number
}

/** The defaults of the schema in hooks.json; a test keeps the two the same. */
export const DEFAULTS: Options = {
  adviseAfter: 3,
  tellAfter: 6,
  withinMinutes: 60,
  advice: '',
  ignoreTools: [],
  log: true,
  folder: '',
  maxText: 1000,
  keepDays: 30,
  maxMegabytes: 16,
}

/** The options over their defaults. Taken as checked: the runtime has them from a validated table. */
export function readOptions(raw: Readonly<Record<string, unknown>>): Options {
  return { ...DEFAULTS, ...(raw as Partial<Options>) }
}
