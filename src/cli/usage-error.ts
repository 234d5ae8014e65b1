import { didYouMean } from '../core/nearest.ts'
import { HooksError } from '../errors.ts'
import type { CommandDefinition, FlagDefinition } from './define.ts'

/** oclif's complaint about a command line, in our words: the literal, what could stand there, and the way out. */
export function usageError(error: Error, definition: CommandDefinition, argv: readonly string[]): HooksError {
  const [first = ''] = error.message.split('\n')
  const told =
    unknownFlag(error, definition) ??
    switchWithValue(argv, definition) ??
    wrongValue(error.message, definition) ??
    noValue(first, definition) ??
    missingArgument(first, definition) ??
    oneTooMany(first, definition)
  const help = `\`hooks ${definition.name} --help\` shows the arguments, flags and examples`
  return new HooksError('usage', told?.says ?? first, { hint: told?.hint ?? help, cause: error })
}

/** What is wrong, and the way out where there is a better one than the help. */
interface Told {
  readonly says: string
  readonly hint?: string | undefined
}

function unknownFlag(error: Error, { name, flags }: CommandDefinition): Told | undefined {
  const given = (error as { flags?: readonly string[] }).flags?.[0]
  if (error.constructor.name !== 'NonExistentFlagsError' || given === undefined) return undefined
  const [flag = given] = given.split('=')
  return {
    says: `\`hooks ${name}\` has no flag \`${flag}\``,
    hint: didYouMean(
      flag,
      Object.keys(flags).map((one) => `--${one}`),
    ),
  }
}

function switchWithValue(argv: readonly string[], { flags }: CommandDefinition): Told | undefined {
  const end = argv.indexOf('--')
  for (const word of end < 0 ? argv : argv.slice(0, end)) {
    const [, name = ''] = /^--([\w-]+)=/.exec(word) ?? []
    if (flags[name]?.kind === 'switch')
      return { says: `\`--${name}\` takes no value, and was given one: \`${word}\``, hint: `\`--${name}\`` }
  }
  return undefined
}

function wrongValue(message: string, { flags }: CommandDefinition): Told | undefined {
  const [, name = '', value = ''] = /^Expected --([\w-]+)=(.*) to be one of: /s.exec(message) ?? []
  const options = flags[name]?.options
  if (!options) return undefined
  return {
    says: `\`--${name}\` cannot be \`${value}\`: it is one of ${options.join(', ')}`,
    hint: didYouMean(value, options),
  }
}

function noValue(first: string, { flags }: CommandDefinition): Told | undefined {
  const [, name = ''] = /^Flag --([\w-]+) expects (?:a value|one of)/.exec(first) ?? []
  const flag = flags[name]
  if (!flag) return undefined
  return { says: `\`--${name}\` needs a value: ${meaningOf(flag)}`, hint: `\`--${name} ${sampleOf(flag)}\`` }
}

function meaningOf({ summary, options }: FlagDefinition): string {
  return options ? `one of ${options.join(', ')}` : summary
}

function sampleOf({ value = 'value', options }: FlagDefinition): string {
  return options?.[0] ?? `<${value}>`
}

function missingArgument(first: string, { name, args }: CommandDefinition): Told | undefined {
  if (!/Missing \d+ required arg/.test(first)) return undefined
  return { says: `\`hooks ${name}\` needs <${args?.name ?? 'argument'}>: ${args?.summary ?? ''}` }
}

function oneTooMany(first: string, { name, args }: CommandDefinition): Told | undefined {
  const [, given] = /^Unexpected arguments?: (.*)$/.exec(first) ?? []
  if (given === undefined) return undefined
  const [word = given] = given.split(', ')
  const takes = args === undefined ? 'no arguments' : `one argument, <${args.name}>`
  return { says: `\`${word}\` is one argument too many: \`hooks ${name}\` takes ${takes}` }
}
