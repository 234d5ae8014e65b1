import type { LogOptions } from '../../_shared/src/log-place.ts'
import type { Price } from './prices.ts'

/** The pack's options in the shape the code uses. The schema in hooks.json has checked them already. */
export interface Options extends LogOptions {
  readonly warnAtUsd: number
  readonly blockAtUsd: number
  readonly budgetPer: 'session' | 'day'
  readonly prices: Readonly<Record<string, Price>>
}

/** The defaults of the schema in hooks.json; a test keeps the two the same. */
export const DEFAULTS: Options = {
  warnAtUsd: 0,
  blockAtUsd: 0,
  budgetPer: 'session',
  prices: {},
  folder: '',
  keepDays: 365,
  maxMegabytes: 64,
}

/** The options over their defaults. Taken as checked: the runtime has them from a validated table. */
export function readOptions(raw: Readonly<Record<string, unknown>>): Options {
  return { ...DEFAULTS, ...(raw as Partial<Options>) }
}
