import type { Progress } from './progress.ts'

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
  /** What stood behind `--`, for commands that pass it on. */
  readonly rest?: readonly string[]
  readonly world: World
}

/** The world outside, as `bin` has it. */
export interface World {
  readonly cwd: string
  readonly env: Readonly<Record<string, string | undefined>>
  readonly packageRoot: string
  readonly stdinIsTerminal: () => boolean
  readonly colours: boolean
  /** Writes a line of data; false when nobody reads any more. */
  readonly out: (line: string) => boolean
  /** Writes a document of data. */
  readonly json: (value: unknown) => void
  readonly say: (line: string) => void
  readonly progress: Progress
  /** Milliseconds since 1970. */
  readonly now: () => number
  /**
   * A signal that is given when the user presses Ctrl-C; without it, that ends the process. With `always`, also when the
   * process is told to end in another way, and as often as it is.
   */
  readonly interrupted: (always?: 'always') => AbortSignal
}

/** What a command returns: lines for people, a value for `--json`; `undefined` when it has printed all itself. */
export interface Result {
  readonly lines: readonly string[]
  readonly json: unknown
  /** The exit status, if it is not 0 though nothing went wrong. */
  readonly status?: number
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
    /** What may stand behind `--`, to be passed on to another program. */
    readonly passesOn?: string
  }
  readonly flags: Readonly<Record<string, FlagDefinition>>
  /** Command lines without the program's name, each with what it does. */
  readonly examples: readonly (readonly [command: string, what: string])[]
  /** What it does when it takes long, such as `looking for packs`; null for one that goes on until it is ended. */
  readonly busy?: string | null
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

/** The flags that choose runs from the run log. */
export const RUN_FLAGS: Readonly<Record<string, FlagDefinition>> = {
  hook: { kind: 'text', summary: 'only this hook (pack/hook), or the hooks of this pack', value: 'hook' },
  since: { kind: 'text', summary: 'only since then: 30m, 2h, 1d, 1w, or a date or time', value: 'when' },
  all: { kind: 'switch', char: 'a', summary: 'of all projects' },
}

/** The flags of every command that looks packs up. */
export const NETWORK_FLAGS: Readonly<Record<string, FlagDefinition>> = {
  offline: { kind: 'switch', summary: 'open no connection; what is not on this machine is an error' },
  'prefer-offline': {
    kind: 'switch',
    summary: 'take what is cached without asking whether it is still true',
  },
}

/** The flag of commands by which an installed pack may get more than it had. */
export const WIDER_FLAG: FlagDefinition = {
  kind: 'switch',
  summary: 'allow packs to do more than the installed ones can; `--yes` alone does not',
}

/** The flags of commands that may fetch another version of an installed pack. */
export const TRUST_FLAGS: Readonly<Record<string, FlagDefinition>> = {
  'allow-wider': WIDER_FLAG,
  'allow-weaker': {
    kind: 'switch',
    summary: 'take a pack whose signature or provenance is less than what the installed one had',
  },
}

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
  'follow-links': { kind: 'switch', summary: 'write through links that lead out of the project' },
  json: JSON_FLAG,
}
