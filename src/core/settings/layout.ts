import type { Node } from 'jsonc-parser'
import { endOf } from './tree.ts'

/** How new text has to look in a place: on lines of its own, or on the line it stands on. */
export interface Layout {
  readonly eol: string
  /** One step of indentation. */
  readonly unit: string
  /** False when the whole file stands on one line: then nothing we add breaks it. */
  readonly multiline: boolean
}

/** The layout of a file, from its own line ends and the first indented line; the client's own where it has none. */
export function layoutOf(text: string, root: Node | undefined): Layout {
  const eol = /\r\n|\n|\r/.exec(text)?.[0] ?? '\n'
  const first = root?.children?.[0]
  const inside = root && first ? text.slice(root.offset + 1, first.offset) : ''
  const indent = /(?:^|[\r\n])([ \t]+)$/.exec(inside)?.[1]
  const multiline = !first || /[\r\n]/.test(text.slice(root?.offset ?? 0, root ? endOf(root) : 0))
  return { eol, unit: indent ?? '  ', multiline }
}

/** A value as text: over lines, each after the first indented by `indent`, or in one line. */
export function render(value: unknown, layout: Layout, indent: string | undefined): string {
  if (indent === undefined) return JSON.stringify(value)
  return JSON.stringify(value, null, layout.unit).replaceAll('\n', layout.eol + indent)
}

/** The white space at the start of the line that `offset` is on. */
export function indentAt(text: string, offset: number): string {
  const start = Math.max(text.lastIndexOf('\n', offset - 1), text.lastIndexOf('\r', offset - 1)) + 1
  return /^[ \t]*/.exec(text.slice(start, offset))?.[0] ?? ''
}
