import type { Dialect } from './dialect.ts'

/** One token of SQL. */
export interface Token {
  readonly kind: 'word' | 'name' | 'string' | 'number' | 'symbol' | 'command'
  /** Words in capitals; names, strings and commands of the client without their quotes. */
  readonly text: string
  /** It is the first on its line. */
  readonly first: boolean
}

interface Reader {
  readonly text: string
  readonly dialect: Dialect
  at: number
  first: boolean
  readonly tokens: Token[]
}

const MOST_TOKENS = 200_000

/** The tokens of a text without comments; always ends, also for what is no SQL. */
export function tokensOf(text: string, dialect: Dialect): readonly Token[] {
  const reader: Reader = { text, dialect, at: 0, first: true, tokens: [] }
  while (reader.at < text.length && reader.tokens.length < MOST_TOKENS) {
    const before = reader.at
    if (!skipped(reader)) token(reader)
    // Nothing may stand still.
    if (reader.at === before) reader.at += 1
  }
  return reader.tokens
}

/** Passes over spaces and comments. */
function skipped(reader: Reader): boolean {
  const { text, at, dialect } = reader
  const two = text.slice(at, at + 2)
  const character = text.charAt(at)
  if (/\s/.test(character)) {
    reader.first ||= character === '\n'
    reader.at += 1
    return true
  }
  const dashes = two === '--' && (!dialect.mysql || /^(?:\s|$)/.test(text.slice(at + 2, at + 3)))
  if (dashes || (dialect.mysql && character === '#')) {
    const end = text.indexOf('\n', at)
    reader.at = end < 0 ? text.length : end
    return true
  }
  if (two !== '/*') return dialect.mysql && two === '*/' && move(reader, 2)
  const run = dialect.mysql ? /^\/\*M?!\d*/.exec(text.slice(at, at + 12)) : null
  return move(reader, run ? run[0].length : commentEnd(text, at, dialect.nested) - at)
}

function move(reader: Reader, by: number): true {
  reader.at += by
  return true
}

function commentEnd(text: string, from: number, nested: boolean): number {
  let depth = 0
  for (let at = from; at < text.length; at += 1) {
    const two = text.slice(at, at + 2)
    if (two === '*/') {
      depth -= 1
      at += 1
      if (depth <= 0) return at + 1
    } else if (two === '/*' && (nested || depth === 0)) {
      depth += 1
      at += 1
    }
  }
  return text.length
}

function token(reader: Reader): true {
  const { text, at, dialect } = reader
  const character = text.charAt(at)
  if (character === "'") return quoted(reader, 'string', stringEnd(text, at, escapes(reader)))
  if (character === '"')
    return quoted(reader, dialect.mysql ? 'string' : 'name', stringEnd(text, at, dialect.backslash))
  if (character === '`') return quoted(reader, 'name', stringEnd(text, at, false))
  if (character === '[' && dialect.brackets) return quoted(reader, 'name', endOf(text, ']', at + 1))
  const tag =
    character === '$' && dialect.dollars
      ? /^\$(?:[A-Za-z_\u0080-\uffff][\w\u0080-\uffff]*)?\$/.exec(text.slice(at, at + 70))
      : null
  if (tag) {
    const start = at + tag[0].length
    const end = text.indexOf(tag[0], start)
    return add(
      reader,
      'string',
      text.slice(start, end < 0 ? text.length : end),
      end < 0 ? text.length : end + tag[0].length,
    )
  }
  const word = /^[\p{L}_@\uE000][\p{L}\p{N}_$@#\uE000]*/u.exec(text.slice(at, at + 300))
  if (word) return add(reader, 'word', word[0].toUpperCase(), at + word[0].length)
  const number = /^\d[\w.]*/.exec(text.slice(at, at + 100))
  if (number) return add(reader, 'number', number[0], at + number[0].length)
  // Commands of psql and sqlite3 go to the end of the line.
  const isCommand =
    (character === '\\' && dialect.name === 'postgres') ||
    (character === '.' && reader.first && dialect.name === 'sqlite')
  if (isCommand) return command(reader)
  return add(reader, 'symbol', character, at + 1)
}

/** `E'…'` has backslashes in every dialect that knows it. */
function escapes({ tokens, text, at, dialect }: Reader): boolean {
  const last = tokens.at(-1)
  return dialect.backslash || (last?.kind === 'word' && last.text === 'E' && /e/i.test(text.charAt(at - 1)))
}

/** The place behind the quote that ends what begins at `from`. */
function stringEnd(text: string, from: number, backslash: boolean): number {
  const quote = text.charAt(from)
  for (let at = from + 1; at < text.length; at += 1) {
    if (backslash && text.charAt(at) === '\\') at += 1
    else if (text.charAt(at) === quote) {
      if (text.charAt(at + 1) !== quote) return at + 1
      at += 1
    }
  }
  return text.length
}

function endOf(text: string, mark: string, from: number): number {
  const at = text.indexOf(mark, from)
  return at < 0 ? text.length : at + 1
}

function quoted(reader: Reader, kind: 'string' | 'name', end: number): true {
  const quote = reader.text.charAt(reader.at)
  const inner = reader.text.slice(reader.at + 1, end - 1)
  return add(reader, kind, inner.replaceAll(quote + quote, quote), end)
}

function command(reader: Reader): true {
  const { text, at } = reader
  const line = /^[^\n]*/.exec(text.slice(at, at + 4096))?.[0] ?? ''
  // `\;` and `\g` stand between statements; what follows `\g` on its line is a file.
  const end = /^\\;/.test(line) ? 2 : line.length
  return add(reader, 'command', line.slice(0, end).trim(), at + end)
}

function add(reader: Reader, kind: Token['kind'], text: string, end: number): true {
  reader.tokens.push({ kind, text, first: reader.first })
  reader.first = false
  reader.at = end
  return true
}
