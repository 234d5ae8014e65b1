/** A flag: a switch, or a text with an optional closed set of values. */
export interface FlagDefinition {
  readonly kind: 'switch' | 'text'
  readonly summary: string
  readonly char?: string
  readonly options?: readonly string[]
  readonly multiple?: boolean
  /** What stands for the value in help. */
  readonly value?: string
}

/** What a command is given: parsed flags, arguments, and what it may use of the world. */
export interface Invocation {
  readonly flags: Readonly<Record<string, unknown>>
  readonly args: readonly string[]
  readonly world: World
}

/** The world outside, as `bin` has it. */
export interface World {
  readonly cwd: string
  readonly env: Readonly<Record<string, string | undefined>>
  readonly packageRoot: string
  readonly stdinIsTerminal: () => boolean
  readonly colours: boolean
  readonly out: (line: string) => void
  readonly say: (line: string) => void
}

/** What a command returns: lines for people, a value for `--json`. */
interface Result {
  readonly lines: readonly string[]
  readonly json: unknown
}

/** A command: defined once, run by oclif or, for the hot ones, by the small front end. */
export interface CommandDefinition {
  readonly name: string
  readonly summary: string
  readonly description?: string
  readonly args?: {
    readonly name: string
    readonly summary: string
    readonly required: boolean
    readonly many: boolean
  }
  readonly flags: Readonly<Record<string, FlagDefinition>>
  /** Command lines without the program's name, each with what it does. */
  readonly examples: readonly (readonly [command: string, what: string])[]
  readonly run: (invocation: Invocation) => Promise<Result>
}

export const SCOPE_FLAG: FlagDefinition = {
  kind: 'text',
  char: 's',
  summary: 'user (all your projects), project (committed) or local (this clone)',
  options: ['user', 'project', 'local'],
  value: 'scope',
}

export const JSON_FLAG: FlagDefinition = { kind: 'switch', summary: 'print one JSON document' }

/** The flags of every command that writes. */
export const WRITE_FLAGS: Readonly<Record<string, FlagDefinition>> = {
  scope: SCOPE_FLAG,
  'dry-run': { kind: 'switch', char: 'n', summary: 'show what would change, and write nothing' },
  yes: { kind: 'switch', char: 'y', summary: 'do not ask' },
  force: {
    kind: 'switch',
    char: 'f',
    summary: 'replace what was edited by hand; edit a settings file that has comments',
  },
  json: JSON_FLAG,
}
