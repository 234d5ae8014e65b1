/** The pack's options in the shape the code uses. The schema in hooks.json has checked them already. */
export interface Options {
  readonly decision: 'deny' | 'ask'
  readonly anyTest: boolean
  readonly failingRun: boolean
  readonly onlyNew: boolean
  readonly source: readonly string[]
  readonly tests: readonly string[]
  readonly ignore: readonly string[]
  readonly commands: readonly string[]
}

/** Reads the options; what is absent or of another type gets the default of the schema. */
export function readOptions(raw: Readonly<Record<string, unknown>>): Options {
  return {
    decision: raw['decision'] === 'ask' ? 'ask' : 'deny',
    anyTest: raw['match'] === 'any',
    failingRun: raw['failingRun'] !== false,
    onlyNew: raw['scope'] === 'new',
    source: texts(raw['source']),
    tests: texts(raw['tests']),
    ignore: texts(raw['ignore']),
    commands: texts(raw['commands']),
  }
}

function texts(value: unknown): readonly string[] {
  return Array.isArray(value)
    ? value.filter((one): one is string => typeof one === 'string' && one.trim() !== '')
    : []
}
