import { TooComplex } from '../../../../src/runtime/src/kit/bash/limits.ts'
import { decodeBase64 } from '../programs/decode.ts'
import { HOLE } from '../shell/text.ts'
import type { Token } from './tokens.ts'

/** One call of a function in a program text, with the literals among its arguments. */
export interface CodeCall {
  /** The last part of the function's name: `rmtree` for `shutil.rmtree`. */
  readonly name: string
  /** The whole dotted name. */
  readonly path: string
  /** Literal arguments in order; a hole for any other argument. */
  readonly args: readonly string[]
  /** Every name inside the arguments. */
  readonly inner: readonly string[]
}

const MOST_CALLS = 500

type Constants = ReadonlyMap<string, string>

/** The calls in a program text, with simple constants put in where they are used. */
export function calls(list: readonly Token[]): CodeCall[] {
  const constants = new Map<string, string>()
  const found: CodeCall[] = []
  list.forEach((token, at) => {
    if (found.length > MOST_CALLS) throw new TooComplex('its inline code has too many calls')
    if (token.kind === 'backtick') found.push({ name: '`', path: '`', args: [token.text], inner: [] })
    if (token.kind !== 'name') return
    remember(list, at, constants)
    const open = list[at + 1]
    if (open?.text === '(' && open.kind === 'mark') found.push(callAt(list, at, constants))
    // Perl, Ruby and PHP call without parentheses.
    else if (open?.kind === 'string') {
      found.push({ name: token.text, path: dotted(list, at), args: bare(list, at + 1), inner: [] })
    }
  })
  return found
}

const LONGEST_VALUE = 24

// `name = "text"` and `name = decode("text")`, as far as they say what the name stands for.
function remember(list: readonly Token[], at: number, constants: Map<string, string>): void {
  if (list[at + 1]?.text !== '=' || list[at + 2]?.text === '=') return
  const rest = list.slice(at + 2, at + 2 + LONGEST_VALUE)
  const end = rest.findIndex(
    (token, index) => token.text === ';' || (index > 0 && startsStatement(token, rest[index + 1])),
  )
  const value = end < 0 ? rest : rest.slice(0, end)
  const [text] = value.length === 1 || value.some(isDecoder) ? literals(value, constants) : []
  if (text !== undefined && text !== HOLE) constants.set(list[at]?.text ?? '', text)
}

function startsStatement(token: Token, next: Token | undefined): boolean {
  return (
    token.kind === 'name' &&
    (next?.text === '=' || /^(?:const|let|var|puts|print|import|if|for)$/.test(token.text))
  )
}

function isDecoder(token: Token): boolean {
  return (
    token.kind === 'name' &&
    /^(?:(?:urlsafe_)?b64decode|(?:strict_|urlsafe_)?decode64|base64_decode|decode_base64|atob|Buffer)$/.test(
      token.text,
    )
  )
}

function dotted(list: readonly Token[], at: number): string {
  let path = list[at]?.text ?? ''
  for (let back = at - 1; back > 0 && /^[.:>-]$/.test(list[back]?.text ?? ''); back -= 1) {
    const before = list[back - 1]
    // A pattern between slashes has methods as well.
    if (before?.text === '/') return `pattern.${path}`
    if (before?.kind === 'name') {
      path = `${before.text}.${path}`
      back -= 1
    }
  }
  return path
}

function bare(list: readonly Token[], from: number): string[] {
  const args: string[] = []
  for (let at = from; list[at]?.kind === 'string'; at += 2) {
    args.push(list[at]?.text ?? '')
    if (list[at + 1]?.text !== ',') break
  }
  return args
}

const LONGEST_CALL = 400

function callAt(list: readonly Token[], at: number, constants: Constants): CodeCall {
  const groups = argumentsAt(list, at + 2)
  const inner = groups.flat().flatMap((token) => (token.kind === 'name' ? [token.text] : []))
  const args = groups.flatMap((group) => literals(group, constants))
  return { name: list[at]?.text ?? '', path: dotted(list, at), args, inner }
}

// The tokens of each argument up to the closing parenthesis.
function argumentsAt(list: readonly Token[], from: number): Token[][] {
  const groups: Token[][] = [[]]
  let depth = 0
  for (const token of list.slice(from, from + LONGEST_CALL)) {
    const mark = token.kind === 'mark' ? token.text : ''
    if (mark === '(' || mark === '[' || mark === '{') depth += 1
    if (mark === ')' || mark === ']' || mark === '}') depth -= 1
    if (depth < 0) break
    if (mark === ',' && depth === 0) groups.push([])
    else groups.at(-1)?.push(token)
  }
  return groups.filter((group) => group.length > 0)
}

const HOME = /^(?:home|homedir|HOME|expanduser|USERPROFILE)$/

// What stands in for values inside a text: templates of JavaScript, Ruby and Python.
function filled(part: Token, before: Token | undefined): string {
  if (part.kind === 'backtick') return part.text.replace(/\$\{[^}]*\}/g, HOLE)
  const format = before?.kind === 'name' && /^[rb]?f[rb]?$/i.test(before.text)
  return part.text.replace(format ? /\{[^}]*\}/g : /#\{[^}]*\}/g, HOLE)
}

// The literals of one argument. A list gives all its strings; a sum of strings gives the sum; the home folder
// is known under a few names.
function literals(parts: readonly Token[], constants: Constants): string[] {
  const strings = parts.filter((part) => part.kind === 'string').map((part) => part.text)
  if (parts.some(isDecoder)) {
    const text =
      strings[0] === undefined ? parts.map((part) => constants.get(part.text)).find(Boolean) : strings[0]
    return [(text && decodeBase64(text)) ?? HOLE]
  }
  if (parts[0]?.text === '[' || parts[0]?.text === '(') return strings.length > 0 ? strings : [HOLE]
  let text = ''
  parts.forEach((part, index) => {
    if (part.kind === 'string' || part.kind === 'backtick') text += filled(part, parts[index - 1])
    else if (part.kind !== 'name') return
    else if (HOME.test(part.text)) text = '~'
    else text += constants.get(part.text) ?? ''
  })
  return [text === '' ? HOLE : text.replace(/^~+(?=[^/])(?!$)/, '~/').replace(/^~~+/, '~')]
}
