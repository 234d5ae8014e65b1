import { TooComplex } from '../../../../src/runtime/src/kit/bash/limits.ts'
import { HOLE } from '../shell/text.ts'
import { apply, elements, environment, textOf, type Value } from './functions.ts'
import { operatorAt } from './operators.ts'
import type { Token } from './tokens.ts'

/** What the text before an expression says about the names in it. */
export interface Names {
  readonly values: Map<string, Value>
  /** Other names of functions and modules. */
  readonly aliases: Map<string, string>
  /** What stands for a value in a text between double quotes. */
  readonly opens: RegExp | undefined
  /** Steps left before the reading is given up. */
  fuel: number
}

/** An expression that was read: its value, and where it ends. */
interface Read {
  readonly value: Value
  readonly end: number
  /** The dotted name, as long as it is one. */
  readonly path?: string
}

const DEEPEST = 40
const STOPS = new Set([',', ';', '\n', ')', ']', '}', ':', '='])

/** Reads the expression that starts at `at`. */
export function expression(list: readonly Token[], at: number, names: Names, depth = 0): Read {
  names.fuel -= 1
  if (depth > DEEPEST || names.fuel < 0) throw new TooComplex('its inline code is too long to follow')
  let { value, end } = term(list, at, names, depth)
  for (;;) {
    const token = list[end]
    const operator = operatorAt(list, end)
    if (!token || operator === undefined) return { value, end }
    const right = term(list, end + operator.length, names, depth)
    if (right.end <= end) return { value, end }
    value = operator.join(value, right.value)
    end = right.end
  }
}

// A primary and what follows it: members, indexes and calls.
function term(list: readonly Token[], at: number, names: Names, depth: number): Read {
  let read = primary(list, at, names, depth)
  while (read.end < list.length) {
    const next = follow(list, read, names, depth)
    if (!next) break
    read = next
  }
  return read
}

function primary(list: readonly Token[], at: number, names: Names, depth: number): Read {
  const token = list[at]
  const symbol = token?.text === ':' && list[at + 1]?.kind === 'name'
  if (!token || (token.kind === 'mark' && STOPS.has(token.text) && !symbol)) return { value: HOLE, end: at }
  switch (token.kind) {
    case 'string': {
      const open = token.open && names.opens
      return { value: open ? interpolated(token.text, open, names) : token.text, end: at + 1 }
    }
    case 'backtick':
      return { value: interpolated(token.text, /\$\{([^}]*)\}/g, names), end: at + 1 }
    case 'number':
      return { value: String(Number(token.text.replace(/^0o?(?=[0-7]+$)/, '0o'))), end: at + 1 }
    case 'name':
      return named(list, at, names, depth)
    case 'mark':
      return marked(list, at, names, depth)
  }
}

