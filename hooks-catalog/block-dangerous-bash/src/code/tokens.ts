/** One token of a program text in any of the scripting languages. */
export interface Token {
  readonly kind: 'name' | 'string' | 'mark' | 'backtick'
  readonly text: string
}

const NAME = /[A-Za-z_$@%][\w$]*/y
const MOST_TOKENS = 20_000

/**
 * Splits program text into names, strings and marks: enough to see which functions are called with which
 * literals. Comments are dropped.
 */
export function tokens(source: string, hashComments: boolean): Token[] {
  const list: Token[] = []
  let at = 0
  while (at < source.length && list.length < MOST_TOKENS) {
    const [token, end] = next(source, at, hashComments)
    if (token) list.push(token)
    at = end
  }
  return list
}

function next(source: string, at: number, hashComments: boolean): [Token | undefined, number] {
  const character = source.charAt(at)
  if (/\s/.test(character)) return [undefined, at + 1]
  if ((hashComments && character === '#') || (!hashComments && source.startsWith('//', at))) {
    const end = source.indexOf('\n', at)
    return [undefined, end < 0 ? source.length : end]
  }
  if (/["'`]/.test(character)) return quotedToken(source, at)
  const form = hashComments ? quotedForm(source, at) : undefined
  if (form) return form
  NAME.lastIndex = at
  const name = NAME.exec(source)?.[0]
  if (name) return [{ kind: 'name', text: name }, at + name.length]
  return [{ kind: 'mark', text: character }, at + 1]
}

const CLOSING: Readonly<Record<string, string>> = { '(': ')', '[': ']', '{': '}', '<': '>' }

// Perl's and Ruby's own quotes: `%x(…)` and `qx{…}` run a command, `qw(…)` is a list of words.
function quotedForm(source: string, at: number): [Token, number] | undefined {
  const match = /^(%x|qx|qw|%w)\s?([([{<|!/])/.exec(source.slice(at, at + 5))
  if (!match || /\w/.test(source.charAt(at - 1))) return undefined
  const [all, form = '', open = ''] = match
  const start = at + all.length
  const end = source.indexOf(CLOSING[open] ?? open, start)
  const text = source.slice(start, end < 0 ? undefined : end)
  return [{ kind: form.endsWith('x') ? 'backtick' : 'string', text }, start + text.length + 1]
}

function quotedToken(source: string, at: number): [Token, number] {
  const quote = source.charAt(at)
  const triple = source.startsWith(quote.repeat(3), at) ? quote.repeat(3) : quote
  let text = ''
  let end = at + triple.length
  while (end < source.length && !source.startsWith(triple, end)) {
    if (source.charAt(end) === '\\') {
      const [character, length] = escaped(source, end)
      text += character
      end += length
    } else {
      text += source.charAt(end)
      end += 1
    }
  }
  return [{ kind: quote === '`' ? 'backtick' : 'string', text }, Math.min(source.length, end + triple.length)]
}

function escaped(source: string, at: number): [string, number] {
  const match = /^\\(?:x([0-9a-fA-F]{2})|u([0-9a-fA-F]{4})|([0-7]{1,3})|(.))/s.exec(source.slice(at, at + 8))
  if (!match) return ['', 1]
  const [all, hex, unicode, octal, letter = ''] = match
  const code = hex ?? unicode
  if (code) return [String.fromCharCode(Number.parseInt(code, 16)), all.length]
  if (octal) return [String.fromCharCode(Number.parseInt(octal, 8)), all.length]
  return [letter === 'n' ? '\n' : letter === 't' ? '\t' : letter, all.length]
}
