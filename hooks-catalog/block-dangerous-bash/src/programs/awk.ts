import {
  allValues,
  any,
  lastValue,
  type Parsed,
  parseOptions,
  spec,
} from '../../../../src/runtime/src/kit/bash/options.ts'
import { checkCode } from '../rules/code.ts'
import type { Call } from '../shell/call.ts'
import { isKnown, join, Taint, type Text, unknown } from '../shell/text.ts'
import { withoutValues } from './filters.ts'

const AWK = spec('F: v: f: e: i: l: file= source= field-separator= assign=')
const UNSAID = Taint.local | Taint.terminal | Taint.endless

/** `awk`: its program is the first operand unless it comes from a file. */
export function awk(call: Call): Text {
  const parsed = parseOptions(call.args, AWK, true)
  const inline = allValues(parsed, 'e', 'source')
  const program = any(parsed, 'f', 'file') || inline.length > 0 ? undefined : parsed.rest[0]
  const given = new Map(
    allValues(parsed, 'v', 'assign').map((entry): [string, string] => {
      const at = entry.text.indexOf('=')
      return [entry.text.slice(0, at), entry.text.slice(at + 1)]
    }),
  )
  const codes = program ? [program] : inline
  const printed = codes.map((code) => checkCode(code.text, { hash: true, given }, call))
  const text =
    fieldOf(program, parsed, call) ??
    (printed.length > 0 ? join(printed) : unknown(call.stdin.taints & ~UNSAID))
  const chosen = codes.some((code) => CHOOSES.test(code.text))
  const processes = chosen ? Taint.none : call.stdin.taints & Taint.all
  return withoutValues({ ...text, taints: (text.taints & ~Taint.all) | processes }, call)
}

// A program of awk that looks at what a line says, not only at its number.
const CHOOSES = /\/[^/]*\/|~|\$\d+\s*[=!<>]=?|[=<>]=?\s*\$\d/

// `{print $2}`: one field of each line of the input.
function fieldOf(program: Text | undefined, parsed: Parsed<Text>, call: Call): Text | undefined {
  const field = /^\s*\{\s*print(?:\s+\$(\d+|NF))?;?\s*\}\s*$/.exec(program?.text ?? '')
  if (!field || parsed.rest.length > 1 || !isKnown(call.stdin)) return undefined
  const separator = lastValue(parsed, 'F', 'field-separator')?.text ?? ' '
  if (separator.length !== 1) return undefined
  const lines = call.stdin.text.split('\n').map((line) => {
    const words = separator === ' ' ? line.split(/\s+/).filter(Boolean) : line.split(separator)
    if (field[1] === undefined || field[1] === '0') return line
    return (field[1] === 'NF' ? words.at(-1) : words[Number(field[1]) - 1]) ?? ''
  })
  return { ...call.stdin, text: lines.join('\n') }
}
