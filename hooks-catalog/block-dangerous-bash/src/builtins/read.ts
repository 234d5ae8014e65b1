import { any, lastValue, parseOptions, spec } from '../../../../src/runtime/src/kit/bash/options.ts'
import { formatted } from '../programs/decode.ts'
import type { Call } from '../shell/call.ts'
import { runCode } from '../shell/code.ts'
import { descriptorText } from '../shell/files.ts'
import { HOLE, known, type Text, unknown } from '../shell/text.ts'
import { assign } from '../shell/variables.ts'

const READ = spec('a: d: e i: n: N: p: r s t: u:')

/** `read`: the first line of its input goes into the variables. */
export function read({ args, stdin, scope }: Call): Text {
  const parsed = parseOptions(args, READ)
  const descriptor = lastValue(parsed, 'u')
  const text = descriptor ? descriptorText(descriptor.text, scope) : stdin
  const line = text.text.split('\n', 1)[0] ?? ''
  const array = lastValue(parsed, 'a')
  const words = line.split(/\s+/).filter(Boolean)
  if (array)
    assign(
      scope,
      array.text,
      words.map((word) => known(word, text.taints)),
    )
  const names = parsed.rest.length > 0 ? parsed.rest.map((name) => name.text) : ['REPLY']
  names.forEach((name, index) => {
    const value = index === names.length - 1 ? words.slice(index).join(' ') : (words[index] ?? '')
    assign(scope, name, [text.text === HOLE ? unknown(text.taints) : known(value, text.taints)])
  })
  return known('')
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
  const lines = text.text.replace(/\n$/, '').split('\n').slice(0, 64)
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
  const printed = formatted(parsed.rest)
  const variable = any(parsed, 'v') ? lastValue(parsed, 'v') : undefined
  if (!variable) return printed
  assign(call.scope, variable.text, [printed])
  return known('')
}
