import { HOLE } from './hole.ts'
import { parseOptions, spec } from './options.ts'
import { programIn } from './program-name.ts'
import { unwrap } from './unwrap.ts'
import type { BashWord } from './view-types.ts'
import {
  COMMAND_OPTIONS,
  ENV_OPTIONS,
  SHELL_NAMES,
  SHELL_OPTIONS,
  WRAPPERS,
  type Wrapper,
  XARGS_OPTIONS,
} from './wrappers.ts'

/** What a command starts besides itself: programs with their arguments, and texts for a shell. */
export interface Inner {
  readonly commands: readonly (readonly BashWord[])[]
  readonly codes: readonly string[]
}

/** A program with its arguments, and the text on its standard input if the line gives it one. */
export interface Call {
  readonly program: BashWord
  readonly args: readonly BashWord[]
  readonly input: string | undefined
}

const NOTHING: Inner = { commands: [], codes: [] }

// Builtins, and programs that also read their input or the environment.
const MORE: Readonly<Record<string, Wrapper>> = {
  command: { options: COMMAND_OPTIONS, unless: ['v', 'V'] },
  exec: { options: 'a: c l' },
  env: { options: ENV_OPTIONS, assignments: true, code: ['S', 'split-string'] },
  xargs: { options: XARGS_OPTIONS },
}

/** The commands in the arguments of a command, and for a shell in its input. */
export function innerOf({ program, args, input }: Call): Inner {
  const name = programIn(program.text)
  if (name === 'eval') return code(args.map(({ text }) => text).join(' '))
  if (SHELL_NAMES.has(name)) return shellCode(args, input ?? '')
  if (name === 'find' || name === 'gfind') return { commands: executed(args), codes: [] }
  const row = rowOf(MORE, name) ?? rowOf(WRAPPERS, name)
  const found = row && unwrap(row, args)
  if (!found) return NOTHING
  const codes = found.codes.map(({ text }) => text)
  if (found.command.length === 0) return { commands: [], codes }
  return found.line
    ? { commands: [], codes: [...codes, found.command.map(({ text }) => text).join(' ')] }
    : { commands: [found.command], codes }
}

function rowOf(table: Readonly<Record<string, Wrapper>>, name: string): Wrapper | undefined {
  return Object.hasOwn(table, name) ? table[name] : undefined
}

function code(text: string): Inner {
  // Of a text that is one hole there is nothing to read.
  return { commands: [], codes: text.replaceAll(HOLE, '').trim() === '' ? [] : [text] }
}

function shellCode(args: readonly BashWord[], input: string): Inner {
  const plain = args.filter(({ text }) => !/^\+\w+$/.test(text))
  const { flags, rest } = parseOptions(plain, spec(SHELL_OPTIONS), true)
  if (flags.has('c') || flags.has('command')) return code(rest[0]?.text ?? '')
  return rest.length === 0 || flags.has('s') || rest[0]?.text === '-' ? code(input) : NOTHING
}

const EXECUTES = /^-(?:exec|execdir|ok|okdir)$/

/** The commands behind `-exec` of find. */
function executed(args: readonly BashWord[]): readonly (readonly BashWord[])[] {
  return args.flatMap((arg, at) => {
    if (!EXECUTES.test(arg.text)) return []
    const rest = args.slice(at + 1)
    const end = rest.findIndex(
      ({ text }, index) => text === ';' || (text === '+' && rest[index - 1]?.text === '{}'),
    )
    const command = rest.slice(0, end < 0 ? undefined : end)
    return command.length > 0 ? [command] : []
  })
}
