// The part of YAML that frontmatter is written in: block and flow collections, all kinds of scalars. What it does not
// know (anchors, tags, several documents) is an error, never a guess.
import { endsFlow, readFlow } from './yaml-flow.ts'
import { plainValue } from './yaml-plain.ts'

interface Line {
  readonly indent: number
  readonly text: string
  /** From 1. */
  readonly number: number
}

interface Reader {
  readonly lines: string[]
  at: number
}

/** A YAML document as a value. Throws a SyntaxError that names the line for what is no YAML, or more of it than this reads. */
export function readYaml(text: string): unknown {
  const reader: Reader = { lines: text.split(/\r?\n/), at: 0 }
  const first = peek(reader)
  if (!first) return null
  const value = readNode(reader, first.indent)
  const rest = peek(reader)
  if (rest) throw fault(rest, 'it is indented unlike the lines above')
  return value
}

/** The next line that says something; the reader stands on it. */
function peek(reader: Reader): Line | undefined {
  for (; reader.at < reader.lines.length; reader.at++) {
    const raw = reader.lines[reader.at] ?? ''
    const text = raw.trim()
    if (text === '' || text.startsWith('#')) continue
    const indent = raw.length - raw.trimStart().length
    const line = { indent, text, number: reader.at + 1 }
    if (raw.slice(0, indent).includes('\t')) throw fault(line, 'it is indented with a tab')
    return line
  }
  return undefined
}

function fault(line: Pick<Line, 'number'>, message: string): SyntaxError {
  return new SyntaxError(`line ${line.number}: ${message}`)
}

function readNode(reader: Reader, indent: number): unknown {
  const line = peek(reader)
  if (!line) return null
  if (/^-(?:\s|$)/.test(line.text)) return readList(reader, indent)
  return keyOf(line.text) ? readMap(reader, indent) : readScalar(reader, line.text, indent - 1)
}

function readList(reader: Reader, indent: number): unknown[] {
  const list: unknown[] = []
  for (
    let line = peek(reader);
    line?.indent === indent && /^-(?:\s|$)/.test(line.text);
    line = peek(reader)
  ) {
    const inner = line.text.slice(1).trimStart()
    if (inner === '' || inner.startsWith('#')) {
      reader.at += 1
      const next = peek(reader)
      list.push(next && next.indent > indent ? readNode(reader, next.indent) : null)
    } else {
      // What follows the dash is read as if it stood alone on its line, at its column.
      const column = indent + line.text.length - inner.length
      reader.lines[reader.at] = ' '.repeat(column) + inner
      list.push(readNode(reader, column))
    }
  }
  return list
}

function readMap(reader: Reader, indent: number): Record<string, unknown> {
  const map: Record<string, unknown> = {}
  for (let line = peek(reader); line?.indent === indent; line = peek(reader)) {
    const found = keyOf(line.text)
    if (!found) throw fault(line, 'a key and a colon are expected')
    if (Object.hasOwn(map, found.key)) throw fault(line, `\`${found.key}\` is there twice`)
    Object.defineProperty(map, found.key, {
      value: readValue(reader, found.rest, indent),
      ...{ enumerable: true, writable: true, configurable: true },
    })
  }
  return map
}

/** The value behind a key: on its line, or on the lines below it. */
function readValue(reader: Reader, rest: string, indent: number): unknown {
  if (rest !== '' && !rest.startsWith('#')) return readScalar(reader, rest, indent)
  reader.at += 1
  const next = peek(reader)
  if (!next) return null
  if (next.indent > indent) return readNode(reader, next.indent)
  return next.indent === indent && /^-(?:\s|$)/.test(next.text) ? readList(reader, indent) : null
}

function keyOf(text: string): { readonly key: string; readonly rest: string } | undefined {
  const quoted = /^(?:"((?:[^"\\]|\\.)*)"|'((?:[^']|'')*)')[ \t]*:(?:[ \t]+(.*))?$/.exec(text)
  if (quoted) return { key: quoted[1] ?? quoted[2] ?? '', rest: quoted[3] ?? '' }
  const plain = /^([^\s"'[\]{}#&*!|>%@`,?:-][^#]*?|[?:-][^\s#][^#]*?)[ \t]*:(?:[ \t]+(.*))?$/.exec(text)
  return plain ? { key: plain[1] ?? '', rest: (plain[2] ?? '').trim() } : undefined
}

/** A scalar or flow collection that begins with `text`; lines that are deeper than `indent` may belong to it. */
function readScalar(reader: Reader, text: string, indent: number): unknown {
  const line = { number: reader.at + 1 }
  if (/^[&*!%@`]/.test(text)) throw fault(line, `\`${text.charAt(0)}\` is not read here`)
  const block = /^([|>])([+-]?)\d?(?:\s+#.*)?$/.exec(text)
  if (block) return readBlock(reader, indent, block[1] === '>', block[2] ?? '')
  reader.at += 1
  if (/^["'[{]/.test(text)) {
    let whole = text
    while (!endsFlow(whole)) {
      const next = reader.lines[reader.at]
      if (next === undefined) throw fault(line, 'it is not closed')
      whole += next.trim() === '' ? '\n' : `${whole.endsWith('\n') ? '' : ' '}${next.trim()}`
      reader.at += 1
    }
    return readFlow(whole, (message) => fault(line, message))
  }
  const parts = [withoutComment(text)]
  for (let next = peek(reader); next && next.indent > indent; next = peek(reader)) {
    if (keyOf(next.text)) throw fault(next, 'a key does not fit here')
    parts.push(withoutComment(next.text))
    reader.at += 1
  }
  return parts.length === 1 ? plainValue(parts[0] ?? '') : parts.join(' ')
}

function withoutComment(text: string): string {
  return text.replace(/\s+#.*$/, '').trim()
}

/** The lines below a `|` or `>`. */
function readBlock(reader: Reader, indent: number, folds: boolean, chomp: string): string {
  reader.at += 1
  const raw: string[] = []
  for (; reader.at < reader.lines.length; reader.at++) {
    const line = reader.lines[reader.at] ?? ''
    if (line.trim() !== '' && line.length - line.trimStart().length <= indent) break
    raw.push(line)
  }
  const margin = Math.min(
    ...raw.filter((one) => one.trim() !== '').map((one) => one.length - one.trimStart().length),
  )
  const lines = raw.map((one) => one.slice(Number.isFinite(margin) ? margin : 0))
  while (chomp !== '+' && lines.at(-1)?.trim() === '') lines.pop()
  const body = folds
    ? lines
        .join('\n')
        .replace(/(\S)\n(?=\S)/g, '$1 ')
        .replace(/\n\n/g, '\n')
    : lines.join('\n')
  return chomp === '-' || body === '' ? body : `${body}\n`
}
