import { any, lastValue, parseOptions, spec } from '../../../../src/runtime/src/kit/bash/options.ts'
import { formatted } from '../programs/decode.ts'
import type { Call } from '../shell/call.ts'
import { runCode } from '../shell/code.ts'
import { descriptorText } from '../shell/files.ts'
import type { Scope } from '../shell/scope.ts'
import { HOLE, isKnown, known, type Text, unknown } from '../shell/text.ts'
import { assign, lookup } from '../shell/variables.ts'

const READ = spec('a: d: e i: n: N: p: r s t: u:')

/** `read`: the first line of its input goes into the variables. */
export function read({ args, stdin, scope }: Call): Text {
  const parsed = parseOptions(args, READ)
  const descriptor = lastValue(parsed, 'u')
  const text = descriptor ? descriptorText(descriptor.text, scope) : stdin
  const line = nextLine(text, endOf(lastValue(parsed, 'd')), scope.choice > 0)
  const array = lastValue(parsed, 'a')
  const split = separators(scope)
  const words = line.split(split).filter(Boolean)
  if (array)
    assign(
      scope,
      array.text,
      words.map((word) => known(word, text.taints)),
    )
  const names = parsed.rest.length > 0 ? parsed.rest.map((name) => name.text) : ['REPLY']
  const rest = behind(line, names.length - 1, split)
  names.forEach((name, index) => {
    const value = index === names.length - 1 ? rest : (words[index] ?? '')
    assign(scope, name, [text.text === HOLE ? unknown(text.taints) : known(value, text.taints)])
  })
  return known('')
}

// How much of an input has been read, before the last line and with it.
const positions = new WeakMap<Text, { readonly start: number; readonly next: number }>()

// The next line of an input; the same one again for another alternative of the same command.
function nextLine(text: Text, end: string, again: boolean): string {
  const position = positions.get(text)
  const start = (again ? position?.start : position?.next) ?? 0
  const line = text.text.slice(start).split(end, 1)[0] ?? ''
  positions.set(text, { start, next: start + line.length + end.length })
  return line
}

// The option `-d` names what ends a line.
function endOf(option: Text | undefined): string {
  return option ? option.text.slice(0, 1) || '\0' : '\n'
}

// What is left of a line behind its first words: the last variable gets it as it is.
function behind(line: string, words: number, split: RegExp): string {
  let rest = line.replace(/^\s+|\s+$/g, '')
  for (let word = 0; word < words; word += 1) {
    const found = split.exec(rest)
    rest = found ? rest.slice(found.index + found[0].length) : ''
  }
  return rest
}

// What IFS splits lines at, as the line itself has set it.
function separators(scope: Scope): RegExp {
  const ifs = scope.vars.has('IFS') ? lookup(scope, 'IFS')?.[0] : undefined
  if (!ifs || !isKnown(ifs)) return /\s+/
  return ifs.text === '' ? /(?!)/ : new RegExp(`[${ifs.text.replace(/[\\\]^-]/g, '\\$&')}\\n]+`)
}

const MAPFILE = spec('d: n: O: s: t u: C: c:')

/** `mapfile`: the lines of its input go into an array; its callback is a command. */
export function mapfile(call: Call): Text {
  const { args, stdin, scope } = call
  const parsed = parseOptions(args, MAPFILE)
  const callback = lastValue(parsed, 'C')
  if (callback) runCode(callback, call)
  const descriptor = lastValue(parsed, 'u')
  const text = descriptor ? descriptorText(descriptor.text, scope) : stdin
  const lines = text.text
    .replace(/\n$/, '')
    .split(endOf(lastValue(parsed, 'd')))
    .slice(0, 64)
  assign(
    scope,
    parsed.rest[0]?.text ?? 'MAPFILE',
    lines.map((line) => known(line, text.taints)),
  )
  return known('')
}

const PRINTF = spec('v:')

/** `printf`: prints, or with `-v` sets a variable. */
export function printVariable(call: Call): Text {
  const parsed = parseOptions(call.args, PRINTF, true)
  // What looks like an end of options there was one of the arguments.
  const printed = formatted([known('--'), ...parsed.rest])
  const variable = any(parsed, 'v') ? lastValue(parsed, 'v') : undefined
  if (!variable) return printed
  assign(call.scope, variable.text, [printed])
  return known('')
}
