/** The pack's options in the shape the code uses. The schema in hooks.json has checked them already. */
export interface Options {
  readonly folder: string
  readonly sessionEnd: boolean
  readonly keepPerSession: number
  readonly keep: number
  readonly maxMegabytes: number
  readonly maxTranscriptMegabytes: number
  readonly redact: boolean
  readonly handOff: 'off' | 'path' | 'note'
  readonly handOffText: string
  readonly ifItFails: 'continue' | 'block'
  readonly tell: boolean
}

/** The defaults of the schema in hooks.json; a test keeps the two the same. */
export const DEFAULTS: Options = {
  folder: '',
  sessionEnd: false,
  keepPerSession: 3,
  keep: 50,
  maxMegabytes: 500,
  maxTranscriptMegabytes: 256,
  redact: false,
  handOff: 'off',
  handOffText: '',
  ifItFails: 'continue',
  tell: true,
}

/** The options over their defaults. Taken as checked: the runtime has them from a validated table. */
export function readOptions(raw: Readonly<Record<string, unknown>>): Options {
  return { ...DEFAULTS, ...(raw as Partial<Options>) }
}
