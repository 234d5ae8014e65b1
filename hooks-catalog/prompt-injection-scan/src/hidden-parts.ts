/** A part of a document that readers do not see. */
export interface Part {
  readonly text: string
  readonly at: number
}

const MOST_PARTS = 200
const LONGEST_PART = 2000

const OPENINGS: readonly (readonly [open: string, close: string])[] = [
  ['<!--', '-->'],
  ['[//]: # (', ')'],
  ['[comment]: # (', ')'],
]

const UNSEEN =
  /<[a-z][a-z0-9]{0,15}\b[^<>]{0,300}?(?:display ?: ?none|visibility ?: ?hidden|font-size ?: ?0|opacity ?: ?0(?![.\d])|color ?: ?(?:white|#fff(?:fff)?)\b|aria-hidden ?= ?["']?true|\bhidden\b)[^<>]{0,300}>([^<]{1,2000})/g

/** Comments of HTML and Markdown, and elements that a style hides, of a text in small letters. */
export function hiddenParts(text: string): readonly Part[] {
  const parts: Part[] = []
  for (const [open, close] of OPENINGS) {
    for (
      let at = text.indexOf(open);
      at >= 0 && parts.length < MOST_PARTS;
      at = text.indexOf(open, at + open.length)
    ) {
      const inner = text.slice(at + open.length, at + open.length + LONGEST_PART)
      const end = inner.indexOf(close)
      parts.push({ text: end < 0 ? inner : inner.slice(0, end), at })
    }
  }
  if (!text.includes('<')) return parts
  for (const { 1: inner = '', index } of text.matchAll(UNSEEN)) {
    if (parts.length >= MOST_PARTS) break
    parts.push({ text: inner, at: index })
  }
  return parts
}
