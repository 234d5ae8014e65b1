/** The pack's options in the shape the code uses. The schema in hooks.json has checked them already. */
export interface Options {
  readonly when: 'turn' | 'edit' | 'stop'
  readonly keep: number
  readonly keepDays: number
  readonly maxBytes: number
  readonly whileMerging: boolean
  readonly timeoutSeconds: number
  readonly tell: 'once' | 'each' | 'never'
}

/** Reads the options; what is absent or of another type gets the default of the schema. */
export function readOptions(raw: Readonly<Record<string, unknown>>): Options {
  const { when, tell } = raw
  return {
    when: when === 'edit' || when === 'stop' ? when : 'turn',
    keep: positive(raw['keep'], 100),
    keepDays: positive(raw['keepDays'], 14),
    maxBytes: positive(raw['maxFileMB'], 5) * 1024 * 1024,
    whileMerging: raw['whileMerging'] === true,
    timeoutSeconds: positive(raw['timeoutSeconds'], 10),
    tell: tell === 'each' || tell === 'never' ? tell : 'once',
  }
}

function positive(value: unknown, otherwise: number): number {
  return typeof value === 'number' && value > 0 ? value : otherwise
}
