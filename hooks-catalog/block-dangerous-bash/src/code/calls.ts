import { TooComplex } from '../../../../src/runtime/src/kit/bash/limits.ts'
import { textOf, type Value } from './functions.ts'
import { receiver, remember, rememberItems } from './remember.ts'
import { type Token, tokens } from './tokens.ts'
import { argumentsAt, expression, type Names } from './values.ts'

/** One call of a function in a program text, with the literals among its arguments. */
export interface CodeCall {
  /** The last part of the function's name: `rmtree` for `shutil.rmtree`. */
  readonly name: string
  /** The whole dotted name. */
  readonly path: string
  /** Literal arguments in order; a hole for any other argument. */
  readonly args: readonly Value[]
  /** Arguments given by name. */
  readonly named: ReadonlyMap<string, Value>
  /** What stands before the dot of a method. */
  readonly self: Value | undefined
  /** Every name inside the arguments. */
  readonly inner: readonly string[]
}

const MOST_CALLS = 500
const MOST_STEPS = 20_000
const NONE: ReadonlyMap<string, Value> = new Map()

/** What the reading of calls needs to know about the language. */
export interface Reading {
  /** Variables given from outside. */
  readonly given?: ReadonlyMap<string, Value> | undefined
  /** Whether backticks run a command. */
  readonly ticks?: boolean | undefined
  /** What stands for a value in a text between double quotes. */
  readonly opens?: RegExp | undefined
}

/** The calls in a program text, with simple constants put in where they are used. */
export function calls(list: readonly Token[], reading: Reading): CodeCall[] {
  const { given, ticks, opens } = reading
  const names: Names = { values: new Map(given), aliases: new Map(), opens, fuel: MOST_STEPS }
  const found: CodeCall[] = []
  list.forEach((token, at) => {
    rememberItems(list, at, names)
    if (found.length > MOST_CALLS) throw new TooComplex('its inline code has too many calls')
    if (token.kind === 'backtick' && (ticks || list[at - 1]?.text === '$')) {
      const args = [textOf(expression(list.slice(at, at + 1), 0, names).value)]
      found.push({ name: '`', path: '`', args, named: NONE, self: undefined, inner: [] })
    }
    const pattern = insidePattern(list, at, reading)
    if (pattern) found.push(...inside(token, pattern, reading))
    if (token.kind === 'name') {
      remember(list, at, names)
      found.push(...callsAt(list, at, names))
    } else if (token.kind === 'string') found.push(...computed(list, at, names))
  })
  return found
}

// The calls in the values that a text puts in: `${…}`, `#{…}` and `{…}`.
function inside({ text }: Token, pattern: RegExp, { given, opens }: Reading): CodeCall[] {
  return [...text.matchAll(pattern)].flatMap(([, code = '']) =>
    code.length < text.length ? calls(tokens(code, false), { given, opens }) : [],
  )
}

