export type Span = readonly [start: number, end: number]

/** What came of reading one object. */
export interface Scan {
  /** The object, or those inside it that begin a line and are whole although it is not. */
  readonly spans: readonly Span[]
  readonly whole: boolean
  /** Where the object ends, or stops being JSON. */
  readonly end: number
}

interface Open {
  readonly start: number
  readonly closer: '}' | ']'
  /** How many spans there were when it began: later ones are inside of it. */
  readonly before: number
}

type Expected = 'value' | 'first value' | 'key' | 'first key' | 'colon' | 'comma'

interface Reader {
  readonly text: string
  readonly starts: ReadonlySet<number>
  readonly spans: Span[]
  readonly open: Open[]
  expected: Expected
  at: number
}

/**
 * Reads the object that begins at `start`; `starts` are the braces that begin a line. No string in JSON holds a line
 * break, so each of those is between tokens: where one object stops being JSON, all that are open do, and what was
 * read need not be read again from another start.
 */
export function scanObject(text: string, start: number, starts: ReadonlySet<number>): Scan {
  const reader: Reader = { text, starts, spans: [], open: [], expected: 'value', at: start }
  do {
    reader.at = afterSpace(text, reader.at)
    const end = step(reader)
    if (end < 0) return { spans: reader.spans, whole: false, end: Math.max(reader.at, start + 1) }
    reader.at = end
  } while (reader.open.length > 0)
  return { spans: [[start, reader.at]], whole: true, end: reader.at }
}

/** Where the token ends; -1 when another one should be there. */
function step(reader: Reader): number {
  const { text, at, expected } = reader
  const char = text[at]
  const closer = reader.open.at(-1)?.closer
  switch (expected) {
    case 'colon':
      reader.expected = 'value'
      return char === ':' ? at + 1 : -1
    case 'comma':
      if (char === closer) return leave(reader)
      reader.expected = closer === '}' ? 'key' : 'value'
      return char === ',' ? at + 1 : -1
    case 'first key':
    case 'key':
      if (expected === 'first key' && char === closer) return leave(reader)
      reader.expected = 'colon'
      return char === '"' ? endOfString(text, at) : -1
    case 'first value':
    case 'value':
      return expected === 'first value' && char === closer ? leave(reader) : value(reader, char)
  }
}

function value(reader: Reader, char: string | undefined): number {
  if (char === '{') return enter(reader, '}')
  if (char === '[') return enter(reader, ']')
  reader.expected = 'comma'
  return char === '"' ? endOfString(reader.text, reader.at) : endOfMatch(WORD, reader.text, reader.at)
}

function enter(reader: Reader, closer: Open['closer']): number {
  reader.open.push({ start: reader.at, closer, before: reader.spans.length })
  reader.expected = closer === '}' ? 'first key' : 'first value'
  return reader.at + 1
}

function leave(reader: Reader): number {
  const { start, closer, before } = reader.open.pop() as Open
  const end = reader.at + 1
  if (closer === '}' && reader.starts.has(start)) {
    reader.spans.length = before
    reader.spans.push([start, end])
  }
  reader.expected = 'comma'
  return end
}

function afterSpace(text: string, from: number): number {
  let at = from
  while (at < text.length && ' \t\r\n'.includes(text.charAt(at))) at++
  return at
}

const ESCAPE = /\\(?:["\\/bfnrt]|u[0-9a-fA-F]{4})/y

/** -1 also for a line break: see above. */
function endOfString(text: string, start: number): number {
  for (let at = start + 1; at > 0 && at < text.length; ) {
    if (text[at] === '"') return at + 1
    if (text.charCodeAt(at) < 0x20) return -1
    at = text[at] === '\\' ? endOfMatch(ESCAPE, text, at) : at + 1
  }
  return -1
}

const WORD = /true|false|null|-?(?:0|[1-9]\d*)(?:\.\d+)?(?:[eE][+-]?\d+)?/y

function endOfMatch(pattern: RegExp, text: string, start: number): number {
  pattern.lastIndex = start
  return pattern.test(text) ? pattern.lastIndex : -1
}
