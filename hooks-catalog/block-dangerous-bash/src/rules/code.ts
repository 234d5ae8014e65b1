import { type CodeCall, calls, type Reading } from '../code/calls.ts'
import { elements, textOf } from '../code/functions.ts'
import { type Token, tokens } from '../code/tokens.ts'
import { type Call, phrase, report } from '../shell/call.ts'
import { runCode } from '../shell/code.ts'
import { runSource } from '../shell/reader.ts'
import { subshell } from '../shell/scope.ts'
import { HOLE, has, isKnown, known, Taint, type Text, unknown } from '../shell/text.ts'
import { checkCall, runPipe } from './code-actions.ts'
import { checkAtHand, runsUnknown } from './code-at-hand.ts'
import { environmentPrinted, printsEnvironment, wholeEnvironment } from './code-environment.ts'
import { checkStores } from './code-stores.ts'
import { bomb } from './process.ts'
import { networkShell } from './remote.ts'
import { isSecret, secretRead, secretSent } from './secret-paths.ts'

/** How a scripting language is written. */
export interface Style extends Reading {
  /** Whether `#` starts a comment. */
  readonly hash: boolean
  /** Whether `exec` takes plain words. */
  readonly words?: boolean
  /** Whether names have dashes in them. */
  readonly dashes?: boolean
}

const FORKS = /\bfork\b/

/** Reads a program text of a scripting language, notes what it deletes, reads and starts, and gives back what it prints. */
export function checkCode(source: string, style: Style, call: Call): Text {
  runMistaken(source, call)
  const text = style.dashes ? source.replace(/([a-z])-(?=[a-z])/gi, '$1_') : source
  const list = tokens(text, style.hash)
  const found = calls(list, style)
  const names = new Set(list.flatMap((token) => (token.kind === 'name' ? [token.text] : [])))
  for (const entry of found) {
    checkCall(entry, call)
    if (entry.name === 'open') runPipe(entry, call)
    checkEvaluation(entry, style, call)
  }
  checkSources(list, found, call)
  checkStores(found, names, call)
  if (printsEnvironment(list)) report(call.scope, { ...environmentPrinted(), part: phrase(call) })
  if (runsUnknown(list, found, style.ticks ?? false)) checkAtHand(list, call)
  runPiped(list, style, call)
  if (style.words) runWords(source, call)
  checkLoops(names, call)
  return printed(found, call)
}

// A shell command where a program of another language should stand.
function runMistaken(source: string, call: Call): void {
  if (!/^\s*(?:sudo\s+)?[\w./-]+(?:\s+-{1,2}[\w-]+)+(?:\s+[\w./~*$-]+)*\s*$/.test(source)) return
  runSource(source, subshell(call.scope))
}

function runWords(source: string, call: Call): void {
  for (const [, line = ''] of source.matchAll(/\bexec\s+([^\]\n;]+)/g)) runText(line, call)
}

function checkLoops(names: ReadonlySet<string>, call: Call): void {
  const list = [...names]
  const loops = list.some((name) => /^(?:while|until|for|loop)$/.test(name))
  if (loops && list.some((name) => FORKS.test(name)))
    report(call.scope, { ...bomb('starts copies of itself without an end'), part: phrase(call) })
}

// awk and Perl run `"command" | getline` and `print | "command"`.
function runPiped(list: readonly Token[], style: Style, call: Call): void {
  list.forEach((token, at) => {
    const [before, after] = [list[at - 1], list[at + 1]]
    const reads = [before, list[at - 2]].some((word) => word?.text === 'getline')
    if (token.text === '<' && reads && after?.kind === 'string') secret(after.text, call)
    // Scala runs a text with `!`.
    if (token.kind === 'string' && before?.text !== '(' && after?.text === '.' && list[at + 2]?.text === '!')
      runText(token.text, call)
    if (token.kind !== 'mark' || token.text !== '|') return
    const line = (word: Token | undefined) =>
      word?.kind === 'string' ? word.text : word && textOf(style.given?.get(word.text))
    if (after?.text === 'getline') runText(line(before), call)
    if (!call.name.includes('awk') || after?.kind !== 'string') return
    // What awk prints goes into the program behind the bar.
    const program = before?.kind === 'string' ? known(before.text) : unknown()
    runSource(after.text, subshell(call.scope), program)
  })
}

function runText(line: string | undefined, call: Call): void {
  if (line !== undefined && line !== HOLE) runSource(line, subshell(call.scope), known(''))
}

function secret(path: string, call: Call): void {
  const text = known(path)
  if (isSecret(text, call.scope)) report(call.scope, { ...secretRead(text), part: phrase(call) })
}

const NETWORK =
  /^(?:urlopen|urlretrieve|requests|urllib\d?|fetch|axios|got|httpx|aiohttp|curl_exec|LWP|get_contents|URI|open_uri|Net|HTTP|http|https|DownloadString|getstore|socket|download)$/
const EVALUATES =
  /^(?:exec|eval|Function|execfile|instance_eval|class_eval|module_eval|loadstring|load|system|popen|execSync|run|runInThisContext|runInNewContext|evaluate|assert|create_function)$/
const DECODES =
  /^(?:(?:urlsafe_)?b64decode|(?:strict_|urlsafe_)?decode64|base64_decode|atob|unhexlify|fromhex|decode_base64|gzinflate|gzuncompress|decompress|inflateSync|gunzipSync|unpack1?|loads)$/
const UNPACKS = /^(?:rot_?13|bytes|bytearray|fromCharCode|fromCodePoint|chr|pack|str_rot13|codecs)$/

