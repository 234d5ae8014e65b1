import { CHECKERS, type Checker } from './checkers.ts'

/** The pack's options in the shape the code uses. The schema in hooks.json has checked them already. */
export interface Options {
  readonly checkers: readonly Checker[]
  readonly onEdit: boolean
  readonly atStop: boolean
  readonly everySeconds: number
  readonly timeoutSeconds: number
  readonly stopSeconds: number
  readonly others: boolean
  readonly attempts: number
  readonly maxErrors: number
  readonly ignore: readonly string[]
}

/** Reads the options; what is absent or of another type gets the default of the schema. */
export function readOptions(raw: Readonly<Record<string, unknown>>): Options {
  const { checkers, when, ignore } = raw
  return {
    checkers: Array.isArray(checkers) ? CHECKERS.filter(({ name }) => checkers.includes(name)) : CHECKERS,
    onEdit: when !== 'stop',
    atStop: when !== 'edit',
    everySeconds: numberOf(raw['everySeconds'], 5),
    timeoutSeconds: numberOf(raw['timeoutSeconds'], 30),
    stopSeconds: numberOf(raw['stopSeconds'], 120),
    others: raw['others'] === true,
    attempts: numberOf(raw['attempts'], 2),
    maxErrors: numberOf(raw['maxErrors'], 15),
    ignore: Array.isArray(ignore) ? ignore.filter((one) => typeof one === 'string' && one !== '') : [],
  }
}

function numberOf(value: unknown, otherwise: number): number {
  return typeof value === 'number' && value >= 0 ? value : otherwise
}
