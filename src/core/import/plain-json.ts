import { createScanner } from 'jsonc-parser'

const END = 17
const COMMENTS = [12, 13]
const BLANK = [14, 15]

/** A document with comments, or commas before a closing bracket, as JSON; every other character stays in its place. */
export function withoutComments(text: string): string {
  const scanner = createScanner(text)
  const parts: string[] = []
  let comma: number | undefined
  for (let kind: number = scanner.scan(); kind !== END; kind = scanner.scan()) {
    const at = scanner.getTokenOffset()
    const word = text.slice(at, at + scanner.getTokenLength())
    const isComment = COMMENTS.includes(kind)
    if (comma !== undefined && (word === '}' || word === ']')) parts[comma] = ' '
    if (!isComment && !BLANK.includes(kind)) comma = word === ',' ? parts.length : undefined
    parts.push(isComment ? word.replace(/[^\r\n]/g, ' ') : word)
  }
  return parts.join('')
}
