import { type Finding, findingsIn, lineAt, type SourceText } from './finding.ts'

/** What is there and is not seen, or makes text be seen in another order. */
const HIDDEN = /(?![\t\n\r])\p{Cc}|\p{DI}|[\u2028\u2029\uFFF9-\uFFFB]/gu

/** Control characters that a terminal does not act on; bundlers leave them in code as they are. */
const HARMLESS_IN_CODE = /[\u0001-\u0006\u000B\u000C\u000E-\u001A\u001C-\u001F]/

const BIDI = /[\u061C\u200E\u200F\u202A-\u202E\u2066-\u2069]/

/** Scripts that need the joiners to be written rightly. */
const JOINED =
  /[\p{Script=Arabic}\p{Script=Syriac}\p{Script=Mongolian}\p{Script=Devanagari}\p{Script=Bengali}\p{Script=Gurmukhi}\p{Script=Gujarati}\p{Script=Oriya}\p{Script=Tamil}\p{Script=Telugu}\p{Script=Kannada}\p{Script=Malayalam}\p{Script=Sinhala}\p{Script=Khmer}\p{Script=Myanmar}]\p{M}*$/u

const BEFORE_SELECTOR = /[\p{Extended_Pictographic}\p{Emoji_Modifier}0-9#*]$/u
const PICTURE = /^\p{Extended_Pictographic}/u
const AFTER_PICTURE = /(?:[\p{Extended_Pictographic}\p{Emoji_Modifier}]|\uFE0F)$/u

const MOST = 5

/** The hidden and direction-changing characters of a text, at most five; in JSON also those that are escaped. */
export function hiddenText({ path, text }: SourceText, isCode = false): readonly Finding[] {
  const hidden = [...text.matchAll(HIDDEN)].filter(
    ({ 0: char, index }) => !isWanted(text, index, char) && !(isCode && HARMLESS_IN_CODE.test(char)),
  )
  const escaped = path.endsWith('.json') ? escapedIn(text) : []
  const found = [...hidden, ...escaped].toSorted((one, other) => (one.index ?? 0) - (other.index ?? 0))
  return found.slice(0, MOST).map((match, at) => {
    const left = at === MOST - 1 ? found.length - MOST : 0
    return findingOf({ path, text }, match, left)
  })
}

function findingOf(
  { path, text }: SourceText,
  { 0: found, index = 0 }: RegExpMatchArray,
  left: number,
): Finding {
  const char = found.startsWith('\\u') ? String.fromCharCode(Number.parseInt(found.slice(2), 16)) : found
  const line = lineAt(text, index)
  const column = index - text.lastIndexOf('\n', index - 1)
  const does = BIDI.test(char) ? 'changes the direction of the text' : 'cannot be seen'
  const more = left > 0 ? `, and ${left} more` : ''
  return findingsIn(path).error('hidden-text', {
    line,
    message: `${nameOf(char)} at column ${column} ${does}${more}`,
    hint: 'take it out; code that needs it can write an escape such as \\u200b',
  })
}

function nameOf(char: string): string {
  return `U+${(char.codePointAt(0) ?? 0).toString(16).toUpperCase().padStart(4, '0')}`
}

/** `\u202e` in JSON is as hidden as the character, once it is read. */
function escapedIn(text: string): readonly RegExpMatchArray[] {
  return [...text.matchAll(/(?<!\\)(?:\\\\)*(\\u[0-9a-fA-F]{4})/g)].flatMap((match) => {
    const [whole, escaped = ''] = match
    const char = String.fromCharCode(Number.parseInt(escaped.slice(2), 16))
    const index = (match.index ?? 0) + whole.length - escaped.length
    return char.search(HIDDEN) === -1 ? [] : [Object.assign([escaped], { index }) as RegExpMatchArray]
  })
}

/** A byte order mark, a form of an emoji, a joiner in a script that has them. */
function isWanted(text: string, index: number, char: string): boolean {
  const before = text.slice(Math.max(0, index - 8), index)
  const after = text.slice(index + char.length, index + char.length + 2)
  if (char === '\uFEFF') return index === 0
  if (char === '\uFE0E' || char === '\uFE0F') return BEFORE_SELECTOR.test(before)
  if (char !== '\u200C' && char !== '\u200D') return false
  return JOINED.test(before) || (char === '\u200D' && AFTER_PICTURE.test(before) && PICTURE.test(after))
}
