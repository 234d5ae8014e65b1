import { isDeepStrictEqual } from 'node:util'
import { getNodeValue, type Node, parseTree } from 'jsonc-parser'
import { indentAt, layoutOf, render } from './settings/layout.ts'
import { append, remove, replaceNode } from './settings/splice.ts'
import { propertyNode, propertyValue } from './settings/tree.ts'

/** Where the schemas of files that people edit are: in the published package, which carries its registry. */
export const SCHEMA_BASE = 'https://unpkg.com/hookpack@0/registry/schema/'

/** A file that we make names its schema, so that editors help those who edit it. */
const OWN = { $schema: `${SCHEMA_BASE}hookpack.schema.json` }

const newFile = (section: string): string => `${JSON.stringify({ ...OWN, [section]: {} }, null, 2)}\n`

/**
 * The text of `hookpack.json` after packs were asked for (a value) or not any more (undefined). Everything else in
 * the file stays as people wrote it; a file that asks for nothing else goes away.
 */
export function editRequest(
  text: string | null,
  packs: readonly (readonly [name: string, value: unknown])[],
): string | null {
  return edited(text ?? newFile('packs'), (start) =>
    packs.reduce((current, [name, value]) => withValue(current, ['packs', name], value), start),
  )
}

/** The same after a registry was added or changed (a value) or taken out (undefined). */
export function editRegistries(text: string | null, name: string, value: unknown): string | null {
  return edited(text ?? newFile('registries'), (start) => {
    const after = withValue(start, ['registries', name], value)
    const { registries = {} } = JSON.parse(after) as { registries?: object }
    const root = parseTree(after)
    return root && Object.keys(registries).length === 0 ? without(after, root, 'registries') : after
  })
}

/** The same after packs and hooks were switched off or on: all that are off now. */
export function editDisabled(text: string | null, words: readonly string[]): string | null {
  if (text === null && words.length === 0) return null
  return edited(text ?? `${JSON.stringify(OWN, null, 2)}\n`, (start) => {
    const root = parseTree(start)
    const before = propertyNode(root, 'disabled')?.children?.[1]
    const layout = layoutOf(start, root)
    if (!root || (before && isDeepStrictEqual(getNodeValue(before), words))) return start
    if (words.length === 0) return without(start, root, 'disabled')
    if (!before) return append(start, root, { child: { key: 'disabled', value: words }, layout })
    const indent = layout.multiline ? indentAt(start, before.offset) : undefined
    return replaceNode(start, before, render(words, layout, indent))
  })
}

/** Null when nothing is asked for any more. A byte order mark stays where it is. */
function edited(text: string, edit: (text: string) => string): string | null {
  const mark = text.startsWith('\uFEFF') ? '\uFEFF' : ''
  const after = edit(text.slice(mark.length))
  const { packs = {}, ...others } = JSON.parse(after) as { packs?: object }
  const empty = Object.keys(others).length === 0 || isDeepStrictEqual(others, OWN)
  return Object.keys(packs).length === 0 && empty ? null : mark + after
}

/** The value of a member of one of the file's objects set, or taken out (undefined). Every other byte stays. */
function withValue(
  text: string,
  [section, name]: readonly [section: string, name: string],
  value: unknown,
): string {
  const root = parseTree(text)
  const group = propertyValue(root, section)
  const layout = layoutOf(text, root)
  if (value === undefined) return group ? without(text, group, name) : text
  if (root && !group) return append(text, root, { child: { key: section, value: { [name]: value } }, layout })
  const before = propertyValue(group, name)
  if (group && !before) return append(text, group, { child: { key: name, value }, layout })
  if (!before || isDeepStrictEqual(getNodeValue(before), value)) return text
  const indent = layout.multiline ? indentAt(text, before.offset) : undefined
  return replaceNode(text, before, render(value, layout, indent))
}

function without(text: string, group: Node, name: string): string {
  const own = propertyNode(group, name)
  const at = own ? (group.children?.indexOf(own) ?? -1) : -1
  return at < 0 ? text : remove(text, group, at)
}
