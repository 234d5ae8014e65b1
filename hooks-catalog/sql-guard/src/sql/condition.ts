import { outerTokens, type Statement } from './statements.ts'
import type { Token } from './tokens.ts'

/** Why a DELETE or UPDATE changes every row; `undefined` when a condition holds it back. */
export function changesAll(statement: Statement): 'none' | 'always' | undefined {
  const outer = outerTokens(statement)
  const where = outer.findIndex(({ kind, text }) => kind === 'word' && text === 'WHERE')
  if (where < 0) {
    // A number of rows, or another table, holds it back as well.
    const held = outer.some(
      ({ kind, text }, at) =>
        kind === 'word' && (text === 'LIMIT' || text === 'JOIN' || (text === 'TOP' && at < 3)),
    )
    return held ? undefined : 'none'
  }
  const from = (outer[where]?.at ?? 0) + 1
  const end = outer.find(({ kind, text, at }) => at >= from && kind === 'word' && ENDS.has(text))?.at
  return isAlways(statement.slice(from, end)) ? 'always' : undefined
}

const ENDS: ReadonlySet<string> = new Set(['RETURNING', 'ORDER', 'LIMIT', 'OPTION'])
const MOST_LEVELS = 20

/** True for every row: `1=1`, `TRUE`, `x = x`, `NOT FALSE`, and anything OR one of these. */
function isAlways(condition: Statement, level = 0): boolean {
  if (condition.length === 0 || level > MOST_LEVELS) return condition.length === 0
  const anyOf = splitAt(condition, 'OR')
  if (anyOf.length > 1) return anyOf.some((part) => isAlways(part, level + 1))
  const allOf = splitAt(condition, 'AND')
  if (allOf.length > 1 && !condition.some(({ text, kind }) => kind === 'word' && text === 'BETWEEN'))
    return allOf.every((part) => isAlways(part, level + 1))
  const [first, second, third] = condition
  if (first?.text === '(' && first.kind === 'symbol' && condition.at(-1)?.text === ')')
    return isAlways(condition.slice(1, -1), level + 1)
  if (condition.length === 1)
    return isConstant(first) && !/^(?:FALSE|NULL|0|f|false)$/i.test(first?.text ?? '')
  if (condition.length === 2) return first?.text === 'NOT' && /^(?:FALSE|0)$/.test(second?.text ?? '')
  return condition.length === 3 && compares(first, second, third)
}

function compares(left: Token | undefined, operator: Token | undefined, right: Token | undefined): boolean {
  if (!left || !right || left.kind !== right.kind) return false
  const same = left.text === right.text
  // A value that only the shell knows is not known to be the same.
  if (left.text.includes('\uE000')) return false
  if (operator?.text === '=' || operator?.text === 'LIKE' || operator?.text === 'IS') return same
  return left.kind === 'number' && right.kind === 'number' && number(left, operator?.text, right)
}

function number(left: Token, operator: string | undefined, right: Token): boolean {
  const [a, b] = [Number(left.text), Number(right.text)]
  return operator === '<' ? a < b : operator === '>' && a > b
}

function isConstant(token: Token | undefined): boolean {
  return token?.kind === 'number' || token?.kind === 'string' || token?.text === 'TRUE'
}

function splitAt(condition: Statement, word: string): readonly Statement[] {
  const places = outerTokens(condition).filter(({ kind, text }) => kind === 'word' && text === word)
  const edges = [-1, ...places.map(({ at }) => at), condition.length]
  return edges.slice(1).map((edge, index) => condition.slice((edges[index] ?? -1) + 1, edge))
}