// Nobody encodes a short program without a reason, whatever is in it.
function decodes({ inner }: CodeCall): boolean {
  return (
    inner.some((name) => DECODES.test(name)) ||
    inner.some((name) => UNPACKS.test(name)) ||
    (inner.includes('Buffer') && inner.includes('toString'))
  )
}

const TEXTS =
  /^(?:exec|eval|Function|runInThisContext|runInNewContext|instance_eval|class_eval|loadstring|load)$/

// Code that comes out of a text, from the network or out of an encoding and is run at once.
function checkEvaluation(found: CodeCall, style: Style, call: Call): void {
  if (TEXTS.test(found.name) && !/^pattern\.|\.(?:exec|load)$/.test(found.path))
    for (const arg of found.args.flatMap(elements)) if (arg !== HOLE) checkCode(arg, style, call)
  if (!EVALUATES.test(found.name) || (found.name === 'load' && found.path !== 'load')) return
  const args = found.args.flatMap(elements)
  if (found.inner.some((name) => NETWORK.test(name)) && args.every((arg) => arg.includes(HOLE)))
    runCode(unknown(Taint.download), call)
  else if (decodes(found) && (TEXTS.test(found.name) || args.every((arg) => arg === HOLE)))
    runCode(unknown(Taint.decoded), call)
}

const SOCKETS =
  /^(?:socket|fsockopen|TCPSocket|Socket|createConnection|connect|tcp|SocketAddress|TCPServer|createServer|inet_aton)$/
const SHELL = /(?:^|\/|\s)(?:ba|da|z|k|c|a)?sh(?:\s+-i.*)?$|(?:^|\/)(?:ba|z)?sh -[il]|cmd\.exe|powershell/
const STDIN =
  /^(?:stdin|STDIN|ARGF|input|raw_input|gets|readlines|\$stdin|fileinput|file_get_contents|readFileSync)$/
const SENDS = /^(?:post|put|sendall|send|sendto|request|urlopen|fetch|Request|post_form|connect)$/

// What the whole text gets from elsewhere and what it does with it.
function checkSources(text: readonly Token[], found: readonly CodeCall[], call: Call): void {
  const names = new Set(text.flatMap(({ kind, text: name }) => (kind === 'name' ? [name] : [])))
  const list = [...names]
  const evaluates =
    found.some(({ name, path }) => TEXTS.test(name) && !/\.(?:exec|load)$/.test(path)) ||
    (names.has('eval') && names.has('then')) ||
    found.some(({ name }) => /^(?:system|execSync|popen)$/.test(name))
  const outside = has(call.stdin, Taint.download | Taint.decoded)
  if (evaluates && outside && list.some((name) => STDIN.test(name))) runCode(call.stdin, call)
  const addresses = found.some(({ args }) => args.flatMap(elements).some((arg) => /^https?:\/\//.test(arg)))
  const modules = call.args.some((arg) => /^-[mMr]?(?:LWP|HTTP|open-uri|net\/http)/.test(arg.text))
  const downloads = addresses || modules || (list.some((name) => NETWORK.test(name)) && !names.has('socket'))
  const open = found.some(
    ({ name, path, args }) =>
      /^(?:eval|exec)$/.test(name) && path === name && args.every((arg) => textOf(arg).includes(HOLE)),
  )
  if (downloads && (open || (names.has('eval') && names.has('then')))) runCode(unknown(Taint.download), call)
  const strings = found.flatMap(({ args }) => args.flatMap(elements))
  const sockets =
    list.some((name) => SOCKETS.test(name)) || call.args.some((arg) => arg.text.includes('/inet/tcp/'))
  if (
    sockets &&
    (strings.some((text) => SHELL.test(text)) || found.some(startsAnything) || call.name.includes('awk'))
  )
    report(call.scope, { ...networkShell(), part: phrase(call) })
  const reads =
    found.some(({ args }) => args.flatMap(elements).some((arg) => isSecretPath(arg, call))) ||
    wholeEnvironment(text)
  if (reads && list.some((name) => SENDS.test(name)) && list.some((name) => NETWORK.test(name)))
    report(call.scope, { ...secretSent(), part: phrase(call) })
}

// A program whose name comes from elsewhere.
function startsAnything({ name, path, args }: CodeCall): boolean {
  return (
    /^(?:popen|system|exec|spawn|execSync|shell_exec|eval|instance_eval)$/.test(name) &&
    (name !== 'exec' || path === 'exec') &&
    elements(args[0])[0] === HOLE
  )
}

function isSecretPath(path: string, call: Call): boolean {
  return path !== HOLE && /[./~]/.test(path) && isSecret(known(path), call.scope)
}

const PRINTS = /^(?:print|println|puts|say|echo|printf|log|write|cat|info|p)$/

// The text that a program prints, as far as its literals tell.
function printed(found: readonly CodeCall[], call: Call): Text {
  const outside = call.stdin.taints & ~(Taint.local | Taint.terminal | Taint.endless | Taint.all)
  const lines = found.flatMap(({ name, path, args }) =>
    PRINTS.test(name) &&
    /^(?:print\w*|puts|say|echo|p|cat|printf|console\.\w+|.*stdout\.write|\$stdout\.\w+)$/.test(path)
      ? [args.flatMap(elements).join(' ')]
      : [],
  )
  const text = known(`${lines.join('\n')}\n`)
  return lines.length > 0 && isKnown(text) ? { ...text, taints: outside } : unknown(outside)
}
