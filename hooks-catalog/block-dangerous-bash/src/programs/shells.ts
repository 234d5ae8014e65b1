import { any, lastValue, parseOptions, spec } from '../../../../src/runtime/src/kit/bash/options.ts'
import { SHELL_NAMES, SHELL_OPTIONS } from '../../../../src/runtime/src/kit/bash/wrappers.ts'
import type { Call, Handler } from '../shell/call.ts'
import { runCode } from '../shell/code.ts'
import { readFile } from '../shell/files.ts'
import { runSource } from '../shell/reader.ts'
import { HOLE, has, isKnown, known, Taint, type Text, unknown } from '../shell/text.ts'
import { assign, startedShell } from '../shell/variables.ts'

const SHELL = spec(SHELL_OPTIONS)

/** Programs that read shell commands from `-c`, a file or standard input. */
export const shells: ReadonlyMap<string, Handler> = new Map(
  [...SHELL_NAMES].map((name): [string, Handler] => [name, runShell]),
)

/** Reads what a shell would run. */
export function runShell(call: Call): Text {
  const parsed = parseOptions(plus(call.args), SHELL, true)
  const [first, ...rest] = parsed.rest
  const start = lastValue(parsed, 'rcfile', 'init-file')
  if (start) runFile(start, [], call)
  if (any(parsed, 'n') || any(parsed, 'version', 'help')) return known('')
  if (any(parsed, 'c', 'command')) return runArgument(first ?? attached(call.args), rest, call)
  if (any(parsed, 'i') && !first) return { ...runInput(call), taints: Taint.shell }
  if (!first || any(parsed, 's') || first.text === '-' || first.text === '/dev/stdin')
    return runInput({
      ...call,
      scope: startedShell(call.scope, { args: any(parsed, 's') ? parsed.rest : rest }),
    })
  return runFile(first, rest, call)
}

function plus(args: readonly Text[]): readonly Text[] {
  return args.filter((arg) => !/^\+\w+$/.test(arg.text))
}

// Code that stands too close to its option: no shell takes that, but it was meant.
function attached(args: readonly Text[]): Text | undefined {
  const bundle = args.find((arg) => /^-[a-z]*c.*\s/.test(arg.text))
  return bundle && { ...bundle, text: bundle.text.replace(/^-[a-z]*?c/, '') }
}

function runArgument(code: Text | undefined, rest: readonly Text[], call: Call): Text {
  if (!code) return known('')
  if (has(code, Taint.download) || code.text.trim() === HOLE) return runCode(code, call)
  // The word after the code is $0; the first argument comes behind it.
  const inner = startedShell(call.scope, { args: rest.slice(1) })
  if (rest[0]) assign(inner, '0', [rest[0]])
  return runSource(code.text, inner, call.stdin)
}

function runInput(call: Call): Text {
  const { stdin } = call
  // Without a pipe or a redirection the input is the terminal, which is nobody's code.
  if (has(stdin, Taint.terminal)) return unknown(Taint.shell)
  if (has(stdin, Taint.pipe)) {
    call.scope.world.pipedShell = true
    // What it prints is what somebody at the other end has asked for.
    if (!isKnown(stdin) && !has(stdin, Taint.download)) return unknown(Taint.shell | Taint.pipe)
  }
  return runCode(stdin, call)
}

function runFile(file: Text, args: readonly Text[], call: Call): Text {
  const text = readFile(file, call.scope)
  if (has(text, Taint.pipe) && !isKnown(text)) return runInput({ ...call, stdin: text })
  if (text.text === HOLE && !has(text, Taint.download | Taint.decoded)) return unknown()
  return runCode(text, { ...call, args: [file, ...args], scope: startedShell(call.scope, { args }) })
}
