/** The pack's options in the shape the code uses. The schema in hooks.json has checked them already. */
export interface Options {
  readonly folder: string
  readonly keep: number
  readonly maxAgeDays: number
  readonly maxTotalMB: number
  readonly maxFileKB: number
  readonly commands: boolean
  readonly secrets: boolean
  readonly ignore: readonly string[]
  readonly report: 'problems' | 'all' | 'none'
}

/** The defaults of the schema in hooks.json; a test keeps the two the same. */
export const DEFAULTS: Options = {
  folder: '',
  keep: 20,
  maxAgeDays: 30,
  maxTotalMB: 200,
  maxFileKB: 1024,
  commands: true,
  secrets: false,
  ignore: [],
  report: 'problems',
}

/** The options over their defaults. */
export function readOptions(raw: Readonly<Record<string, unknown>>): Options {
  return { ...DEFAULTS, ...(raw as Partial<Options>) }
}
