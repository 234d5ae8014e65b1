import { TooComplex } from '../../../../src/runtime/src/kit/bash/limits.ts'

/** One token of a program text in any of the scripting languages. */
export interface Token {
  readonly kind: 'name' | 'string' | 'mark' | 'backtick' | 'number'
  readonly text: string
  /** True for a text in which variables are put in: a double-quoted one of Perl, Ruby and PHP. */
  readonly open?: boolean
}

const NAME = /(?:[$@%]?[A-Za-z_][\w$]*|\$[\w$]*)(?:[!?](?=\())?/y
const NUMBER = /0[xX][0-9a-fA-F]+|0o?[0-7]+|\d+(?:\.\d+)?/y
const MOST_TOKENS = 20_000

/**
 * Splits program text into names, strings, numbers and marks: enough to see which functions are called with which
 * literals. Comments are dropped; the end of a line is a mark.
 */
export function tokens(source: string, hashComments: boolean): Token[] {
  const list: Token[] = []
  let at = 0
  while (at < source.length) {
    if (list.length > MOST_TOKENS) throw new TooComplex('its inline code is too long to follow')
    const [token, end] = next(source, at, hashComments)
    if (token) list.push(token)
    at = end
  }
  return list
}

function next(source: string, at: number, hashComments: boolean): [Token | undefined, number] {
  const character = source.charAt(at)
  if (character === '\n') return [{ kind: 'mark', text: '\n' }, at + 1]
  if (/\s/.test(character)) return [undefined, at + 1]
  const comment = commentEnd(source, at, hashComments)
  if (comment !== undefined) return [undefined, comment]
  if (/["'`]/.test(character)) return quotedToken(source, at)
  const form = hashComments ? quotedForm(source, at) : undefined
  if (form) return form
  const name = matchAt(NAME, source, at)
  if (name) return [{ kind: 'name', text: name.replace(/[!?]$/, '') }, at + name.length]
  const number = matchAt(NUMBER, source, at)
  if (number) return [{ kind: 'number', text: number }, at + number.length]
  return [{ kind: 'mark', text: character }, at + 1]
}

function matchAt(pattern: RegExp, source: string, at: number): string | undefined {
  pattern.lastIndex = at
  return pattern.exec(source)?.[0]
}

function commentEnd(source: string, at: number, hashComments: boolean): number | undefined {
  const line = hashComments ? source.charAt(at) === '#' : source.startsWith('//', at)
  const block = source.startsWith('/*', at)
  if (!line && !block) return undefined
  const end = source.indexOf(block ? '*/' : '\n', at + 1)
  return end < 0 ? source.length : block ? end + 2 : end
}

const CLOSING: Readonly<Record<string, string>> = { '(': ')', '[': ']', '{': '}', '<': '>' }

// Perl's and Ruby's own quotes: `%x(…)` and `qx{…}` run a command, `qw(…)` is a list of words, `q(…)` a text.
function quotedForm(source: string, at: number): [Token, number] | undefined {
  const match = /^(%x|qx|qw|%w|%[qQ]|qq|q)\s?([([{<|!/^~])/.exec(source.slice(at, at + 5))
  if (!match || /[\w$@%]/.test(source.charAt(at - 1))) return undefined
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
  const after = Math.min(source.length, end + triple.length)
  return [{ kind: quote === '`' ? 'backtick' : 'string', text, open: quote === '"' }, after]
}

function escaped(source: string, at: number): [string, number] {
  const match = /^\\(?:x([0-9a-fA-F]{2})|u\{?([0-9a-fA-F]{1,6})\}?|([0-7]{1,3})|(.))/s.exec(
    source.slice(at, at + 12),
  )
  if (!match) return ['', 1]
  const [all, hex, unicode, octal, letter = ''] = match
  const code = hex ?? unicode
  if (code) return [String.fromCodePoint(Math.min(Number.parseInt(code, 16), 0x10ffff)), all.length]
  if (octal) return [String.fromCharCode(Number.parseInt(octal, 8)), all.length]
  return [letter === 'n' ? '\n' : letter === 't' ? '\t' : letter, all.length]
}
