/** One kind of hostile text: what it makes of the text of a good document, whose first field is `first`. */
export interface Kind {
  readonly name: string
  readonly of: (good: string, first: string) => string | Buffer
  /** Costs seconds: in the long form only, but for one place in the short one. */
  readonly heavy?: boolean
}

/** `good` with something put before its first field. */
const before = (text: string) => (good: string) => good.replace('{', () => `{${text},`)
/** `good` with something put behind its last field. */
const behind = (text: string) => (good: string) => {
  const end = good.lastIndexOf('}')
  return `${good.slice(0, end)},${text}${good.slice(end)}`
}

const DEEP = 100_000
const LARGE = 50 * 1024 * 1024

/** Texts that do something to whoever prints them, or cannot be seen. `FORGED` begins a line where a break gets through. */
export const UNPRINTABLE =
  '\u001B[31m\u001B]0;title\u0007\u009B31m\u007F\b\r\u202E\u2066\u200F\u061C\u200B\u2060\uFEFF\u{E0041}\u{E0101}\u3164\u2028\u2029\uD800\nFORGED'
const AS_JSON = JSON.stringify(UNPRINTABLE)

export const KINDS: readonly Kind[] = [
  { name: 'a key twice', of: (good, first) => before(`"${first}":null`)(good) },
  {
    name: 'a key twice, the second one spelt with escapes',
    of: (good, first) => behind(`"${escaped(first)}":null`)(good),
  },
  { name: '__proto__', of: behind('"__proto__":{"polluted":true}') },
  { name: '__proto__ that is spelt with escapes', of: behind('"\\u005f_proto__":{"polluted":true}') },
  { name: 'constructor.prototype', of: behind('"constructor":{"prototype":{"polluted":true}}') },
  { name: 'depth in arrays', of: behind(`"deep":${'['.repeat(DEEP)}${']'.repeat(DEEP)}`) },
  { name: 'depth in objects', of: behind(`"deep":${'{"a":'.repeat(DEEP)}1${'}'.repeat(DEEP)}`) },
  { name: 'nothing but depth', of: () => `${'['.repeat(DEEP)}${']'.repeat(DEEP)}` },
  { name: 'depth without an end', of: () => '{"a":'.repeat(DEEP) },
  { name: 'lone surrogates', of: behind('"\uD800":"\uDFFF","\\ud800":"\\udfff"') },
  { name: 'what cannot be printed', of: behind(`${AS_JSON}:${AS_JSON}`) },
  { name: 'what cannot be printed, as it is', of: (good) => `${UNPRINTABLE}${good}` },
  {
    name: 'a value for the first field that has no text',
    of: (good, first) => valueFor(good, first, '{"toString":1,"valueOf":1}'),
  },
  { name: 'null for the first field', of: (good, first) => valueFor(good, first, 'null') },
  { name: 'a list for the first field', of: (good, first) => valueFor(good, first, '[[]]') },
  { name: 'null', of: () => 'null' },
  { name: 'a list', of: () => '[]' },
  { name: 'a text', of: () => '"x"' },
  { name: 'nothing', of: () => '' },
  { name: 'half of it', of: (good) => good.slice(0, good.length / 2) },
  { name: 'two of it', of: (good) => good + good },
  {
    name: 'bytes that are no text',
    of: (good) => Buffer.concat([Buffer.from([0xff, 0xfe, 0x00]), Buffer.from(good, 'latin1')]),
  },
  { name: 'UTF-16', of: (good) => Buffer.from(`\uFEFF${good}`, 'utf16le') },
  { name: 'NUL', of: (good) => `${good}\u0000` },
  { name: 'two marks of byte order', of: (good) => `\uFEFF\uFEFF${good}` },
  {
    name: 'a hundred thousand keys',
    of: behind(Array.from({ length: 100_000 }, (_, at) => `"k${at}":${at}`).join()),
  },
  { name: 'a number of a million digits', of: behind(`"n":${'9'.repeat(1_000_000)}`) },
  { name: '50 MB in one text', of: behind(`"x":"${'x'.repeat(LARGE)}"`), heavy: true },
  { name: '50 MB of white space', of: (good) => ' '.repeat(LARGE) + good, heavy: true },
  {
    name: '50 MB of keys',
    of: behind(Array.from({ length: 3_500_000 }, (_, at) => `"k${at}":${at}`).join()),
    heavy: true,
  },
]

function escaped(text: string): string {
  return [...text].map((char) => `\\u${char.charCodeAt(0).toString(16).padStart(4, '0')}`).join('')
}

function valueFor(good: string, first: string, value: string): string {
  return JSON.stringify({ ...(JSON.parse(good) as object), [first]: '@' }).replace('"@"', () => value)
}
