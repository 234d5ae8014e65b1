import type { LogOptions } from '../../_shared/src/log-place.ts'
import type { Detail } from './entry.ts'

/** The pack's options in the shape the code uses. The schema in hooks.json has checked them already. */
export interface Options extends LogOptions {
  readonly detail: Detail
  readonly events: readonly string[]
  readonly ignoreTools: readonly string[]
  readonly maxText: number
  readonly maxEntryKilobytes: number
}

/** The defaults of the schema in hooks.json; a test keeps the two the same. */
export const DEFAULTS: Options = {
  folder: '',
  detail: 'inputs',
  events: [],
  ignoreTools: [],
  maxText: 2000,
  maxEntryKilobytes: 16,
  keepDays: 30,
  maxMegabytes: 64,
}

/** The options over their defaults. Taken as checked: the runtime has them from a validated table. */
export function readOptions(raw: Readonly<Record<string, unknown>>): Options {
  return { ...DEFAULTS, ...(raw as Partial<Options>) }
}
