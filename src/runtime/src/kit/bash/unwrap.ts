import { any, lastValue, type Parsed, parseOptions, type Spec, spec, type Worded } from './options.ts'
import { NO_COMMAND_LINE, type Wrapper } from './wrappers.ts'

/** What a program starts that starts others. */
export interface Unwrapped<W> {
  /** Shell command lines in its options. */
  readonly codes: readonly W[]
  /** `NAME=value` words before the command. */
  readonly assignments: readonly W[]
  /** The program and its arguments; empty when there is none. */
  readonly command: readonly W[]
  /** The words of the command, put together, are one shell command line. */
  readonly line: boolean
}

/** Finds the command in the arguments of a program that starts others; `undefined` when they hold none. */
export function unwrap<W extends Worded>(row: Wrapper, args: readonly W[]): Unwrapped<W> | undefined {
  const options = specOf(row)
  const words = row.after ? behind(args, row.after, options) : args
  if (!words) return undefined
  const parsed = parseOptions(words, options, row.skip !== NO_COMMAND_LINE)
  if (row.unless && any(parsed, ...row.unless)) return undefined
  const rest = parsed.rest.slice(row.skip ?? 0)
  const late = row.skip && row.code ? codesOf(row, parseOptions(rest, options, true)) : []
  const first = row.assignments ? rest.findIndex(({ text }) => !/^[A-Za-z_]\w*=/.test(text)) : 0
  const start = first < 0 ? rest.length : first
  return {
    codes: [...codesOf(row, parsed), ...late],
    assignments: rest.slice(0, start),
    command: rest.slice(start),
    line: row.line === true && !any(parsed, 'x', 'exec'),
  }
}

const specs = new WeakMap<Wrapper, Spec>()

function specOf(row: Wrapper): Spec {
  const options = specs.get(row) ?? spec(row.options ?? '')
  specs.set(row, options)
  return options
}

function codesOf<W extends Worded>(row: Wrapper, parsed: Parsed<W>): W[] {
  return (row.code ?? []).flatMap((name) => lastValue(parsed, name) ?? [])
}

function behind<W extends Worded>(
  args: readonly W[],
  subcommands: readonly string[],
  options: Spec,
): readonly W[] | undefined {
  const parsed = parseOptions(args, options, true)
  const [first] = parsed.rest
  if (first && subcommands.includes(first.text)) return parsed.rest.slice(1)
  const at = args.findIndex((arg) => arg.text.startsWith('-') && subcommands.includes(arg.text))
  return at < 0 ? undefined : args.slice(at + 1)
}
