import { parseOptions, spec } from '../../../../src/runtime/src/kit/bash/options.ts'
import type { Call } from '../shell/call.ts'
import { runCode } from '../shell/code.ts'
import { readFile } from '../shell/files.ts'
import { dispatch } from '../shell/reader.ts'
import { HOLE, has, join, known, Taint, type Text } from '../shell/text.ts'

/** `eval`: its arguments are one command line. */
export function evaluate(call: Call): Text {
  const args = call.args[0]?.text === '--' ? call.args.slice(1) : call.args
  if (args.length === 0) return known('')
  return runCode(join(args, ' '), call, true)
}

/** `source`: a file the line wrote is read, any other file is the project's own. */
export function source(call: Call): Text {
  const [path] = call.args
  if (!path) return known('')
  const text = path.text === '/dev/stdin' ? call.stdin : readFile(path, call.scope, true)
  if (text.text === HOLE && !has(text, Taint.download | Taint.decoded)) return known('')
  return runCode(text, call, true)
}

const EXEC = spec('a: c l')

/** `exec` with a command replaces the shell by it. */
export function execute(call: Call): Text {
  return dispatch(parseOptions(call.args, EXEC, true).rest, call.scope, call.stdin)
}

/** `trap`: its first argument runs sooner or later. */
export function trap(call: Call): Text {
  const [action] = call.args.filter((arg) => arg.text !== '--')
  if (!action || /^-|^$/.test(action.text)) return known('')
  return runCode(action, call)
}
