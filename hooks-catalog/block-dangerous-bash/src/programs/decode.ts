import { HOLE, isKnown, known, Taint, type Text, taintsOf, unknown } from '../shell/text.ts'

/** The plain text of base64, or undefined when it is not text. */
export function decodeBase64(text: string): string | undefined {
  return printable(Buffer.from(text.trim(), 'base64').toString('utf8'))
}

const BASE32 = 'ABCDEFGHIJKLMNOPQRSTUVWXYZ234567'

/** The plain text of base32, or undefined when it is not text. */
export function decodeBase32(text: string): string | undefined {
  const bits = [...text.trim().replace(/=+$/, '')]
    .map((letter) => BASE32.indexOf(letter).toString(2).padStart(5, '0'))
    .join('')
  const bytes = bits.match(/[01]{8}/g) ?? []
  return printable(bytes.map((byte) => String.fromCharCode(Number.parseInt(byte, 2))).join(''))
}

/** The plain text of a hex dump, or undefined when it is not text. */
export function decodeHex(text: string): string | undefined {
  const digits = text.replace(/^[0-9a-f]+:\s/gim, '').replace(/\s{2,}.*$/gm, '')
  return printable(Buffer.from(digits.replace(/[^0-9a-f]/gi, ''), 'hex').toString('utf8'))
}

function printable(text: string): string | undefined {
  return text !== '' && /^[\t\n\r\x20-\x7e]*$/.test(text) ? text : undefined
}

const NAMED: Readonly<Record<string, string>> = {
  n: '\n',
  t: '\t',
  r: '\r',
  a: '\x07',
  b: '\b',
  e: '\x1b',
  f: '\f',
  v: '\v',
}

/** The text that backslash escapes stand for, as in `echo -e` and `printf`. */
export function decodeEscapes(text: string): string {
  return text.replace(
    /\\(?:x([0-9a-f]{1,2})|u([0-9a-f]{1,4})|U([0-9a-f]{1,8})|0?([0-7]{1,3})|(.))/gi,
    (match, hex?: string, short?: string, wide?: string, octal?: string, letter?: string) => {
      const code = hex ?? short ?? wide
      if (code !== undefined) return String.fromCodePoint(Math.min(Number.parseInt(code, 16), 0x10ffff))
      if (octal !== undefined) return String.fromCharCode(Number.parseInt(octal, 8) & 0xff)
      return letter === undefined ? match : (NAMED[letter] ?? letter)
    },
  )
}

const MOST_ROUNDS = 64

/** What `printf` prints for its format and arguments. */
export function formatted(args: readonly Text[]): Text {
  const [format, ...rest] = args[0]?.text === '--' ? args.slice(1) : args
  if (!format) return known('')
  if (!isKnown(format)) return unknown(taintsOf(args))
  const texts = rest.map((arg) => arg.text)
  let printed = ''
  for (let round = 0; round < MOST_ROUNDS; round += 1) {
    const before = texts.length
    printed += fill(format.text, texts)
    if (texts.length === 0 || texts.length === before) break
  }
  return known(printed, taintsOf(args) | disguise(format.text))
}

const NUMBERED = /\\(?:x[2-7][0-9a-f]|[01][0-7]{2}|u00[2-7][0-9a-f])/i

/** The origin of a text some of whose letters are written as numbers. */
export function disguise(source: string): number {
  return NUMBERED.test(source) ? Taint.disguised : Taint.none
}

function fill(format: string, texts: string[]): string {
  // The format's own escapes are read before the arguments go in.
  return format.replace(
    /%(?:[-+ #0]*\d*(?:\.\d+)?)([sbqdiuoxXcfeEgG%])|\\(?:x[0-9a-f]{1,2}|u[0-9a-f]{1,4}|0?[0-7]{1,3}|.)/gi,
    (match, kind?: string) => {
      if (kind === undefined) return decodeEscapes(match)
      if (kind === '%') return '%'
      const text = texts.shift() ?? ''
      if (kind === 'b') return decodeEscapes(text)
      return kind === 'c' ? text.slice(0, 1) || HOLE : text
    },
  )
}
