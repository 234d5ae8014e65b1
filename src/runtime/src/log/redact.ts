import { isPlaceholder, looksRandom, withoutTokens } from './secret-forms.ts'
import { mayNameSecret, secrecyOf } from './secret-names.ts'

const MARK = '[redacted]'

/**
 * The text without secrets: tokens of known forms, keys in PEM, passwords in URLs, and the values of variables,
 * fields, headers and flags whose names say that they are secret. Other words stay. Takes time linear in the length
 * of the text, whatever it is; a secret that has no form and no name is not found.
 */
export function redact(text: string): string {
  return withoutNamed(withoutForms(text))
}

/** Each expression is only made when the text may need it: the first use of one costs a hook a tenth of a millisecond. */
function withoutForms(text: string): string {
  let rest = withoutTokens(text, MARK)
  if (rest.includes('-----BEGIN')) {
    // Without its end, the rest of the text is the key.
    rest = rest.replace(/-----BEGIN [A-Z0-9 ]{1,60}-----[\s\S]*?(?:-----END [A-Z0-9 ]{1,60}-----|$)/g, MARK)
  }
  if (rest.includes('://')) rest = withoutUrlSecrets(rest)
  if (/bearer\s/i.test(rest)) {
    rest = rest.replace(/\b(Bearer\s{1,8})([\w.~+/=-]{8,9999})/gi, (found, scheme: string, token: string) =>
      looksRandom(token, 8) ? scheme + MARK : found,
    )
  }
  if (rest.includes('-u')) {
    rest = rest.replace(
      /((?<!\S)(?:-u|--user|--proxy-user)[\s=]{1,8}["']?)([^\s:"'/]{1,100}):([^\s"']{1,9999})/g,
      curlUser,
    )
  }
  return rest
}

