import type { Word, WordPart } from 'unbash'
import { alternatives } from './braces.ts'
import { HOLE } from './hole.ts'
import { TooComplex } from './limits.ts'
import { parseBash } from './parse.ts'
import { fixedText } from './text.ts'
import type { BashWord } from './view-types.ts'

const MOST_FIELDS = 256

/** A word of the view with this text. */
export function bashWord(text: string): BashWord {
  return { text, known: !text.includes(HOLE) }
}

/** The words that one word becomes: several when it has braces. */
export function wordsOf(word: Word): readonly BashWord[] {
  return textsOf(word).map(bashWord)
}

/** The one word where the shell does not expand braces, as in an assignment. */
export function wordOf(word: Word): BashWord {
  return bashWord(word.parts ? textOf(word.parts) : word.value)
}

/** The text of a list of parts, such as the body of a here-document. */
export function textOf(parts: readonly WordPart[]): string {
  return parts.map(partText).join('')
}

function textsOf({ parts, value }: Word): readonly string[] {
  if (!parts) return [value]
  let texts = ['']
  for (const part of parts) {
    const options = part.type === 'BraceExpansion' ? braced(part.text) : [partText(part)]
    if (texts.length * options.length > MOST_FIELDS) throw new TooComplex('it expands to too many words')
    texts = texts.flatMap((text) => options.map((option) => text + option))
  }
  return texts
}

function partText(part: WordPart): string {
  const fixed = fixedText(part)
  if (fixed !== undefined) return fixed
  if (part.type === 'DoubleQuoted' || part.type === 'LocaleString') return textOf(part.parts)
  return part.type === 'BraceExpansion' ? part.text : HOLE
}

function braced(text: string): readonly string[] {
  return alternatives(text).flatMap((option) => {
    if (!/[$`'"\\{]/.test(option) || option === text) return [option]
    const command = parseBash(`: ${option}`).commands[0]?.command
    const word = command?.type === 'Command' ? command.args[0] : undefined
    return word?.type === 'Word' ? textsOf(word) : [option]
  })
}
