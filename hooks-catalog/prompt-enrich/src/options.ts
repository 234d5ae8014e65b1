/** Something that is added to a prompt. */
type Part = 'time' | 'branch' | 'ticket' | 'files'

/** The pack's options in the shape the code uses. The schema in hooks.json has checked them already. */
export interface Options {
  readonly add: readonly Part[]
  readonly repeat: 'changed' | 'every'
  readonly timeZone: string
  readonly ticketPattern: string
  readonly ticketUrl: string
  readonly searchYear: 'current' | 'off'
  readonly staleYears: number
}

/** The defaults of the schema in hooks.json; a test keeps the two the same. */
export const DEFAULTS: Options = {
  add: ['time', 'branch', 'ticket', 'files'],
  repeat: 'changed',
  timeZone: '',
  ticketPattern: '(?:^|[^A-Za-z0-9])([A-Z][A-Z0-9]{1,9}-[0-9]{1,7})(?![0-9A-Za-z])',
  ticketUrl: '',
  searchYear: 'current',
  staleYears: 3,
}

/** The options over their defaults. Taken as checked: the runtime has them from a validated table. */
export function readOptions(raw: Readonly<Record<string, unknown>>): Options {
  return { ...DEFAULTS, ...(raw as Partial<Options>) }
}
