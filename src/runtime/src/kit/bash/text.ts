import type { WordPart } from 'unbash'
import { HOLE } from './hole.ts'

/** The text for people: holes become an ellipsis, long texts are cut. */
export function shown(text: string): string {
  const plain = text.replaceAll(HOLE, '…').replace(/\s+/g, ' ').trim()
  return plain.length > 120 ? `${plain.slice(0, 119)}…` : plain
}

/** The text of a part of a word that means the same in every shell; `undefined` when it has to be expanded. */
export function fixedText(part: WordPart): string | undefined {
  switch (part.type) {
    case 'Literal':
    case 'SingleQuoted':
    case 'AnsiCQuoted':
    case 'Glob':
      return part.value
    case 'ExtendedGlob':
      return part.operator === '@' && !part.pattern.includes('|') ? part.pattern : '*'
    default:
      return undefined
  }
}

/** The body of a here-document as the command gets it: `<<-` takes the tabs out that begin its lines. */
export function bodyText(text: string, operator: '<<' | '<<-'): string {
  return operator === '<<-' ? text.replace(/^\t+/gm, '') : text
}