function insidePattern(list: readonly Token[], at: number, { ticks, opens }: Reading): RegExp | undefined {
  const token = list[at]
  const before = list[at - 1]
  if (!token || token.kind === 'name' || !/\{.*\(/.test(token.text)) return undefined
  if (token.kind === 'backtick') return ticks ? undefined : /\$\{([^{}]*\([^{}]*)\}/g
  if (before?.kind === 'name' && /^[rb]?f[rb]?$/i.test(before.text)) return /\{([^{}]*\([^{}]*)\}/g
  return token.open && opens?.source.startsWith('#') ? /#\{([^{}]*\([^{}]*)\}/g : undefined
}

// Functions that are called without brackets in Perl, Ruby, R and the shells of Lisp.
const BARE =
  /^(?:system|exec|unlink|rmtree|remove_tree|rm_rf|rm_r|rmdir|delete|eval|print|puts|say|echo|printf|require|open|spawn|shell_command|delete_directory|delete_file|sh|command|script|include)$/

function callsAt(list: readonly Token[], at: number, names: Names): CodeCall[] {
  const token = list[at] as Token
  const open = list[at + 1]
  const held = token.text.startsWith('$') ? names.values.get(token.text) : undefined
  const name = typeof held === 'string' ? held : (names.aliases.get(token.text) ?? token.text)
  if (open?.text === '(' && open.kind === 'mark') return [callAt(list, { at, open: at + 1, name }, names)]
  const bare = open?.kind === 'string' || (BARE.test(name) && /^(?:name|number)$/.test(open?.kind ?? ''))
  const words = BARE.test(name) && open?.text === '['
  if (bare || words) return [bareCall(list, at, names)]
  // `path.unlink` of Ruby has no brackets at all.
  return list[at - 1]?.text === '.' && METHODS.test(name) ? [callAt(list, { at, open: at, name }, names)] : []
}

// Methods that act on what stands before the dot.
const METHODS =
  /^(?:unlink|rmdir|rmtree|rm_rf|rm_r|remove|delete|write_text|write_bytes|read_text|read_bytes|execute|chmod|rename|touch|sync|run|system|then|open)$/

// `object['name'](…)` and `getattr(object, 'name')(…)`.
function computed(list: readonly Token[], at: number, names: Names): CodeCall[] {
  const close = list[at + 1]
  const open = list[at + 2]
  const call = open?.kind === 'mark' && open.text === '(' && close?.kind === 'mark'
  if (!call || !/^[\])]$/.test(close.text)) return []
  // The name may be put together: `['exec' + 'Sync']`.
  let name = list[at]?.text ?? ''
  for (let back = at; list[back - 1]?.text === '+' && list[back - 2]?.kind === 'string'; back -= 2)
    name = `${list[back - 2]?.text}${name}`
  return /^\w+$/.test(name) ? [callAt(list, { at, open: at + 2, name }, names)] : []
}

interface Place {
  readonly at: number
  /** The place of the opening bracket; the name's own place when there is none. */
  readonly open: number
  readonly name: string
}

// The function in `map(function, …)`.
function functionAt(list: readonly Token[], from: number): string | undefined {
  const end = list.findIndex((token, at) => at >= from && token.kind !== 'name' && token.text !== '.')
  return end > from && list[end]?.text === ',' ? list[end - 1]?.text : undefined
}

// Functions that call the one that their first argument names.
const NAMES_FUNCTION =
  /^(?:send|public_send|__send__|array_map|array_walk|call_user_func(?:_array)?|forward_static_call)$/

function callAt(list: readonly Token[], { at, open, name }: Place, names: Names): CodeCall {
  const path = dotted(list, at, names)
  const { args, named, end } =
    open === at ? { args: [], named: NONE, end: at } : argumentsAt(list, open + 1, names)
  const inner = list.slice(open, end).flatMap((token) => (token.kind === 'name' ? [token.text] : []))
  const [first, ...rest] = args
  // `send(:system, …)` and `system.call(…)` are the function they name.
  if (NAMES_FUNCTION.test(name) && typeof first === 'string')
    return { name: first, path: `${path}.${first}`, args: rest, named, self: undefined, inner }
  const before = list[at - 2]
  const mapped = /^(?:map|for_each|starmap)$/.test(name) ? functionAt(list, open + 1) : undefined
  if (mapped) return { name: mapped, path: mapped, args: rest, named, self: undefined, inner }
  const own = before?.kind === 'name' ? (names.aliases.get(before.text) ?? before.text) : 'subprocess'
  if (/^(?:call|apply|bind)$/.test(name) && own !== 'subprocess' && list[at - 1]?.text === '.')
    return { name: own, path, args, named, self: undefined, inner }
  const self = METHODS.test(name) ? receiver(list, at, names) : undefined
  return { name, path, args, named, self, inner }
}

function bareCall(list: readonly Token[], at: number, names: Names): CodeCall {
  const args: Value[] = []
  let from = at + 1
  for (;;) {
    const read = expression(list, from, names)
    args.push(read.value)
    from = read.end + 1
    if (list[read.end]?.text !== ',' || args.length > 20) break
  }
  const name = names.aliases.get(list[at]?.text ?? '') ?? list[at]?.text ?? ''
  const inner = list.slice(at + 1, from).flatMap((token) => (token.kind === 'name' ? [token.text] : []))
  return { name, path: dotted(list, at, names), args, named: NONE, self: undefined, inner }
}

function dotted(list: readonly Token[], at: number, names: Names): string {
  let path = list[at]?.text ?? ''
  for (let back = at - 1; back > 0 && /^[.:>-]$/.test(list[back]?.text ?? ''); back -= 1) {
    const before = list[back - 1]
    // A pattern between slashes has methods as well.
    if (before?.text === '/') return `pattern.${path}`
    if (before?.text === ')') return `${moduleBefore(list, back - 1)}.${path}`
    if (before?.kind === 'name') {
      path = `${names.aliases.get(before.text) ?? before.text}.${path}`
      back -= 1
    }
  }
  return path
}

// `require('name')` in front of a dot.
function moduleBefore(list: readonly Token[], close: number): string {
  const [open, name] = [list[close - 2], list[close - 1]]
  return open?.text === '(' && name?.kind === 'string' ? name.text : '()'
}
