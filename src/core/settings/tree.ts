import { type Node, type ParseError, parseTree, printParseErrorCode } from 'jsonc-parser'
import { HooksError } from '../../errors.ts'

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

const STRICT = { disallowComments: true, allowTrailingComma: false, allowEmptyContent: true }
const LENIENT = { disallowComments: false, allowTrailingComma: true, allowEmptyContent: true }
const BOM = '\uFEFF'

/** Parses settings as the client reads them, but keeps going over comments. Throws `settings-not-json`. */
export function parseSettings(text: string, file: string): Tree {
  const body = withoutBom(text)
  const lenient: ParseError[] = []
  const root = guarded(file, () => parseTree(body, lenient, LENIENT))
  const [broken] = lenient
  if (broken) {
    const { line, column } = positionAt(body, broken.offset)
    throw new HooksError(
      'settings-not-json',
      `${file} is not valid JSON: line ${line}, column ${column}: ${words(printParseErrorCode(broken.error))}`,
      { hint: 'mend that line; Claude Code ignores the whole file until then' },
    )
  }
  const strict: ParseError[] = []
  parseTree(body, strict, STRICT)
  const [first] = strict
  return { text: body, root, jsonc: first ? positionAt(body, first.offset) : undefined }
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

/** Offset just behind a node. */
export function endOf(node: Node): number {
  return node.offset + node.length
}

function guarded<T>(file: string, parse: () => T): T {
  try {
    return parse()
  } catch (error) {
    if (!(error instanceof RangeError)) throw error
    throw new HooksError('settings-not-json', `${file} is nested too deeply to be read`, { cause: error })
  }
}

function words(code: string): string {
  return code.replace(/([a-z])([A-Z])/g, '$1 $2').toLowerCase()
}
