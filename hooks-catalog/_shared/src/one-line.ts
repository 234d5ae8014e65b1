import { stripVTControlCharacters } from 'node:util'

/** `text` of at most `most` characters, cut between characters and not within one. */
export function cut(text: string, most: number): string {
  if (text.length <= most) return text
  const kept = text.slice(0, Math.max(0, most - 1))
  // Half of a character of two units at the end is no text.
  return `${/[\ud800-\udbff]$/.test(kept) ? kept.slice(0, -1) : kept}…`
}

/** `text` as one line of at most `most` characters, without control characters and what reorders or hides text. */
export function oneLine(text: string, most: number): string {
  const plain = stripVTControlCharacters(text.slice(0, most * 4 + 1000))
    .replace(/[\u200b-\u200f\u202a-\u202e\u2060-\u2069\ufeff]/g, '')
    .replace(/[\s\u0000-\u001f\u007f-\u009f]+/g, ' ')
    .trim()
  return cut(plain, most)
}
