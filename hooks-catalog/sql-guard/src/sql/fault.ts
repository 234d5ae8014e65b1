import type { Dialect } from './dialect.ts'
import type { Statement } from './statements.ts'
import type { Token } from './tokens.ts'

/** The rules, as the option `off` has them. */
export type Rule =
  | 'no-where'
  | 'drop'
  | 'truncate'
  | 'alter-drop'
  | 'grant'
  | 'program'
  | 'read-only'
  | 'unknown'

/** One statement that does harm. */
export interface Fault {
  readonly rule: Rule
  /** Completes "`DELETE …` …" for people. */
  readonly does: string
  /** What is lost can be made again: a question, no refusal. */
  readonly soft?: boolean
  /** It changes the form of tables, and does not only change rows. */
  readonly tables?: boolean
  /** The beginning of the statement, without its values. */
  readonly excerpt?: string
}

/** What is known besides the statement. */
export interface Setting {
  readonly dialect: Dialect
  readonly readOnly: boolean
  /** Tables that the same text has made. */
  readonly made: ReadonlySet<string>
  readonly level: number
}

/** Whether a token is this word. */
export const word = (token: Token | undefined, text: string): boolean =>
  token?.kind === 'word' && token.text === text

/** The name that begins at a place, in capitals, with its dots. */
export function nameAt(statement: Statement, from: number): string {
  let name = ''
  for (let at = from; at < statement.length; at += 1) {
    const { kind, text } = statement[at] as Token
    if (kind !== 'word' && kind !== 'name' && text !== '.') break
    if (text !== '.' && name !== '' && !name.endsWith('.')) break
    name += text
  }
  return name.toUpperCase()
}
