import { type Span, scanObject } from './json-scan.ts'

/** A JSON object. */
export type Fields = Readonly<Record<string, unknown>>

/** A stretch of text: one whole JSON object, or anything else. */
export interface Piece {
  readonly text: string
  readonly object?: Fields
}

/**
 * Divides text into the JSON objects that begin a line or follow another on its line, and what is around them. Each
 * character is looked at a bounded number of times, whatever the text is.
 */
export function piecesOf(text: string): readonly Piece[] {
  const pieces: Piece[] = []
  let done = 0
  for (const [start, end] of spansOf(text)) {
    const object = parsed(text.slice(start, end))
    if (!object) continue
    if (start > done) pieces.push({ text: text.slice(done, start) })
    pieces.push({ text: text.slice(start, end), object })
    done = end
  }
  if (done < text.length) pieces.push({ text: text.slice(done) })
  return pieces
}

function parsed(text: string): Fields | undefined {
  try {
    return JSON.parse(text) as Fields
  } catch {
    return undefined // What the engine does not read is no JSON, whatever it looks like.
  }
}

function spansOf(text: string): readonly Span[] {
  const spans: Span[] = []
  const starts = lineStarts(text)
  let read = 0
  for (const start of starts) {
    for (let next = start; next >= read && text[next] === '{'; ) {
      const scan = scanObject(text, next, starts)
      for (const span of scan.spans) spans.push(span)
      read = scan.end
      if (scan.whole) next = afterBlanks(text, read)
    }
  }
  return spans
}

/** The braces that begin a line. */
function lineStarts(text: string): ReadonlySet<number> {
  const starts = new Set<number>()
  for (const { 0: before, index } of text.matchAll(/(?:^|[\r\n])[ \t\ufeff]*(?=\{)/g)) {
    starts.add(index + before.length)
  }
  return starts
}

function afterBlanks(text: string, from: number): number {
  let at = from
  while (text[at] === ' ' || text[at] === '\t') at++
  return at
}
