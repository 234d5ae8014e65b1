import type { Assignment, Command, HereDoc, Redirection } from 'unbash'
import { TooComplex } from './limits.ts'
import { bodyText } from './text.ts'
import type { BashAssignment, BashRedirect, BashWord } from './view-types.ts'
import { bashWord, textOf, wordOf, wordsOf } from './words.ts'

const MOST_WORDS = 2000

/** The words of a simple command, its program first. */
export function wordsIn({ name, args }: Command): readonly BashWord[] {
  if (!name) return []
  const words = [
    ...wordsOf(name),
    ...args.flatMap((arg) => (arg.type === 'Word' ? wordsOf(arg) : [argumentOf(arg)])),
  ]
  if (words.length > MOST_WORDS) throw new TooComplex('it has too many words')
  return words
}

/** `name=value` behind the program: an argument like any other. */
function argumentOf(entry: Assignment): BashWord {
  const values = valuesOf(entry).map(({ text }) => text)
  return bashWord(entry.text.slice(0, entry.text.indexOf('=') + 1) + values.join(' '))
}

/** An assignment before the program. */
export function assignmentOf(entry: Assignment): BashAssignment {
  return { name: entry.name, values: valuesOf(entry) }
}

function valuesOf({ value }: Assignment): readonly BashWord[] {
  return value.type === 'Word' ? [wordOf(value)] : value.elements.flatMap(wordsOf)
}

/** A redirection; `undefined` when its target is missing, which is a fault of the line. */
export function redirectOf(entry: Redirection): BashRedirect | undefined {
  const target = entry.type === 'HereDoc' ? bodyOf(entry) : entry.target && wordOf(entry.target)
  if (!target) return undefined
  const { descriptor, operator } = entry
  if (!descriptor) return { operator, target }
  return {
    operator,
    descriptor: descriptor.type === 'FileDescriptor' ? descriptor.value : descriptor.name,
    target,
  }
}

function bodyOf({ body, delimiter, operator }: HereDoc): BashWord {
  const text = delimiter?.quoted || !body.parts ? body.text : textOf(body.parts)
  return bashWord(bodyText(text, operator))
}

/** The text that a here-document or here-string puts on standard input. */
export function inputOf(redirects: readonly BashRedirect[]): string | undefined {
  return redirects.findLast(
    ({ operator, descriptor }) => operator.startsWith('<<') && (descriptor === undefined || descriptor === 0),
  )?.target.text
}
