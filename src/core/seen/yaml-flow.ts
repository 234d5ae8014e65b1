import { plainValue } from './yaml-plain.ts'

type Fault = (message: string) => SyntaxError

/** True when a text that begins with a quote or a bracket is closed. */
export function endsFlow(text: string): boolean {
  let depth = 0
  for (let at = 0; at < text.length; at++) {
    const char = text.charAt(at)
    if (char === '"' || (char === "'" && /[\s[{,:]|^$/.test(text.charAt(at - 1)))) {
      const end = quoteEnd(text, at)
      if (end < 0) return false
      at = end
    } else if (char === '[' || char === '{') depth += 1
    else if (char === ']' || char === '}') depth -= 1
    if (depth === 0) return true
  }
  return false
}

/** Where the quoted text ends that begins at `start`; -1 when it does not. */
function quoteEnd(text: string, start: number): number {
  const quote = text.charAt(start)
  for (let at = start + 1; at < text.length; at++) {
    if (quote === '"' && text.charAt(at) === '\\') at += 1
    else if (text.charAt(at) === quote) {
      if (quote === '"' || text.charAt(at + 1) !== "'") return at
      at += 1
    }
  }
  return -1
}

/** The value of a quoted text or a flow collection, with nothing but a comment behind it. */
export function readFlow(text: string, fault: Fault): unknown {
  const reader = { text, at: 0 }
  const value = readItem(reader, fault)
  if (!/^\s*(?:#.*)?$/.test(text.slice(reader.at))) throw fault('something follows the value')
  return value
}

interface Reader {
  readonly text: string
  at: number
}

function skip(reader: Reader): string {
  while (/\s/.test(reader.text.charAt(reader.at))) reader.at += 1
  return reader.text.charAt(reader.at)
}

function readItem(reader: Reader, fault: Fault): unknown {
  const char = skip(reader)
  if (char === '[') return readItems(reader, fault)
  if (char === '{') return readPairs(reader, fault)
  if (char === '"' || char === "'") return readQuoted(reader, fault)
  const [plain = ''] = /^(?:[^,[\]{}:]|:(?=\S))*/.exec(reader.text.slice(reader.at)) ?? []
  if (/^[&*!%@`|>]/.test(plain)) throw fault(`\`${plain.charAt(0)}\` is not read here`)
  reader.at += plain.length
  return plainValue(plain.trim())
}

function readItems(reader: Reader, fault: Fault): unknown[] {
  const items: unknown[] = []
  reader.at += 1
  while (skip(reader) !== ']') {
    items.push(readItem(reader, fault))
    separator(reader, ']', fault)
  }
  reader.at += 1
  return items
}

function readPairs(reader: Reader, fault: Fault): Record<string, unknown> {
  const pairs: [string, unknown][] = []
  reader.at += 1
  while (skip(reader) !== '}') {
    const key = String(readItem(reader, fault))
    if (skip(reader) !== ':') throw fault('`:` is expected')
    reader.at += 1
    pairs.push([key, readItem(reader, fault)])
    separator(reader, '}', fault)
  }
  reader.at += 1
  return Object.fromEntries(pairs)
}

function separator(reader: Reader, end: string, fault: Fault): void {
  const char = skip(reader)
  if (char === ',') reader.at += 1
  else if (char !== end) throw fault(`\`,\` or \`${end}\` is expected`)
}

const ESCAPES: Readonly<Record<string, string>> = {
  n: '\n',
  t: '\t',
  r: '\r',
  '0': '\0',
  e: '\u001B',
  ' ': ' ',
}

function readQuoted(reader: Reader, fault: Fault): string {
  const end = quoteEnd(reader.text, reader.at)
  if (end < 0) throw fault('the text is not closed')
  const quote = reader.text.charAt(reader.at)
  const inner = reader.text.slice(reader.at + 1, end)
  reader.at = end + 1
  if (quote === "'") return inner.replaceAll("''", "'")
  return inner.replace(/\\(?:x([0-9A-Fa-f]{2})|u([0-9A-Fa-f]{4})|([\s\S]))/g, (_, two, four, one: string) =>
    two || four ? String.fromCharCode(Number.parseInt(two ?? four, 16)) : (ESCAPES[one] ?? one),
  )
}
