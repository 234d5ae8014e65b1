import type { Node } from 'jsonc-parser'
import { isRecord } from '../seen/record.ts'
import { indentAt, layoutOf, render } from '../settings/layout.ts'
import { readTree } from '../settings/read-tree.ts'
import { replaceNode } from '../settings/splice.ts'
import { parseSettings, propertyNode, withBomOf, withoutBom } from '../settings/tree.ts'
import type { Fix } from './rule.ts'

type TextFix = Exclude<Fix, { readonly kind: 'executable' }>

/** A settings text with these faults mended. Every byte outside of what is mended stays. */
export function mended(text: string, file: string, fixes: readonly TextFix[]): string {
  const body = withoutBom(text)
  const plain = fixes.some(({ kind }) => kind === 'commas') ? withoutTrailingCommas(body) : body
  const valued = withValues(plain, file, fixes)
  return withBomOf(
    text,
    inOrder(fixes).reduce((edited, fix) => mendOne(edited, file, fix), valued),
  )
}

/** Values do not hold each other, and a file may have thousands: all in one reading, from the end. */
function withValues(body: string, file: string, fixes: readonly TextFix[]): string {
  const { root } = parseSettings(body, file)
  const layout = layoutOf(body, root)
  const found = fixes.flatMap((fix) => {
    const node = root && fix.kind === 'value' ? nodeAt(root, fix.path) : undefined
    return node && fix.kind === 'value' ? [{ node, text: render(fix.value, layout, undefined) }] : []
  })
  return found
    .sort((a, b) => b.node.offset - a.node.offset)
    .reduce((edited, { node, text }) => replaceNode(edited, node, text), body)
}

type ShapeFix = Extract<TextFix, { readonly kind: 'wrap' | 'rename' }>

/** The innermost first, keys last: so every path is still that of the finding when its turn comes. */
function inOrder(fixes: readonly TextFix[]): readonly ShapeFix[] {
  const shapes = fixes.filter((fix): fix is ShapeFix => fix.kind === 'wrap' || fix.kind === 'rename')
  return shapes.sort(
    (a, b) => Number(a.kind === 'rename') - Number(b.kind === 'rename') || b.path.length - a.path.length,
  )
}

function mendOne(body: string, file: string, fix: ShapeFix): string {
  const { root } = parseSettings(body, file)
  if (!root) return body
  const node = nodeAt(root, fix.path)
  if (!node) return body
  if (fix.kind === 'rename') {
    const parent = nodeAt(root, fix.path.slice(0, -1))
    const [key] = propertyNode(parent, String(fix.path.at(-1)))?.children ?? []
    return key ? replaceNode(body, key, JSON.stringify(fix.name)) : body
  }
  const layout = layoutOf(body, root)
  const indent = layout.multiline ? indentAt(body, node.offset) : undefined
  return replaceNode(body, node, render(wrapped(jsonOf(node), fix.path), layout, indent))
}

function nodeAt(root: Node, path: readonly (string | number)[]): Node | undefined {
  if (path.length === 0) return root
  const parent = nodeAt(root, path.slice(0, -1))
  const last = path.at(-1)
  if (typeof last === 'number') return parent?.type === 'array' ? parent.children?.[last] : undefined
  return propertyNode(parent, last ?? '')?.children?.[1]
}

function jsonOf(node: Node): unknown {
  if (node.type === 'array') return (node.children ?? []).map(jsonOf)
  if (node.type !== 'object') return node.value
  return Object.fromEntries(
    (node.children ?? []).map(({ children: [key, value] = [] }) => [
      String(key?.value),
      value && jsonOf(value),
    ]),
  )
}

/** What a value means where the client wants a list of groups, a group or a handler. */
function wrapped(value: unknown, path: readonly (string | number)[]): unknown {
  const last = path.at(-1)
  if (typeof last === 'string') return [groupOf(value)]
  return path.at(-2) === 'hooks' ? handlerOf(value) : groupOf(value)
}

function groupOf(value: unknown): unknown {
  if (isRecord(value) && Array.isArray(value['hooks'])) return value
  const { matcher, ...handler } = isRecord(value) ? value : { command: value, matcher: undefined }
  return { ...(matcher === undefined ? {} : { matcher }), hooks: [handlerOf(handler)] }
}

function handlerOf(value: unknown): unknown {
  if (!isRecord(value)) return { type: 'command', command: value }
  const { type = 'command', ...rest } = value
  return { type, ...rest }
}

/** One after the other, so that each is found where the reader stumbles over it. */
function withoutTrailingCommas(body: string): string {
  let text = body
  for (;;) {
    const { fault, loose } = readTree(text)
    if (fault || loose === undefined || text[loose] !== ',') return text
    text = text.slice(0, loose) + text.slice(loose + 1)
  }
}
