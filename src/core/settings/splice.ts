import type { Node } from 'jsonc-parser'
import { indentAt, type Layout, render } from './layout.ts'
import { endOf } from './tree.ts'

/** A child to add to an object (with a key) or an array (without). */
export interface Child {
  readonly key?: string
  readonly value: unknown
}

/** `text` with `child` added as the last one of `container`, in the style of what is already there. */
export function append(
  text: string,
  container: Node,
  { child, layout }: { child: Child; layout: Layout },
): string {
  const last = container.children?.at(-1)
  if (!last) return fill(text, container, { child, layout })
  const gap = separator(text, container)
  const line = /[\r\n]([ \t]*)$/.exec(gap)
  return insert(text, endOf(last), `,${gap}${childText(child, layout, line?.[1])}`)
}

/** `text` with the child `index` of `container` taken out, with the comma and white space that came with it. */
export function remove(text: string, container: Node, index: number): string {
  const children = container.children ?? []
  const node = children[index]
  if (!node) throw new RangeError(`no child ${index}`)
  const next = children[index + 1]
  const previous = children[index - 1]
  if (next) return cutUpTo(text, node, next.offset)
  if (previous) return cutAfter(text, node, endOf(previous))
  return text.slice(0, container.offset + 1) + text.slice(endOf(container) - 1)
}

/** `text` with the inside of an empty container set back to what it was. */
export function restoreInside(text: string, container: Node, inside: string): string {
  return text.slice(0, container.offset + 1) + inside + text.slice(endOf(container) - 1)
}

/** What stands between the braces of a container. */
export function insideOf(text: string, container: Node): string {
  return text.slice(container.offset + 1, endOf(container) - 1)
}

/** `text` with a node's own characters replaced. */
export function replaceNode(text: string, node: Node, replacement: string): string {
  return text.slice(0, node.offset) + replacement + text.slice(endOf(node))
}

function fill(text: string, container: Node, { child, layout }: { child: Child; layout: Layout }): string {
  const inside = insideOf(text, container)
  if (!layout.multiline) return insert(text, container.offset + 1, childText(child, layout, undefined))
  const outer = indentAt(text, container.offset)
  const indent = outer + layout.unit
  const opened = `${layout.eol}${indent}${childText(child, layout, indent)}`
  // An inside that ends its line already (`{` newline `}`) is kept as the new last line, and so is a comment.
  const closing = /[\r\n]/.test(inside) || inside.trim() !== '' ? inside : `${layout.eol}${outer}`
  return restoreInside(text, container, opened + closing)
}

function childText({ key, value }: Child, layout: Layout, indent: string | undefined): string {
  const rendered = render(value, layout, indent)
  if (key === undefined) return rendered
  return indent === undefined ? `${JSON.stringify(key)}:${rendered}` : `${JSON.stringify(key)}: ${rendered}`
}

/** The white space between a container's children: between the last two, else before the only one. */
function separator(text: string, container: Node): string {
  const children = container.children ?? []
  const last = children.at(-1)
  if (!last) return ''
  const before = children.at(-2)
  const gap = before
    ? text.slice(endOf(before), last.offset).replace(',', '')
    : text.slice(container.offset + 1, last.offset)
  if (/^\s*$/.test(gap)) return gap
  // A comment stands there: only the line break and the indentation are ours to repeat.
  return /[\r\n]/.test(gap) ? `${/\r\n|\n|\r/.exec(gap)?.[0] ?? '\n'}${indentAt(text, last.offset)}` : ' '
}

function cutUpTo(text: string, node: Node, next: number): string {
  const gap = text.slice(endOf(node), next)
  if (/^\s*,\s*$/.test(gap)) return text.slice(0, node.offset) + text.slice(next)
  return text.slice(0, node.offset) + withoutComma(gap).trimStart() + text.slice(next)
}

function cutAfter(text: string, node: Node, previousEnd: number): string {
  const gap = text.slice(previousEnd, node.offset)
  if (/^\s*,\s*$/.test(gap)) return text.slice(0, previousEnd) + text.slice(endOf(node))
  return text.slice(0, previousEnd) + withoutComma(gap).trimEnd() + text.slice(endOf(node))
}

/** A gap without its comma; commas inside comments stay. */
function withoutComma(gap: string): string {
  return gap.replace(/(\/\/[^\r\n]*|\/\*[\s\S]*?\*\/)|,/g, (_, comment: string | undefined) => comment ?? '')
}

function insert(text: string, at: number, addition: string): string {
  return text.slice(0, at) + addition + text.slice(at)
}
