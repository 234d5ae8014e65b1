import type { Node } from 'jsonc-parser'
import { HooksError } from '../../errors.ts'
import { readTree } from './read-tree.ts'

/** A settings text, parsed with positions. `root` is undefined for a file without content. */
export interface Tree {
  readonly text: string
  readonly root: Node | undefined
  /** Where the first comment or trailing comma stands; the client drops a file that has one. */
  readonly jsonc: Position | undefined
}

/** 1-based, as editors count. */
interface Position {
  readonly line: number
  readonly column: number
}

const BOM = '\uFEFF'

/** Parses settings as the client reads them, but keeps going over comments. Throws `settings-not-json`. */
export function parseSettings(text: string, file: string): Tree {
  const body = withoutBom(text)
  if (last?.text === body) return last
  const { root, fault, loose } = readTree(body)
  if (fault) {
    throw new HooksError(
      'settings-not-json',
      `${file} is not valid JSON: ${place(body, fault.offset)}: ${fault.words}`,
      {
        hint: 'mend that line; Claude Code ignores the whole file until then',
      },
    )
  }
  last = { text: body, root, jsonc: loose === undefined ? undefined : positionAt(body, loose) }
  return last
}

/** One text is looked at several times while a change is worked out, and reading ten megabytes takes its time. */
let last: Tree | undefined

/** Where an offset is, in words: `line 3, column 5`. */
export function place(text: string, offset: number): string {
  const { line, column } = positionAt(text, offset)
  return `line ${line}, column ${column}`
}

/** The text without a byte order mark, which the client accepts. */
export function withoutBom(text: string): string {
  return text.startsWith(BOM) ? text.slice(1) : text
}

/** `edited`, with the byte order mark that `original` had. */
export function withBomOf(original: string, edited: string): string {
  return original.startsWith(BOM) ? BOM + edited : edited
}

/** Line and column of an offset. */
function positionAt(text: string, offset: number): Position {
  const before = text.slice(0, offset).split(/\r\n|\r|\n/)
  return { line: before.length, column: (before.at(-1)?.length ?? 0) + 1 }
}

/** The value node of a property. Of duplicate keys the last one counts, as in JSON.parse. */
export function propertyValue(node: Node | undefined, key: string): Node | undefined {
  return propertyNode(node, key)?.children?.[1]
}

/** The property node (key and value) itself. */
export function propertyNode(node: Node | undefined, key: string): Node | undefined {
  if (node?.type !== 'object') return undefined
  return node.children?.findLast((property) => property.children?.[0]?.value === key)
}

/** The node at a path of keys and places; where there is none, the last one on the way. */
export function nearestNode(root: Node, path: readonly (string | number)[]): Node {
  const [first, ...rest] = path
  const next = typeof first === 'number' ? root.children?.[first] : propertyValue(root, first ?? '')
  return next && path.length > 0 ? nearestNode(next, rest) : root
}

/** Offset just behind a node. */
export function endOf(node: Node): number {
  return node.offset + node.length
}