/** `://name:password@`, `://token@`, and addresses that let whoever knows them write into a chat. */
function withoutUrlSecrets(text: string): string {
  return text
    .replace(
      /(hooks\.slack\.com\/[a-z]{1,20}\/|discord(?:app)?\.com\/api\/webhooks\/)[\w/+-]{1,9999}/g,
      `$1${MARK}`,
    )
    .replace(/:\/\/([^\s/:@"'`<>]{0,9999}):[^\s/"'`<>]{1,9999}@/g, `://$1:${MARK}@`)
    .replace(/:\/\/([^\s/:@"'`<>]{16,9999})@/g, (found, user: string) =>
      looksRandom(user, 16) ? `://${MARK}@` : found,
    )
}

/** `curl -u name:password`, but not `docker run -u 1000:1000`. */
function curlUser(found: string, flag: string, user: string, password: string): string {
  return /^\d+$/.test(password) ? found : `${flag}${user}:${isPlaceholder(password) ? password : MARK}`
}

/** A name, then what stands between it and its value: `=`, `:`, `": "`, `=>`, or a space. */
const nameAndGap = (): RegExp =>
  /(?<![\w.-])([\w.-]{1,9999})(\\{0,4}["'`]?\s{0,16}(?:[:=]{1,2}>?)\s{0,16}|\s{1,16}(?:(?:is|was)\s{1,16})?)/g

/** The values of secret names. One pass: a name is looked at once, and a value that is replaced is passed over. */
function withoutNamed(text: string): string {
  if (!mayNameSecret(text)) return text
  const names = nameAndGap()
  let result = ''
  let done = 0
  for (let found = names.exec(text); found; found = names.exec(text)) {
    const [all, name = '', gap = ''] = found
    const value = valueAt(text, found.index + all.length, { name, gap })
    if (value && value.start >= done) {
      result += text.slice(done, value.start) + MARK
      done = value.end
    }
    // Not after the gap: what follows may be the next name. So may the value, as in `token = --password x`.
    const flag = value && text.charAt(value.start) === '-' && done - value.start < LOOK
    names.lastIndex = flag ? value.start : Math.max(done, found.index + name.length)
  }
  return result + text.slice(done)
}

interface Span {
  readonly start: number
  readonly end: number
}

/** Where the secret of a name lies in the text; undefined when there is none. */
function valueAt(text: string, at: number, { name, gap }: { name: string; gap: string }): Span | undefined {
  const secrecy = secrecyOf(name)
  if (!secrecy) return undefined
  const header = gap.includes(':') && /authorization$|^(?:set-)?cookie$/i.test(name)
  const place = header ? headerAt(text, at) : (quotedAt(text, at) ?? { start: at, body: bare() })
  const { start, body } = place
  // Only the beginning, so that a name whose value is left alone costs little however long the value is.
  const value = trimmed(matchAt(body, text.slice(start, start + LOOK), 0))
  if (value === '' || isPlaceholder(value)) return undefined
  const certain = header || isCertain(value, { name, gap, sure: secrecy === 'sure' || start > at })
  return certain ? { start, end: start + trimmed(wholeAt(body, text, start)).length } : undefined
}

/** How many characters of a value decide whether it is a secret. */
const LOOK = 200

/** Whether a value is a secret by the way it is bound to its name. `sure`: by the name alone, or by its quotes. */
function isCertain(
  value: string,
  { name, gap, sure }: { name: string; gap: string; sure: boolean },
): boolean {
  if (gap.includes('=')) return sure || !/^\d{1,3}$/.test(value)
  if (gap.includes(':')) return sure || looksRandom(value, 8)
  // Only a space: `--token x`, or a sentence about a token, in which only something long can be one.
  return name.startsWith('-') ? !value.startsWith('-') : looksRandom(value, 16)
}

/** Where a value begins, and an expression for a portion of it: one for megabytes would exhaust the engine's stack. */
interface Place {
  readonly start: number
  readonly body: RegExp
}

const bare = (): RegExp => /(?:[^\s"'`&;|<>\\]|\\(?!["'])){1,9999}/y

/** The credentials after the scheme, as in `Authorization: Bearer x`; of a cookie, the whole line. */
function headerAt(text: string, at: number): Place {
  const scheme = /\\{0,4}["']?(?:(?:apikey|basic|bearer|bot|digest|key|negotiate|token)\s{1,8})?/iy
  const start = at + matchAt(scheme, text, at).length
  const cookies = matchAt(/[^\s"'=\\]{1,100}=[^"'\\]/y, text, start) !== ''
  return { start, body: cookies ? /[^\r\n"'\\]{1,9999}/y : bare() }
}

/** What stands in quotes at this place; up to the end of the line when they are not closed. */
function quotedAt(text: string, at: number): Place | undefined {
  // A quote inside a text that is itself quoted: \"
  const open = matchAt(/["'`]|\\{1,4}["']/y, text, at)
  if (open === '') return undefined
  const bodies: Record<string, RegExp> = {
    '"': /(?:[^"\\\r\n]|\\.){1,9999}/y,
    "'": /[^'\r\n]{1,9999}/y,
    '`': /[^`\r\n]{1,9999}/y,
    '\\': /[^"'\\\r\n]{1,9999}/y,
  }
  return { start: at + open.length, body: bodies[open.charAt(0)] ?? bare() }
}

/** All portions. */
function wholeAt(body: RegExp, text: string, at: number): string {
  let end = at
  for (let length = -1; length !== 0; end += length) length = matchAt(body, text, end).length
  return text.slice(at, end)
}

/** A word without the punctuation that ends a phrase or a list. */
function trimmed(value: string): string {
  return value.startsWith('[redacted]') ? value : value.replace(/[,.)}\]]{1,9}$/, '')
}

/** What an expression (sticky) matches at a place; empty for nothing. */
function matchAt(expression: RegExp, text: string, at: number): string {
  expression.lastIndex = at
  return expression.exec(text)?.[0] ?? ''
}
