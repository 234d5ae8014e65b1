import type { Dialect } from './dialect.ts'
import type { Token } from './tokens.ts'

/** One statement: its tokens without the semicolon. */
export type Statement = readonly Token[]

const BODIES: ReadonlySet<string> = new Set(['FUNCTION', 'PROCEDURE', 'TRIGGER', 'EVENT', 'PACKAGE', 'TASK'])

/** The statements of a text. The body of a function or trigger that is only defined belongs to its statement. */
export function statementsOf(tokens: readonly Token[], dialect: Dialect): readonly Statement[] {
  const statements: Statement[] = []
  let current: Token[] = []
  let depth = 0
  const end = (): void => {
    // The number behind GO says how often.
    const count = dialect.loose && current.length === 1 && current[0]?.kind === 'number'
    if (current.length > 0 && !count) statements.push(current)
    current = []
    depth = 0
  }
  tokens.forEach((token, at) => {
    if (token.kind === 'command') {
      end()
      statements.push([token])
      return
    }
    if (isSeparator(token, depth, tokens[at + 1], dialect)) {
      end()
      return
    }
    if (token.kind === 'word' && defines(current)) depth = nested(token, depth, tokens[at - 1])
    if (dialect.loose && STARTS.has(token.text) && token.kind === 'word' && startsAnew(current)) end()
    current.push(token)
  })
  end()
  return statements
}

function isSeparator(
  { kind, text, first }: Token,
  depth: number,
  next: Token | undefined,
  { loose }: Dialect,
): boolean {
  if (kind === 'symbol' && text === ';') return depth === 0
  return (
    loose &&
    kind === 'word' &&
    text === 'GO' &&
    first &&
    (next === undefined || next.first || next.kind === 'number')
  )
}

/** `CREATE … TRIGGER` and its like, of which a body may follow. */
function defines(current: readonly Token[]): boolean {
  return (
    current[0]?.text === 'CREATE' &&
    current.slice(1, 12).some(({ kind, text }) => kind === 'word' && BODIES.has(text))
  )
}

function nested({ text }: Token, depth: number, before: Token | undefined): number {
  if (text === 'BEGIN') return depth + 1
  if (depth === 0) return 0
  if (text === 'CASE' && before?.text !== 'END') return depth + 1
  return text === 'END' ? depth - 1 : depth
}

// In T-SQL these begin a statement wherever they stand, but for a few places.
const STARTS: ReadonlySet<string> = new Set([
  'DROP',
  'TRUNCATE',
  'DELETE',
  'UPDATE',
  'ALTER',
  'GRANT',
  'EXEC',
  'EXECUTE',
  'INSERT',
  'MERGE',
])

function startsAnew(current: readonly Token[]): boolean {
  const [first] = current
  const last = current.at(-1)
  if (!first || !last) return false
  // `ALTER TABLE x DROP …`, `GRANT DELETE ON …`, `CREATE TRIGGER … FOR DELETE`, `WHEN MATCHED THEN UPDATE`.
  if (/^(?:ALTER|GRANT|DENY|REVOKE|CREATE|MERGE|EXPLAIN|WITH)$/.test(first.text)) return false
  return openParens(current) === 0 && !/^(?:FOR|ON|AFTER|OF|,|INSTEAD)$/.test(last.text)
}

/** How many parentheses are open at the end. */
function openParens(tokens: readonly Token[]): number {
  let open = 0
  for (const { kind, text } of tokens) {
    if (kind !== 'symbol') continue
    if (text === '(') open += 1
    else if (text === ')') open -= 1
  }
  return open
}

/** The tokens outside of all parentheses, each with its place. */
export function outerTokens(statement: Statement): readonly (Token & { readonly at: number })[] {
  let depth = 0
  return statement.flatMap((token, at) => {
    if (token.kind === 'symbol' && token.text === '(') depth += 1
    const outer = depth === 0
    if (token.kind === 'symbol' && token.text === ')') depth = Math.max(0, depth - 1)
    return outer ? [{ ...token, at }] : []
  })
}

/** What stands in the parentheses that open at a place. */
export function group(statement: Statement, open: number): Statement {
  let depth = 0
  for (let at = open; at < statement.length; at += 1) {
    const { kind, text } = statement[at] as Token
    if (kind !== 'symbol') continue
    if (text === '(') depth += 1
    else if (text === ')') {
      depth -= 1
      if (depth === 0) return statement.slice(open + 1, at)
    }
  }
  return statement.slice(open + 1)
}
