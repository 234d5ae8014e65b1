import {
  allValues,
  any,
  parseOptions,
  type Spec,
  spec,
} from '../../../../src/runtime/src/kit/bash/options.ts'
import type { Part } from '../parts.ts'
import { checkCode } from '../rules/code.ts'
import type { Call, Handler } from '../shell/call.ts'
import { runCode } from '../shell/code.ts'
import { readFile } from '../shell/files.ts'
import { HOLE, has, isKnown, known, Taint, type Text, unknown } from '../shell/text.ts'

interface Language {
  readonly options: Spec
  /** Options whose value is code. */
  readonly code: readonly string[]
  /** Whether `#` starts a comment. */
  readonly hash: boolean
  /** Options that take something else than standard input as the program. */
  readonly module?: readonly string[]
}

const PYTHON: Language = {
  options: spec('c: m: W: X: Q: B E I O S s u v x q b d i P V'),
  code: ['c'],
  hash: true,
  module: ['m', 'V', 'version', 'help'],
}
const NODE: Language = {
  options: spec('e: p: r: C: eval= print= require= import= loader= conditions= input-type= env-file= i'),
  code: ['e', 'p', 'eval', 'print'],
  hash: false,
  module: ['v', 'version', 'help', 'h', 'test'],
}
const PERL: Language = {
  options: spec('e: E: I: M: m: C F: x a n p w l t T U W X s S c i 0'),
  code: ['e', 'E'],
  hash: true,
  module: ['v', 'c'],
}
const RUBY: Language = {
  options: spec('e: r: I: C: E: F: K: n p a w l s S v c i x'),
  code: ['e'],
  hash: true,
  module: ['v', 'c'],
}
const PHP: Language = {
  options: spec('r: B: R: E: d: f: F: c: z: S: t: n q s w'),
  code: ['r', 'B', 'R', 'E'],
  hash: true,
  module: ['v', 'i', 'm', 'S', 'l', 'f'],
}
const LUA: Language = { options: spec('e: l: i v E W'), code: ['e'], hash: false, module: ['v'] }
const OSA: Language = { options: spec('e: l: i s:'), code: ['e'], hash: false }
const AWK: Language = {
  options: spec('F: v: f: e: i: l: file= source= field-separator= assign='),
  code: ['e', 'source'],
  hash: true,
}

const LANGUAGES: readonly (readonly [string, Language])[] = [
  ['python pypy uwsgi ipython sage', PYTHON],
  ['python2 python3 pypy3 pythonw py', PYTHON],
  ['node nodejs tsx ts-node deno bun', NODE],
  ['perl', PERL],
  ['ruby jruby irb', RUBY],
  ['php', PHP],
  ['lua luajit', LUA],
  ['osascript', OSA],
]

/** Programs that run a scripting language from an option, a file or standard input. */
export const part: Part = {
  starts: new Map([
    ...LANGUAGES.flatMap(([names, language]) =>
      names.split(' ').map((name): [string, Handler] => [name, (call) => interpret(language, call)]),
    ),
    ...['awk', 'gawk', 'nawk', 'mawk'].map((name): [string, Handler] => [name, awk]),
  ]),
}

function interpret(language: Language, call: Call): Text {
  const verb = call.args[0]?.text
  const args =
    verb === 'eval' && /^(?:deno)$/.test(call.name) ? [known('-e'), ...call.args.slice(1)] : call.args
  if (call.name === 'bun' && (verb === 'x' || verb === 'exec')) return runBun(verb, call)
  const parsed = parseOptions(args, language.options, true)
  const inline = allValues(parsed, ...language.code)
  for (const code of inline) runInline(code, language, call)
  if (inline.length > 0 || any(parsed, ...(language.module ?? [])))
    return unknown(call.stdin.taints & ~Taint.local)
  const [file] = parsed.rest
  if (!file || file.text === '-' || file.text === '/dev/stdin') runInline(call.stdin, language, call)
  else if (file.text !== 'run') runInline(readFile(file, call.scope), language, call)
  return unknown()
}

function runBun(verb: string, call: Call): Text {
  const rest = call.args.slice(1)
  const [first] = rest
  return verb === 'exec' && first ? runCode(first, call) : unknown()
}

function runInline(code: Text, language: Language, call: Call): void {
  if (has(code, Taint.download) || (has(code, Taint.decoded) && !isKnown(code))) runCode(code, call)
  else if (code.text !== HOLE && code.text !== '') checkCode(code.text, language.hash, call)
}

// The program of awk is its first operand unless it comes from a file.
function awk(call: Call): Text {
  const parsed = parseOptions(call.args, AWK.options, true)
  const inline = allValues(parsed, 'e', 'source')
  const program = any(parsed, 'f', 'file') || inline.length > 0 ? undefined : parsed.rest[0]
  for (const code of program ? [program] : inline) checkCode(code.text, true, call)
  return unknown((call.stdin.taints & ~Taint.local) | Taint.none)
}
