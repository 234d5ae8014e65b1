/** A word, a text in quotes, or a mark of SQL. */
export interface SqlToken {
  readonly kind: 'word' | 'text' | 'mark'
  /** Words in capitals, texts without their quotes. */
  readonly text: string
  /** How many brackets are open. */
  readonly depth: number
}

// Comments, texts in quotes (PostgreSQL's `$tag$…$tag$` among them), names in quotes, words, marks.
const TOKEN =
  /--[^\n]*|\/\*[\s\S]*?(?:\*\/|$)|'((?:[^'\\]|''|\\.)*)(?:'|$)|(\$\w*\$)|"((?:[^"]|"")*)(?:"|$)|`([^`]*)(?:`|$)|\[([A-Za-z_][\w .-]*)\]|([\p{L}_@#$][\p{L}\p{N}_$.]*|\d[\w.]*)|([^\s])/uy

const MOST_TOKENS = 20_000

/** The tokens of a text of SQL, statement by statement. */
export function sqlStatements(source: string): SqlToken[][] {
  const statements: SqlToken[][] = [[]]
  let depth = 0
  const add = (kind: SqlToken['kind'], text: string) => statements.at(-1)?.push({ kind, text, depth })
  let at = 0
  for (let count = 0; at < source.length && count < MOST_TOKENS; count += 1) {
    TOKEN.lastIndex = at
    const match = TOKEN.exec(source)
    if (!match) {
      at += 1
      continue
    }
    at = TOKEN.lastIndex
    const [, text, dollars, quoted, ticked, bracketed, word, mark] = match
    if (text !== undefined) add('text', text)
    else if (dollars !== undefined) {
      const end = source.indexOf(dollars, at)
      add('text', source.slice(at, end < 0 ? undefined : end))
      at = end < 0 ? source.length : end + dollars.length
    } else if (quoted !== undefined || ticked !== undefined || bracketed !== undefined)
      add('text', quoted ?? ticked ?? bracketed ?? '')
    else if (word !== undefined) add('word', word.toUpperCase())
    else if (mark === ';' && depth === 0) statements.push([])
    else if (mark !== undefined) {
      depth = Math.max(0, depth + (mark === '(' ? 1 : mark === ')' ? -1 : 0))
      add('mark', mark)
    }
  }
  return statements.filter((statement) => statement.length > 0)
}
