import { programName } from '../../../../src/runtime/src/kit/bash/program-name.ts'
import { type Call, report } from '../shell/call.ts'
import { runCode } from '../shell/code.ts'
import { writeFile } from '../shell/files.ts'
import { dispatch } from '../shell/reader.ts'
import { nested, type Scope, spend } from '../shell/scope.ts'
import { HOLE, known, shown, Taint, TERMINAL, type Text, unknown } from '../shell/text.ts'
import { cloudCmdlet } from './windows-cmdlets.ts'
import { plainPath } from './windows-paths.ts'
import { type PsPipeline, type PsWord, psPipelines } from './windows-powershell-words.ts'
import { parameters, removeFiles, removeFolder, removeItem, windows } from './windows-remove.ts'

const ALIASES: Readonly<Record<string, string>> = {
  gci: 'get-childitem',
  ls: 'get-childitem',
  dir: 'get-childitem',
  gi: 'get-item',
  iwr: 'invoke-webrequest',
  irm: 'invoke-restmethod',
  iex: 'invoke-expression',
  icm: 'invoke-command',
  saps: 'start-process',
  start: 'start-process',
  spps: 'stop-process',
  kill: 'stop-process',
  clc: 'clear-content',
  cli: 'clear-item',
  rp: 'remove-itemproperty',
  sp: 'set-itemproperty',
  mi: 'move-item',
  move: 'move-item',
  gps: 'get-process',
  ps: 'get-process',
  spsv: 'stop-service',
}

/** Reads a text of PowerShell: its cmdlets and the programs that it starts. */
export function runPowerShell(source: string, scope: Scope): void {
  readAll(source, scope, new Map())
}

type Variables = Map<string, string>

function readAll(source: string, scope: Scope, variables: Variables): void {
  nested(scope, () => {
    for (const pipeline of psPipelines(source, variables)) readPipeline(pipeline, scope, variables)
  })
}

function readPipeline(pipeline: PsPipeline, scope: Scope, variables: Variables): void {
  const { name, rest } = assigned(pipeline)
  rest.forEach((words, index) => {
    spend(scope)
    for (const { code } of words) for (const inner of code) readAll(inner, scope, variables)
    readCommand(words, { scope, variables, before: rest.slice(0, index) })
  })
  if (name !== undefined) variables.set(name, textOf(rest))
}

// `$x = …`: the rest is a command or a text of its own.
function assigned(pipeline: PsPipeline): { readonly name: string | undefined; readonly rest: PsPipeline } {
  const [first = [], ...others] = pipeline
  const [target, equals, ...words] = first
  if (equals?.text !== '=' || target?.variable === undefined) return { name: undefined, rest: pipeline }
  return { name: target.variable, rest: [words, ...others] }
}

function textOf(rest: PsPipeline): string {
  const [words = []] = rest
  const [word] = words
  return rest.length === 1 && words.length === 1 && word && word.code.length === 0 ? word.text : HOLE
}

interface Place {
  readonly scope: Scope
  readonly variables: Variables
  /** Commands whose output this one reads. */
  readonly before: PsPipeline
}

const KEYWORDS =
  /^(?:if|elseif|else|while|for|foreach|function|filter|try|catch|finally|switch|do|until|return|throw|param|begin|process|end|in)$/

function readCommand(words: readonly PsWord[], place: Place): void {
  const start = words.findIndex(
    ({ text, bare }) => !(bare && KEYWORDS.test(text.toLowerCase())) && text !== '&',
  )
  const [program, ...rest] = words.slice(Math.max(start, 0))
  if (!program || start < 0) return
  const { scope, before } = place
  const name = ALIASES[program.text.toLowerCase()] ?? programName(program.text)
  const args = rest.map(({ text }) => known(text))
  const call: Call = { name, args, scope, stdin: before.length > 0 ? unknown(taintOf(before)) : TERMINAL }
  deleteCall(program, call, place)
  if (name === 'invoke-expression' || program.code.length > 0) evaluate(name, words, place)
  // A text alone is printed, not started.
  else if (program.bare || before.length > 0 || words.length > 1) startCommand(call, program.text, place)
}

function startCommand(call: Call, program: string, place: Place): void {
  const { name, args, scope } = call
  const own = CMDLETS[name]
  const found = own ? own(call, place) : cloudCmdlet(call)
  if (found) report(scope, { part: shown([name, ...args.map(({ text }) => text)].join(' ')), ...found })
  if (!own && !name.includes(HOLE)) startNative(name, call, program)
}

// Programs that are none of PowerShell's own, and the cmdlets that do what programs of Unix do.
function startNative(name: string, call: Call, program: string): void {
  const { scope, args, stdin } = call
  if (/^(?:get-content|gc|type)$/.test(name)) dispatch([known('cat'), ...files(args)], scope, stdin)
  else if (FETCHES.test(name)) saveDownload(call)
  else dispatch([known(program.replaceAll('\\', '/')), ...args], scope, stdin)
}

function files(args: readonly Text[]): Text[] {
  return parameters(args).rest.map((file) => known(plainPath(file.text), file.taints))
}

function saveDownload(call: Call): void {
  const at = call.args.findIndex(({ text }) => /^-(?:o|outf\w*|destination)$/i.test(text))
  const file = call.args[at + 1]
  if (at >= 0 && file) writeFile(known(file.text.replaceAll('\\', '/')), unknown(Taint.download), call.scope)
  if (/^(?:curl|wget)/.test(call.name)) dispatch([known(call.name), ...call.args], call.scope, call.stdin)
}

