import type { Node } from 'jsonc-parser'

/** What was read of a text. Without `fault` and `loose` it is JSON to the letter; without `root` it has no content. */
export interface Reading {
  readonly root: Node | undefined
  /** The first place where it can be read no further, and what is wrong there. */
  readonly fault: { readonly offset: number; readonly words: string } | undefined
  /** Where the first comment or trailing comma stands. */
  readonly loose: number | undefined
}

type Making = { -readonly [Key in keyof Node]: Node[Key] }

/** An object, array or property that is not closed yet, what it is the value of, and the comma behind its last child. */
interface Open {
  readonly node: Making
  readonly property?: Making | undefined
  readonly children: Node[]
  comma: number | undefined
}

interface Reader {
  readonly text: string
  at: number
  readonly open: Open[]
  root: Node | undefined
  fault: Reading['fault']
  loose: number | undefined
}

/**
 * Reads JSON with the offsets of every value, over comments and trailing commas. Without recursion, because the client
 * accepts values of any depth, and so must we.
 */
export function readTree(text: string): Reading {
  const reader: Reader = { text, at: 0, open: [], root: undefined, fault: undefined, loose: undefined }
  while (skipBlank(reader) && !isDone(reader) && step(reader));
  const { root, fault, loose } = reader
  return { root, fault, loose }
}

function isDone({ text, at, open }: Reader): boolean {
  return at === text.length && open.length === 0
}

/** Reads the next part of what is open; false when that is not possible. */
function step(reader: Reader): boolean {
  const inside = reader.open.at(-1)
  if (!inside) return reader.root ? fail(reader, 'nothing more is expected') : readValue(reader, undefined)
  const char = reader.text[reader.at]
  const end = inside.node.type === 'object' ? '}' : ']'
  if (char === end) return close(reader, inside)
  if (inside.children.length > 0 && inside.comma === undefined) {
    if (char !== ',') return fail(reader, `\`,\` or \`${end}\` is expected`)
    inside.comma = reader.at++
    return true
  }
  inside.comma = undefined
  return inside.node.type === 'object' ? readProperty(reader, inside) : readValue(reader, inside)
}

function close(reader: Reader, { node, property, comma }: Open): boolean {
  if (comma !== undefined) reader.loose = Math.min(comma, reader.loose ?? comma)
  reader.at += 1
  reader.open.pop()
  node.length = reader.at - node.offset
  if (property) property.length = reader.at - property.offset
  return true
}

function readProperty(reader: Reader, inside: Open): boolean {
  const { at: offset } = reader
  const key = readString(reader)
  if (!key) return fail(reader, reader.text[offset] === '"' ? BAD_STRING : 'a key in `"` or `}` is expected')
  if (!skipBlank(reader)) return false
  if (reader.text[reader.at] !== ':') return fail(reader, '`:` is expected')
  reader.at += 1
  const children = [key]
  const property: Making = { type: 'property', offset, length: 0, parent: inside.node, children }
  key.parent = property
  inside.children.push(property)
  return skipBlank(reader) && readValue(reader, { node: property, children, comma: undefined })
}

/** Reads a scalar, or the start of an object or array, as a child of `parent`. */
function readValue(reader: Reader, parent: Open | undefined): boolean {
  const { text, at: offset } = reader
  const type = text[offset] === '{' ? 'object' : text[offset] === '[' ? 'array' : undefined
  const children: Node[] = []
  const node: Making | undefined = type ? { type, offset, length: 0, children } : readScalar(reader)
  if (!node) return fail(reader, text[offset] === '"' ? BAD_STRING : 'a value is expected')
  if (parent) node.parent = parent.node
  else reader.root = node
  parent?.children.push(node)
  const property = parent?.node.type === 'property' ? parent.node : undefined
  if (type) {
    reader.open.push({ node, property, children, comma: undefined })
    reader.at += 1
  } else if (property) property.length = reader.at - property.offset
  return true
}

const NUMBER = /-?(?:0|[1-9]\d*)(?:\.\d+)?(?:[eE][+-]?\d+)?/y
const WORDS = [
  ['true', true],
  ['false', false],
  ['null', null],
] as const

function readScalar(reader: Reader): Making | undefined {
  const { text, at: offset } = reader
  if (text[offset] === '"') return readString(reader)
  const word = WORDS.find(([spelt]) => text.startsWith(spelt, offset))
  if (word) {
    reader.at += word[0].length
    return { type: word[1] === null ? 'null' : 'boolean', offset, length: word[0].length, value: word[1] }
  }
  NUMBER.lastIndex = offset
  const spelt = NUMBER.exec(text)?.[0]
  if (spelt === undefined) return undefined
  reader.at += spelt.length
  return { type: 'number', offset, length: spelt.length, value: Number(spelt) }
}

const BAD_STRING = 'the string is not closed, or has a character or escape that JSON does not allow'

function readString(reader: Reader): Making | undefined {
  const { text, at: offset } = reader
  if (text[offset] !== '"') return undefined
  let end = offset + 1
  while (end < text.length && text[end] !== '"') end += text[end] === '\\' ? 2 : 1
  try {
    const value: unknown = JSON.parse(text.slice(offset, end + 1))
    reader.at = end + 1
    return { type: 'string', offset, length: end + 1 - offset, value }
  } catch {
    // Which character it is matters to nobody: the place of the string is told.
    return undefined
  }
}

/** Goes over white space and comments; false when a comment is not closed. */
function skipBlank(reader: Reader): boolean {
  const { text } = reader
  for (;;) {
    while (reader.at < text.length && ' \t\r\n'.includes(text.charAt(reader.at))) reader.at += 1
    const mark = text[reader.at] === '/' ? text[reader.at + 1] : undefined
    if (mark !== '/' && mark !== '*') return true
    const end = mark === '/' ? lineEnd(text, reader.at) : text.indexOf('*/', reader.at + 2) + 2
    if (end < 2) return fail(reader, 'the comment is not closed')
    reader.loose = Math.min(reader.at, reader.loose ?? reader.at)
    reader.at = end
  }
}

function lineEnd(text: string, from: number): number {
  const breaks = ['\n', '\r'].map((char) => text.indexOf(char, from)).filter((at) => at >= 0)
  return Math.min(text.length, ...breaks)
}

function fail(reader: Reader, words: string): false {
  reader.fault = {
    offset: reader.at,
    words: reader.at >= reader.text.length ? `the end, where ${words}` : words,
  }
  return false
}
