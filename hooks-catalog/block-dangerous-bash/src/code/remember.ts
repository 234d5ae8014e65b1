import { HOLE } from '../shell/text.ts'
import type { Value } from './functions.ts'
import { elements, textOf } from './functions.ts'
import type { Token } from './tokens.ts'
import { argumentsAt, expression, type Names } from './values.ts'

const MOST_BACK = 60

/** The value of what stands before `.name`. */
export function receiver(list: readonly Token[], at: number, names: Names): Value | undefined {
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

/** Notes what a name stands for after `name = …`, `as name`, `{ old: name }` and in loops. */
export function remember(list: readonly Token[], at: number, names: Names): void {
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
  else if (sign?.text === '+' && after?.text === '=') rememberMore(list, at, names)
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

// `for (list) { … $_ … }`, `foreach my $x (list)` and `foreach (list as $x)`.
function rememberPerl(list: readonly Token[], at: number, names: Names): void {
  const words = list[at + 1]?.text === 'my' ? at + 2 : at + 1
  const variable = list[words]
  const named = variable?.kind === 'name' && variable.text.startsWith('$')
  const open = named ? words + 1 : words
  const { value, end } = expression(list, open + 1, names)
  const item = list[end + 1]
  if (list[open]?.text === '(' && list[end]?.text === 'as' && item) {
    names.values.set(item.text, value)
    return
  }
  if (
    list[open]?.text !== '(' ||
    list.slice(open, open + 6).some((token) => /^(?:of|in|;)$/.test(token.text))
  )
    return
  names.values.set(named ? variable.text : '$_', argumentsAt(list, open + 1, names).args.flatMap(elements))
}

// `name += …`
function rememberMore(list: readonly Token[], at: number, names: Names): void {
  const name = list[at]?.text ?? ''
  const before = names.values.get(name)
  if (typeof before === 'string')
    names.values.set(name, before + textOf(expression(list, at + 3, names).value))
}

const LONGEST_ITEM = 60

/** Notes what the name of `[… for name in …]` stands for at the opening bracket: it is used before that is said. */
export function rememberItems(list: readonly Token[], at: number, names: Names): void {
  if (list[at]?.kind !== 'mark' || !/^[[({]$/.test(list[at]?.text ?? '')) return
  let depth = 0
  for (let word = at + 1; word < at + LONGEST_ITEM && depth >= 0; word += 1) {
    const token = list[word]
    const mark = token?.kind === 'mark' ? token.text : ''
    if (/^[[({]$/.test(mark)) depth += 1
    if (/^[\])}]$/.test(mark)) depth -= 1
    if (depth === 0 && token?.text === 'for') rememberLoop(list, word + 1, names)
  }
}

// `name in …` and `root, folders, files in walk(…)`.
function rememberLoop(list: readonly Token[], from: number, names: Names): void {
  const end = list.findIndex((token, at) => at > from && token.text === 'in')
  if (end < 0 || end > from + 6) return
  const words = list.slice(from, end).filter(({ kind }) => kind === 'name')
  const { value } = expression(list, end + 1, names)
  const [first, last] = [words[0], words.at(-1)]
  if (words.length > 1) names.values.set(last?.text ?? '', '*')
  if (first) names.values.set(first.text, words.length > 1 ? textOf(value).replace(/\/\*$/, '') : value)
}
