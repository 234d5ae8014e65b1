import { TooComplex } from '../../../../src/runtime/src/kit/bash/limits.ts'
import { HOLE } from '../shell/text.ts'
import { elements, textOf, type Value } from './functions.ts'
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
  const name = names.aliases.get(token.text) ?? token.text
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
  const name = list[at]?.text ?? ''
  return /^\w+$/.test(name) ? [callAt(list, { at, open: at + 2, name }, names)] : []
}

interface Place {
  readonly at: number
  /** The place of the opening bracket; the name's own place when there is none. */
  readonly open: number
  readonly name: string
}

function callAt(list: readonly Token[], { at, open, name }: Place, names: Names): CodeCall {
  const path = dotted(list, at, names)
  const { args, named, end } =
    open === at ? { args: [], named: NONE, end: at } : argumentsAt(list, open + 1, names)
  const inner = list.slice(open, end).flatMap((token) => (token.kind === 'name' ? [token.text] : []))
  const [first, ...rest] = args
  // `send(:system, …)` and `system.call(…)` are the function they name.
  if (/^(?:send|public_send|__send__)$/.test(name) && typeof first === 'string')
    return { name: first, path: `${path}.${first}`, args: rest, named, self: undefined, inner }
  const before = list[at - 2]
  if (/^(?:call|apply|bind)$/.test(name) && before?.kind === 'name' && list[at - 1]?.text === '.')
    return { name: names.aliases.get(before.text) ?? before.text, path, args, named, self: undefined, inner }
  const self = METHODS.test(name) ? receiver(list, at, names) : undefined
  return { name, path, args, named, self, inner }
}

function bareCall(list: readonly Token[], at: number, names: Names): CodeCall {
  const args: Value[] = []
  let from = at + 1
  for (;;) {
    const read = expression(list, from, names)
    args.push(read.value)
    if (list[read.end]?.text !== ',' || args.length > 20) break
    from = read.end + 1
  }
  const name = names.aliases.get(list[at]?.text ?? '') ?? list[at]?.text ?? ''
  return { name, path: dotted(list, at, names), args, named: NONE, self: undefined, inner: [] }
}

const MOST_BACK = 60

// The value of what stands before `.name`.
function receiver(list: readonly Token[], at: number, names: Names): Value | undefined {
  if (!/^[.>:]$/.test(list[at - 1]?.text ?? '')) return undefined
  let depth = 0
  let start = at - 1
  while (start > 0 && at - start < MOST_BACK) {
    const token = list[start - 1] as Token
    const mark = token.kind === 'mark' ? token.text : ''
    if (/^[)\]}]$/.test(mark)) depth += 1
    else if (/^[([{]$/.test(mark)) depth -= 1
    else if (depth === 0 && mark !== '' && !/^[.>:/-]$/.test(mark)) break
    if (depth < 0) break
    start -= 1
  }
  return expression(list.slice(start, at - 1), 0, names).value
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

// What a name stands for after `name = …`, `as name`, `{ old: name }` and in loops.
function remember(list: readonly Token[], at: number, names: Names): void {
  const name = list[at]?.text ?? ''
  const [sign, after] = [list[at + 1], list[at + 2]]
  if (sign?.text === 'as' && after?.kind === 'name') names.aliases.set(after.text, name)
  if (sign?.text === ':' && after?.kind === 'name' && /^[,}]$/.test(list[at + 3]?.text ?? ''))
    names.aliases.set(after.text, names.aliases.get(name) ?? name)
  if (/^(?:in|of)$/.test(sign?.text ?? '')) names.values.set(name, expression(list, at + 2, names).value)
  if (/^(?:forEach|each|map|filter)$/.test(name) && list[at - 1]?.text === '.') rememberItem(list, at, names)
  if (/^(?:for|foreach)$/.test(name)) rememberPerl(list, at, names)
  const assigns = sign?.text === '=' && !/^[=~>]$/.test(after?.text ?? '')
  if (assigns) rememberValue(list, at, names)
  else if (sign?.text === ':' && after?.text === '=') rememberValue(list, at + 1, names, name)
}

function rememberValue(list: readonly Token[], at: number, names: Names, name = list[at]?.text ?? ''): void {
  const start = list[at + 2]
  const { value, end, path } = expression(list, at + 2, names) as ReturnType<typeof expression> & {
    path?: string
  }
  if (elements(value).some((text) => text !== HOLE)) names.values.set(name, value)
  if (start?.kind !== 'name') return
  const tokens = list.slice(at + 2, Math.max(end, at + 3))
  const last = tokens.at(-1)
  const module = /^(?:require|import|import_module|__import__|getBuiltinModule)$/.test(
    tokens.findLast((token, index) => token.kind === 'name' && tokens[index + 1]?.text === '(')?.text ?? '',
  )
  if (last?.kind === 'name') names.aliases.set(name, names.aliases.get(last.text) ?? last.text)
  else if (module)
    names.aliases.set(name, tokens.findLast((token) => token.kind === 'string')?.text ?? path ?? name)
}

// The parameter of the function that gets each element.
function rememberItem(list: readonly Token[], at: number, names: Names): void {
  const rest = list.slice(at + 1, at + 8)
  const parameter = rest.find(
    (token) => token.kind === 'name' && !/^(?:function|do|const|async)$/.test(token.text),
  )
  const value = receiver(list, at, names)
  if (parameter && value !== undefined && value !== HOLE) names.values.set(parameter.text, value)
}

// `for (list) { … $_ … }` and `foreach my $x (list)`.
function rememberPerl(list: readonly Token[], at: number, names: Names): void {
  const words = list[at + 1]?.text === 'my' ? at + 2 : at + 1
  const variable = list[words]
  const named = variable?.kind === 'name' && variable.text.startsWith('$')
  const open = named ? words + 1 : words
  if (
    list[open]?.text !== '(' ||
    list.slice(open, open + 6).some((token) => /^(?:of|in|;)$/.test(token.text))
  )
    return
  names.values.set(named ? variable.text : '$_', argumentsAt(list, open + 1, names).args.flatMap(elements))
}
