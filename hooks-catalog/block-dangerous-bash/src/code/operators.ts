import { elements, formatted, joinedPath, textOf, type Value } from './functions.ts'
import type { Token } from './tokens.ts'

/** What joins two values, and how many tokens it is. */
interface Operator {
  readonly length: number
  readonly join: (left: Value, right: Value) => Value
}

const sum = (left: Value, right: Value): Value =>
  typeof left === 'string' && typeof right === 'string'
    ? left + right
    : [...elements(left), ...elements(right)]

/** The operator that stands at `at`, if it makes a text or a list. */
export function operatorAt(list: readonly Token[], at: number): Operator | undefined {
  const token = list[at]
  const after = list[at + 1]
  if (!token || !after) return undefined
  if (token.kind === 'string' && list[at - 1]?.kind === 'string') return { length: 0, join: sum }
  if (token.kind === 'name' && token.text.startsWith('$') && list[at - 1]?.kind === 'string')
    return { length: 0, join: sum }
  if (token.kind !== 'mark') return undefined
  if (token.text === '+' && after.text !== '=') return { length: 1, join: sum }
  if (token.text === '.' && (after.kind === 'string' || /^[$@]/.test(after.text)))
    return { length: 1, join: sum }
  if (token.text === '.' && after.text === '.') return { length: 2, join: sum }
  if (token.text === '%' && /^[("'[]/.test(after.kind === 'string' ? '"' : after.text))
    return { length: 1, join: (left, right) => formatted(textOf(left), elements(right)) }
  if (token.text === '/' && after.kind === 'string')
    return { length: 1, join: (left, right) => joinedPath([textOf(left), textOf(right)]) }
  return undefined
}