type Check = (call: Call, place: Place) => ReturnType<typeof removeItem>

const CMDLETS: Readonly<Record<string, Check>> = {
  'remove-item': (call, place) => removeItem(piped(call, place)),
  ri: (call, place) => removeItem(piped(call, place)),
  rd: (call, place) => (hasSlash(call) ? removeFolder(call) : removeItem(piped(call, place))),
  rmdir: (call, place) => (hasSlash(call) ? removeFolder(call) : removeItem(piped(call, place))),
  del: (call, place) => (hasSlash(call) ? removeFiles(call) : removeItem(piped(call, place))),
  erase: (call, place) => (hasSlash(call) ? removeFiles(call) : removeItem(piped(call, place))),
  'stop-process': (call, place) => stopAll(call, place),
  'start-process': (call, place) => startProcess(call, place),
}

const hasSlash = (call: Call) => call.args.some(({ text }) => /^\/[a-z]/i.test(text))

// What `Get-ChildItem` names is what is removed.
function piped(call: Call, { before }: Place): Call {
  const named = call.args.some(({ text }) => !text.startsWith('-') && !/^[$]?_/.test(text) && text !== HOLE)
  const source = before.find((words) =>
    /^(?:get-childitem|gci|ls|dir|get-item|gi)$/i.test(words[0]?.text ?? ''),
  )
  if (named || !source) return call
  const filtered = source.some(({ text }) => /^-(?:fi|inc|ex|file|name)/i.test(text)) || before.length > 1
  const folder = source.slice(1).find(({ text }) => !text.startsWith('-'))?.text ?? '.'
  const deep = source.some(({ text }) => /^-rec/i.test(text)) ? [known('-Recurse')] : []
  const target = filtered && /^[.\w]/.test(folder) && !/^[a-z]:/i.test(folder) ? `${folder}/x` : folder
  return {
    ...call,
    args: [...call.args.filter(({ text }) => text !== HOLE), ...deep, known(target)],
    stdin: TERMINAL,
  }
}

function stopAll(call: Call, { before }: Place): ReturnType<Check> {
  const every = before.some(
    (words) => /^(?:get-process|gps|ps)$/i.test(words[0]?.text ?? '') && words.length === 1,
  )
  if ((every && before.length === 1) || call.args.some(({ text }) => text === '*'))
    return windows('deny', 'stop-process', 'kills every process')
  return undefined
}

// The program and its arguments, started in a window of its own.
function startProcess(call: Call, { scope }: Place): ReturnType<Check> {
  const words = call.args.filter(
    ({ text }) => !/^-(?:wait|nonewwindow|filepath|argumentlist|args|passthru)$/i.test(text),
  )
  const at = words.findIndex(({ text }) => /^-/.test(text))
  const [program, ...args] =
    at < 0 ? words : words.filter(({ text }, index) => index !== at && index !== at + 1 && text !== '')
  const split = args.flatMap(({ text }) => text.split(/\s+/).map((word) => known(word)))
  if (program) dispatch([program, ...split], scope, TERMINAL)
  return undefined
}

// `[System.IO.Directory]::Delete('C:\x', $true)`
function deleteCall(program: PsWord, call: Call, { variables }: Place): void {
  if (!/^\[(?:system\.)?io\.(?:directory|file)(?:info)?\]::delete/i.test(program.text)) return
  const [pipeline] = psPipelines(program.code[0] ?? '', variables)
  const target = pipeline?.[0]?.[0]
  if (!target) return
  const found = removeItem({ ...call, args: [known('-Recurse'), known(target.text)] })
  if (found) report(call.scope, { part: shown(`${program.text}(${target.text})`), ...found })
}

const FETCHES = /^(?:invoke-webrequest|invoke-restmethod|iwr|irm|curl|wget|start-bitstransfer)(?:\.exe)?$/i
const METHODS = /\.download(?:string|data|file)|net\.(?:webclient|httpclient|webrequest)/i

// Whether commands, or code in them, fetch something.
function fetches(words: readonly PsWord[], variables: Variables): boolean {
  return words.some(
    ({ text, code }, index) =>
      (index === 0 && FETCHES.test(text)) ||
      METHODS.test(text) ||
      code.some((inner) =>
        [...psPipelines(inner, variables)].flat().some((command) => fetches(command, variables)),
      ),
  )
}

function taintOf(before: PsPipeline): number {
  return before.some((words) => fetches(words, new Map())) ? Taint.download : Taint.none
}

// `iex`, `& ([scriptblock]::Create(…))`: code that comes from somewhere.
function evaluate(name: string, words: readonly PsWord[], { scope, variables, before }: Place): void {
  const call: Call = { name, args: words.slice(1).map(({ text }) => known(text)), scope, stdin: TERMINAL }
  const runs =
    name === 'invoke-expression' ||
    words.some(
      ({ text, code }) =>
        /scriptblock\]::create/i.test(text) || code.some((inner) => /scriptblock\]::create/i.test(inner)),
    )
  if (!runs) return
  if ([...before, words].some((command) => fetches(command, variables))) {
    runCode(unknown(Taint.download), call)
    return
  }
  for (const { text, bare } of words.slice(1)) {
    if (text.startsWith('-')) continue
    if (text.includes(HOLE)) runCode(unknown(), call)
    else if (!bare || text !== '') readAll(text, scope, variables)
  }
}
