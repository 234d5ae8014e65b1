import {
  allValues,
  any,
  lastValue,
  type Parsed,
  parseOptions,
  type Spec,
  spec,
} from '../../../../src/runtime/src/kit/bash/options.ts'
import type { Part } from '../parts.ts'
import { checkCode, type Style } from '../rules/code.ts'
import type { Call, Handler } from '../shell/call.ts'
import { runCode } from '../shell/code.ts'
import { readFile } from '../shell/files.ts'
import { HOLE, has, isKnown, join, known, Taint, type Text, unknown } from '../shell/text.ts'
import { awk } from './awk.ts'
import { decodeBase64 } from './decode.ts'

interface Language {
  readonly options: Spec
  /** Options whose value is code. */
  readonly code: readonly string[]
  readonly style: Style
  /** Options that take something else than standard input as the program. */
  readonly module?: readonly string[]
}

// Values in texts: `$name` and `${name}`, or `#{name}`.
const DOLLAR = /\$(?:ENV)?\{['"]?(\w+)['"]?\}|\$(\w+)/g
const NUMBER_SIGN = /#\{([^}]*)\}/g

const PYTHON: Language = {
  options: spec('c: m: W: X: Q: B E I O S s u v x q b d i P V'),
  code: ['c'],
  style: { hash: true },
  module: ['m', 'V', 'version', 'help'],
}
const NODE: Language = {
  options: spec('e: p: pe: r: C: eval= print= require= import= loader= conditions= input-type= env-file= i'),
  code: ['e', 'p', 'eval', 'print'],
  style: { hash: false },
  module: ['v', 'version', 'help', 'h', 'test'],
}
const PERL: Language = {
  options: spec('e: E: I: M: m: C F: x a n p w l t T U W X s S c i 0'),
  code: ['e', 'E'],
  style: { hash: true, ticks: true, opens: DOLLAR },
  module: ['v', 'c'],
}
const RUBY: Language = {
  options: spec('e: r: I: C: E: F: K: n p a w l s S v c i x'),
  code: ['e'],
  style: { hash: true, ticks: true, opens: NUMBER_SIGN },
  module: ['v', 'c'],
}
const PHP: Language = {
  options: spec('r: B: R: E: d: f: F: c: z: S: t: n q s w'),
  code: ['r', 'B', 'R', 'E'],
  style: { hash: true, ticks: true, opens: DOLLAR },
  module: ['v', 'i', 'm', 'S', 'l', 'f'],
}
const LUA: Language = { options: spec('e: l: i v E W'), code: ['e'], style: { hash: false }, module: ['v'] }
const OSA: Language = { options: spec('e: l: i s:'), code: ['e'], style: { hash: false } }
const R: Language = {
  options: spec('e: f: g: vanilla slave no-save quiet s q'),
  code: ['e'],
  style: { hash: true },
}
const JULIA: Language = {
  options: spec('e: E: L: p: J: C: eval= print= load= project='),
  code: ['e', 'E', 'eval', 'print'],
  style: { hash: true, opens: DOLLAR },
}
const BEAM: Language = {
  options: spec('e: r: S: eval= rpc-eval='),
  code: ['e', 'eval'],
  style: { hash: true, opens: NUMBER_SIGN },
}
const JVM: Language = {
  options: spec('e: cp: classpath='),
  code: ['e'],
  style: { hash: false, opens: DOLLAR },
}
const LISP: Language = {
  options: spec('c: e: f: l: eval= load= batch Q q no-init-file non-interactive'),
  code: ['c', 'e', 'eval'],
  style: { hash: false, dashes: true },
}
const MATHS: Language = {
  options: spec('e: r: eval= q persist'),
  code: ['e', 'r', 'eval'],
  style: { hash: true },
}
const TCL: Language = { options: spec('encoding:'), code: [], style: { hash: true, words: true } }
const GO: Language = { options: spec('C: exec: mod: tags:'), code: [], style: { hash: false } }

const LANGUAGES: readonly (readonly [string, Language])[] = [
  ['python pypy uwsgi ipython sage', PYTHON],
  ['python2 python3 pypy3 pythonw py', PYTHON],
  ['node nodejs tsx ts-node deno bun', NODE],
  ['perl', PERL],
  ['ruby jruby irb', RUBY],
  ['php', PHP],
  ['lua luajit', LUA],
  ['osascript', OSA],
  ['rscript r', R],
  ['julia', JULIA],
  ['elixir iex erl', BEAM],
  ['groovy scala kotlin jshell', JVM],
  ['emacs guile racket sbcl clojure clj bb', LISP],
  ['octave octave-cli gnuplot matlab', MATHS],
  ['tclsh wish', TCL],
  ['go', GO],
]

/** Programs that run a scripting language from an option, a file or standard input. */
export const part: Part = {
  starts: new Map([
    ...LANGUAGES.flatMap(([names, language]) =>
      names.split(' ').map((name): [string, Handler] => [name, (call) => interpret(language, call)]),
    ),
    ...['manage.py', './manage.py', 'django-admin'].map((name): [string, Handler] => [name, console]),
    ...['awk', 'gawk', 'nawk', 'mawk'].map((name): [string, Handler] => [name, awk]),
  ]),
}

// `manage.py shell` runs code of Python with the models of the project.
function console(call: Call): Text {
  const [verb, ...args] = call.args
  if (!/^shell(?:_plus)?$/.test(verb?.text ?? '')) return unknown()
  const codes = allValues(parseOptions(args, spec('c: i: command= interface= v: settings=')), 'c', 'command')
  for (const code of codes) runInline(code, PYTHON, call)
  return codes.length > 0 || has(call.stdin, Taint.terminal) ? unknown() : runInline(call.stdin, PYTHON, call)
}

function interpret(language: Language, call: Call): Text {
  const verb = call.args[0]?.text
  const args =
    verb === 'eval' && call.name === 'deno'
      ? [known('-e'), ...call.args.slice(1).filter((arg) => !/^-\w/.test(arg.text))]
      : call.args.filter((arg) => !/^-[pPen]*[pn]e$/.test(arg.text) || call.name !== 'node')
  if (call.name === 'bun' && (verb === 'x' || verb === 'exec')) return runBun(verb, call)
  const parsed = parseOptions(args, language.options, true)
  const inline = [...allValues(parsed, ...language.code), ...bundled(language, call)]
  const printed = inline.map((code) => runInline(code, language, call))
  checkModule(parsed, call)
  for (const arg of call.args) runAddress(arg, language, call)
  if (inline.length > 0) return join(printed)
  if (any(parsed, ...(language.module ?? []))) return unknown(call.stdin.taints & ~UNSAID)
  return interpretFile(parsed.rest, language, call)
}

const UNSAID = Taint.local | Taint.terminal | Taint.endless | Taint.all

// `node -pe code`: letters in front of the one that takes the code.
function bundled(language: Language, call: Call): Text[] {
  const at = call.args.findIndex((arg) => /^-[pPen]*[pn]e$/.test(arg.text))
  const code = call.args[at + 1]
  return call.name === 'node' && at >= 0 && code && language === NODE ? [code] : []
}

// `data:text/javascript,code` as a module.
function runAddress(arg: Text, language: Language, call: Call): void {
  const [, base64, code] =
    /^(?:--\w+=)?data:text\/(?:java|type)script[^,]*?(;base64)?,(.*)$/s.exec(arg.text) ?? []
  if (code === undefined) return
  const text = base64
    ? decodeBase64(code)
    : code.replace(/%([0-9a-f]{2})/gi, (_, hex: string) => String.fromCharCode(Number.parseInt(hex, 16)))
  runInline(text === undefined ? unknown(Taint.decoded) : known(text), language, call)
}

// Modules of Python that run what comes on their input.
const READERS = /^(?:code|asyncio|runpy|pdb|cProfile|profile|trace|bdb|IPython|ptpython|bpython|idlelib)$/

function checkModule(parsed: Parsed<Text>, call: Call): void {
  const module = lastValue(parsed, 'm')
  if (module?.text === 'timeit') {
    const rest = parseOptions(parsed.rest, spec('n: r: s: u: p v'))
    for (const code of [...allValues(rest, 's'), ...rest.rest]) runInline(code, PYTHON, call)
  }
  if (module && READERS.test(module.text) && has(call.stdin, Taint.download | Taint.decoded))
    runCode(call.stdin, call)
}

const VERBS = /^(?:run|test|script|exec|repl)$/

function interpretFile(operands: readonly Text[], language: Language, call: Call): Text {
  const [first, ...rest] = operands
  const verb = /^(?:deno|bun|go|uv|groovy)$/.test(call.name) && VERBS.test(first?.text ?? '')
  if (!verb && call.name === 'go') return unknown()
  const file = verb ? rest.find((arg) => arg.text === '-' || !arg.text.startsWith('-')) : first
  if (verb && !file) return unknown()
  if (file && /^https?:\/\/(?!localhost|127\.)/.test(file.text)) return runCode(unknown(Taint.download), call)
  if (!file || file.text === '-' || file.text === '/dev/stdin') return runInline(call.stdin, language, call)
  runInline(readFile(file, call.scope), language, call)
  return unknown()
}

function runBun(verb: string, call: Call): Text {
  const rest = call.args.slice(1)
  const [first] = rest
  return verb === 'exec' && first ? runCode(first, call) : unknown()
}

function runInline(code: Text, language: Language, call: Call): Text {
  if (has(code, Taint.download) || (has(code, Taint.decoded) && !isKnown(code))) return runCode(code, call)
  if (code.text === HOLE || code.text === '') return unknown(call.stdin.taints & ~UNSAID)
  return checkCode(code.text, language.style, call)
}