/** A text with the values of simple names put where they stand; holes for everything else. */
function interpolated(text: string, pattern: RegExp, names: Names): string {
  return text.replace(pattern, (all, inner?: string, bare?: string) => {
    const name = (inner ?? bare ?? '').trim()
    const value = names.values.get(name) ?? names.values.get(`$${name}`)
    if (value !== undefined) return textOf(value)
    const variable = /(?:^|\.|\{|ENV\[?["'])(HOME|PWD)\b/.exec(name)?.[1]
    if (variable) return environment(variable)
    return /home(?:dir)?\(?\)?$/i.test(name) ? '~' : bare === undefined ? HOLE : all
  })
}

const SKIPPED = /^(?:new|scalar|await|return|yield|not|my|our|const|let|var|do|then|in|of|say|and|or)$/

function named(list: readonly Token[], at: number, names: Names, depth: number): Read {
  const name = list[at]?.text ?? ''
  const next = list[at + 1]
  if (/^[rbfu]{1,2}$/i.test(name) && next?.kind === 'string') {
    const text = /f/i.test(name) ? interpolated(next.text, /\{([^}]*)\}/g, names) : next.text
    return { value: text, end: at + 2 }
  }
  if (name === '__dirname') return { value: '.', end: at + 1 }
  if (SKIPPED.test(name) && next) return expression(list, at + 1, names, depth + 1)
  if (/^(?:glob|lc|uc|join|reverse|quotemeta)$/.test(name) && next?.kind === 'string') {
    const read = expression(list, at + 1, names, depth + 1)
    return { value: apply({ name, path: name, self: undefined, args: [read.value] }), end: read.end }
  }
  const value = names.values.get(name)
  return { value: value ?? HOLE, end: at + 1, path: names.aliases.get(name) ?? name }
}

function marked(list: readonly Token[], at: number, names: Names, depth: number): Read {
  const open = list[at]?.text ?? ''
  if (open === '(' || open === '[' || open === '{') {
    const { args, end } = argumentsAt(list, at + 1, names, depth + 1)
    const [only] = args
    const single = open === '(' && args.length === 1 && only !== undefined
    return { value: single ? only : args.flatMap(elements), end }
  }
  // Signs in front of a value: references, splats, symbols.
  if (/^[\\*&!:-]$/.test(open) && list[at + 1]) {
    const next = list[at + 1]
    if (open === ':' && next?.kind === 'name') return { value: next.text, end: at + 2 }
    const read = term(list, at + 1, names, depth + 1)
    return open === '-' && next?.kind === 'number' ? { ...read, value: `-${textOf(read.value)}` } : read
  }
  return { value: HOLE, end: at + 1 }
}

function follow(list: readonly Token[], read: Read, names: Names, depth: number): Read | undefined {
  const { end } = read
  const token = list[end]
  const member = memberAt(list, end)
  if (member !== undefined) return called(list, { read, at: member, names, depth })
  if (token?.kind !== 'mark') return undefined
  if (token.text === '(') return called(list, { read, at: end - 1, names, depth, self: undefined })
  if ((token.text === '[' || token.text === '{') && list[end - 1]?.kind !== 'mark')
    return indexed(list, read, names, depth)
  return undefined
}

// The place of a name behind `.`, `->`, `::` or `?.`.
function memberAt(list: readonly Token[], at: number): number | undefined {
  const [one, two, three] = [list[at], list[at + 1], list[at + 2]]
  if (one?.kind !== 'mark') return undefined
  if (one.text === '.' && two?.kind === 'name' && !/^[$@]/.test(two.text)) return at + 1
  const pair = `${one.text}${two?.kind === 'mark' ? two.text : ''}`
  return /^(?:->|::|\?\.|&\.)$/.test(pair) && three?.kind === 'name' ? at + 2 : undefined
}

interface Calling {
  readonly read: Read
  /** The place of the name. */
  readonly at: number
  readonly names: Names
  readonly depth: number
  readonly self?: Value | undefined
}

function called(list: readonly Token[], { read, at, names, depth }: Calling): Read {
  const direct = at < read.end
  const name = list[at]?.text ?? ''
  const path = direct ? (read.path ?? name) : `${read.path ?? ''}.${name}`
  const open = list[at + 1]
  if (open?.text === '(' && open.kind === 'mark') {
    const { args, end } = argumentsAt(list, at + 2, names, depth + 1)
    const plain = path.slice(path.lastIndexOf('.') + 1)
    const self = direct ? undefined : read.value
    return { value: apply({ name: names.aliases.get(plain) ?? plain, path, self, args }), end }
  }
  if (/(?:^|\.)env\.\w+$/.test(path)) return { value: environment(name), end: at + 1 }
  // Ruby calls without brackets.
  const value = apply({ name, path, self: read.value, args: [] })
  return { value, end: at + 1, path }
}

function indexed(list: readonly Token[], read: Read, names: Names, depth: number): Read {
  const { args, end } = argumentsAt(list, read.end + 1, names, depth + 1)
  const key = textOf(args[0])
  const path = read.path ?? ''
  const word = list[read.end + 1]?.text ?? ''
  if (/(?:environ|env|ENV|_ENV)$/.test(path)) return { value: environment(key === HOLE ? word : key), end }
  if (path === 'Dir') return { value: key, end }
  const colons = list.slice(read.end + 1, end - 1).map((token) => token.text)
  if (colons.join('') === '::-1')
    return { value: apply({ name: 'reverse', path, self: read.value, args: [] }), end }
  const at = /^-?\d+$/.test(key) ? Number(key) : undefined
  const picked = at === undefined || typeof read.value === 'string' ? undefined : read.value.at(at)
  return { value: picked ?? HOLE, end, path: `${path}.${key}` }
}

const MOST_ARGUMENTS = 400

/** What the arguments of a call are, and where its closing bracket ends. */
export interface Arguments {
  readonly args: readonly Value[]
  /** Values given by name. */
  readonly named: ReadonlyMap<string, Value>
  readonly end: number
}

// Values given by name that count as arguments in order.
const COUNTS = /^(?:args|cmd|command|path|paths|code|argv)$/

/** Reads expressions up to the closing bracket. */
export function argumentsAt(list: readonly Token[], from: number, names: Names, depth = 0): Arguments {
  const args: Value[] = []
  const named = new Map<string, Value>()
  let at = from
  while (at < list.length && args.length < MOST_ARGUMENTS) {
    const token = list[at]
    if (token?.kind === 'mark' && /^[)\]}]$/.test(token.text)) return { args, named, end: at + 1 }
    const key = keyAt(list, at)
    const read = expression(list, key ? key.end : at, names, depth + 1)
    if (key) named.set(key.name, read.value)
    if (read.end > at && (!key || COUNTS.test(key.name))) args.push(read.value)
    at = skipTo(list, Math.max(read.end, at))
  }
  return { args, named, end: at }
}

// `name=`, `name:` and `'name' =>` in front of a value.
function keyAt(
  list: readonly Token[],
  at: number,
): { readonly name: string; readonly end: number } | undefined {
  const [key, sign, after] = [list[at], list[at + 1], list[at + 2]]
  if ((key?.kind !== 'name' && key?.kind !== 'string') || sign?.kind !== 'mark') return undefined
  if (sign.text === '=' && after?.text === '>') return { name: key.text, end: at + 3 }
  if (sign.text === '=' && after?.text !== '=' && key.kind === 'name') return { name: key.text, end: at + 2 }
  return sign.text === ':' && after?.text !== ':' ? { name: key.text, end: at + 2 } : undefined
}

// To the next argument or the closing bracket: what could not be read is passed over.
function skipTo(list: readonly Token[], from: number): number {
  let depth = 0
  for (let at = from; at < list.length; at += 1) {
    const mark = list[at]?.kind === 'mark' ? list[at]?.text : undefined
    if (mark === '(' || mark === '[' || mark === '{') depth += 1
    if (mark === ')' || mark === ']' || mark === '}') {
      if (depth === 0) return at
      depth -= 1
    }
    if (mark === ',' && depth === 0) return at + 1
  }
  return list.length
}
