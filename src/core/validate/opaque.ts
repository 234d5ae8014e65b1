import type { ArchiveFile } from '../archive/read.ts'
import { bare, type Language } from './code.ts'
import { type Finding, findingsIn, lineAt } from './finding.ts'

const HINT = 'publish code that people can read: they are asked to trust it'

/** True for code on lines that are too long for people; a bundle that was not minified is none. */
export function isMinified(text: string): boolean {
  const lines = text.split('\n').filter((line) => line.trim() !== '')
  return text.length > 1000 && text.length / Math.max(1, lines.length) > 200
}

/** Code that runs what it decodes. */
const DECODES_AND_RUNS: Readonly<Record<Language, RegExp>> = {
  js: /\b(?:eval|Function|runInThisContext|runInNewContext|_compile)\s*\([^;\n]*(?:atob|base64|fromCharCode|unescape|'hex'|"hex")/,
  python: /\b(?:exec|eval|compile)\s*\([^\n]*(?:b64decode|a85decode|fromhex|unhexlify|decompress|marshal)/,
  shell:
    /\b(?:base64\s+(?:-d|-D|--decode)|xxd\s+-r)[^\n;]*\|\s*(?:\w+\/)*(?:ba|z|da)?sh\b|\beval\b[^\n]*base64/,
  ruby: /\beval\b[^\n]*(?:decode64|unpack)/,
  perl: /\beval\b[^\n]*(?:decode_base64|unpack)/,
  powershell:
    /FromBase64String[^\n]*(?:iex|Invoke-Expression)|(?:iex|Invoke-Expression)[^\n]*FromBase64String|-EncodedCommand\b/i,
}

const ENCODED: readonly (readonly [RegExp, string])[] = [
  [/[A-Za-z0-9+/]{400,}={0,2}/, 'a text in base64 or the like'],
  [/[0-9a-fA-F]{400,}/, 'a text in hexadecimal'],
  [/(?:\\x[0-9a-fA-F]{2}){40,}|(?:\\u[0-9a-fA-F]{4}){40,}/, 'a text of escapes'],
]

/** What in code people cannot read: minified, encoded, or decoded and run. */
export function opaqueCode(path: string, text: string, language: Language): readonly Finding[] {
  const { warning } = findingsIn(path)
  const code = bare(text, language, 'code and strings')
  const run = DECODES_AND_RUNS[language].exec(code)
  const encoded = ENCODED.map(([pattern, what]) => ({ at: code.search(pattern), what })).find(
    ({ at }) => at !== -1,
  )
  return [
    ...(isMinified(text)
      ? [
          warning('opaque-code', {
            message: 'the code is minified',
            hint: `build it without --minify. ${HINT}`,
          }),
        ]
      : []),
    ...(run
      ? [
          warning('opaque-code', {
            line: lineAt(code, run.index),
            message: 'it decodes something and runs it',
            hint: HINT,
          }),
        ]
      : []),
    ...(encoded
      ? [
          warning('opaque-code', {
            line: lineAt(code, encoded.at),
            message: `${encoded.what} that nobody can read`,
            hint: HINT,
          }),
        ]
      : []),
  ]
}

const MAGIC: readonly (readonly [string, string])[] = [
  ['7f454c46', 'a program for Linux'],
  ['4d5a', 'a program for Windows'],
  ['feedface', 'a program for macOS'],
  ['feedfacf', 'a program for macOS'],
  ['cefaedfe', 'a program for macOS'],
  ['cffaedfe', 'a program for macOS'],
  ['cafebabe', 'a program for macOS or Java'],
  ['0061736d', 'a WebAssembly module'],
  ['504b0304', 'an archive'],
  ['1f8b', 'a compressed file'],
]

/** A file that is a program or an archive instead of text; for the file of a handler, anything but text. */
export function opaqueFile({ path, bytes }: ArchiveFile, isHandler = false): readonly Finding[] {
  const head = Buffer.from(bytes.subarray(0, 4)).toString('hex')
  const [, what = isHandler && bytes.includes(0) ? 'not text' : undefined] =
    MAGIC.find(([magic]) => head.startsWith(magic)) ?? []
  return what === undefined
    ? []
    : [findingsIn(path).warning('opaque-file', { message: `it is ${what}`, hint: HINT })]
}
