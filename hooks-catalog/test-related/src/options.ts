import { RUNNERS, type Runner } from './runners.ts'

/** The pack's options in the shape the code uses. The schema in hooks.json has checked them already. */
export interface Options {
  readonly onEdit: boolean
  readonly atStop: boolean
  readonly runners: readonly Runner[]
  readonly timeoutSeconds: number
  readonly stopSeconds: number
  readonly attempts: number
  readonly outputLines: number
  readonly ignore: readonly string[]
}

/** Reads the options; what is absent or of another type gets the default of the schema. */
export function readOptions(raw: Readonly<Record<string, unknown>>): Options {
  const { when, runners, ignore } = raw
  return {
    onEdit: when === 'edit' || when === 'both',
    atStop: when !== 'edit',
    runners: Array.isArray(runners) ? RUNNERS.filter(({ name }) => runners.includes(name)) : RUNNERS,
    timeoutSeconds: positive(raw['timeoutSeconds'], 30),
    stopSeconds: positive(raw['stopSeconds'], 180),
    attempts: positive(raw['attempts'], 3),
    outputLines: positive(raw['outputLines'], 50),
    ignore: Array.isArray(ignore) ? ignore.filter((one) => typeof one === 'string' && one !== '') : [],
  }
}

function positive(value: unknown, otherwise: number): number {
  return typeof value === 'number' && value > 0 ? value : otherwise
}
