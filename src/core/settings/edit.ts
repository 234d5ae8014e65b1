import type { Node } from 'jsonc-parser'
import { HooksError } from '../../errors.ts'
import type { LockedEntry, Undo } from '../lockfile.ts'
import { indentAt, type Layout, layoutOf, render } from './layout.ts'
import { type Found, locate } from './locate.ts'
import { append, insideOf, remove, replaceNode, restoreInside } from './splice.ts'
import {
  endOf,
  parseSettings,
  place,
  propertyNode,
  propertyValue,
  type Tree,
  withBomOf,
  withoutBom,
} from './tree.ts'

/** A settings text (null: there is no file) and how to give back what we made in it. */
export interface Draft {
  readonly file: string
  readonly text: string | null
  readonly undo: readonly Undo[]
}

/** Adds one entry. Every byte outside the new text stays. */
export function addEntry(draft: Draft, entry: LockedEntry): Draft {
  const value = { ...(entry.matcher === undefined ? {} : { matcher: entry.matcher }), hooks: [entry.handler] }
  const tree = parseSettings(draft.text ?? '', draft.file)
  if (!tree.root) return newFile(draft, entry.event, value)
  const root = expectType(tree, tree.root, { type: 'object', path: 'the top level', file: draft.file })
  const layout = layoutOf(tree.text, root)
  const hooks = propertyValue(root, 'hooks')
  const made = { at: '/hooks', value: { [entry.event]: [value] }, inner: [`/hooks/${entry.event}`] }
  if (!hooks) return added(draft, tree, root, { layout, key: 'hooks', ...made })
  if (isBlank(hooks, 'object')) return replaced(draft, tree, hooks, { layout, ...made })
  expectType(tree, hooks, { type: 'object', path: '`hooks`', file: draft.file })
  const groups = propertyValue(hooks, entry.event)
  const list = { at: `/hooks/${entry.event}`, value: [value], inner: [] }
  if (!groups) return added(draft, tree, hooks, { layout, key: entry.event, ...list })
  if (isBlank(groups, 'array')) return replaced(draft, tree, groups, { layout, ...list })
  expectType(tree, groups, { type: 'array', path: `\`hooks.${entry.event}\``, file: draft.file })
  return added(draft, tree, groups, { layout, at: undefined, value, inner: [] })
}

/** A file without content gets some, behind the comments that it may have. */
function newFile(draft: Draft, event: string, value: unknown): Draft {
  const was = withoutBom(draft.text ?? '')
  const kept = was.trim() === '' ? '' : /[\r\n]$/.test(was) ? was : `${was}\n`
  const text = `${kept}${JSON.stringify({ hooks: { [event]: [value] } }, null, 2)}\n`
  const undo = ['', '/hooks', `/hooks/${event}`].map(
    (at): Undo => ({ at, kind: 'created', was: at === '' ? draft.text : null }),
  )
  return { ...draft, text: withBomOf(draft.text ?? '', text), undo: merged(draft.undo, undo) }
}

/** Takes one entry out and gives back what adding made; the draft as it is when the entry is not there. */
export function removeEntry(draft: Draft, entry: LockedEntry): Draft {
  if (draft.text === null) return draft
  const tree = parseSettings(draft.text, draft.file)
  const found = locate(tree, entry)
  if (!found) return draft
  const alone = found.handlers.children?.length === 1
  const text = alone
    ? remove(tree.text, found.groups, found.group)
    : remove(tree.text, found.handlers, found.handler)
  const emptied = { ...draft, text: withBomOf(draft.text, text) }
  return collapse(emptied, ['', '/hooks', `/hooks/${entry.event}`])
}

/** Replaces command and time limit of `before` by those of `after` in their place: only they change. */
export function changeEntry(draft: Draft, before: LockedEntry, after: LockedEntry): Draft {
  const tree = parseSettings(draft.text ?? '', draft.file)
  const node = handlerNode(locate(tree, before))
  const changes = ['command', 'timeout'].flatMap((key) => {
    const at = propertyValue(node, key)
    return at ? [{ at, value: JSON.stringify(after.handler[key]) }] : []
  })
  if (changes.length === 0) return addEntry(draft, after)
  // From the end, so that what is still to be replaced stays where it was found.
  const text = changes
    .sort((one, other) => other.at.offset - one.at.offset)
    .reduce((changed, { at, value }) => replaceNode(changed, at, value), tree.text)
  return { ...draft, text: withBomOf(draft.text ?? '', text) }
}

interface Addition {
  readonly layout: Layout
  /** The pointer of the new property, or undefined for an item of an existing array. */
  readonly at: string | undefined
  /** The key of the new property. */
  readonly key?: string
  readonly value: unknown
  /** Pointers of containers that come into being inside the new value. */
  readonly inner: readonly string[]
}

function added(draft: Draft, tree: Tree, container: Node, addition: Addition): Draft {
  const { layout, at, key, value, inner } = addition
  const wasEmpty = (container.children ?? []).length === 0
  const undo: Undo[] = [
    ...(wasEmpty
      ? [{ at: pointerOf(tree, container), kind: 'filled' as const, was: insideOf(tree.text, container) }]
      : []),
    ...created([...(at === undefined ? [] : [at]), ...inner]),
  ]
  const child = key === undefined ? { value } : { key, value }
  const text = append(tree.text, container, { child, layout })
  return { ...draft, text: withBomOf(draft.text ?? '', text), undo: merged(draft.undo, undo) }
}

/** A value that says nothing makes room for a container; its own text is kept for when that is empty again. */
function replaced(
  draft: Draft,
  tree: Tree,
  blank: Node,
  { layout, at, value, inner }: Addition & { readonly at: string },
): Draft {
  const was = tree.text.slice(blank.offset, endOf(blank))
  const undo: Undo[] = [{ at, kind: 'replaced', was }, ...created(inner)]
  const indent = layout.multiline ? indentAt(tree.text, blank.offset) : undefined
  const text = replaceNode(tree.text, blank, render(value, layout, indent))
  return { ...draft, text: withBomOf(draft.text ?? '', text), undo: merged(draft.undo, undo) }
}

function created(pointers: readonly string[]): readonly Undo[] {
  return pointers.map((at) => ({ at, kind: 'created', was: null }))
}

/** Whether a value stands where a container belongs and says nothing: the client ignores it, and nobody misses it. */
function isBlank(node: Node, wanted: 'object' | 'array'): boolean {
  if (node.type === 'null') return true
  return node.type !== wanted && node.children?.length === 0
}

/** Undoes containers that are empty again, innermost first; what still holds something is kept, with its record. */
function collapse(draft: Draft, pointers: readonly string[]): Draft {
  let { text, undo } = draft
  for (const at of pointers.toReversed()) {
    const record = undo.find((candidate) => candidate.at === at)
    const tree = parseSettings(text ?? '', draft.file)
    const node = nodeAt(tree, at)
    if (!record || !node || (node.children ?? []).length > 0) continue
    undo = undo.filter((candidate) => candidate !== record)
    if (record.kind === 'filled')
      text = withBomOf(text ?? '', restoreInside(tree.text, node, record.was ?? ''))
    else if (record.kind === 'replaced')
      text = withBomOf(text ?? '', replaceNode(tree.text, node, record.was ?? 'null'))
    else if (at === '') text = record.was
    else text = withBomOf(text ?? '', removeProperty(tree, at))
  }
  return { ...draft, text, undo }
}

function removeProperty(tree: Tree, at: string): string {
  const parent = nodeAt(tree, at.slice(0, at.lastIndexOf('/')))
  const property = propertyNode(parent, at.slice(at.lastIndexOf('/') + 1))
  if (!parent || !property) return tree.text
  return remove(tree.text, parent, parent.children?.indexOf(property) ?? -1)
}

/** Our pointers name only `hooks` and events, so no escaping is needed. */
function nodeAt(tree: Tree, pointer: string): Node | undefined {
  return pointer
    .split('/')
    .slice(1)
    .reduce<Node | undefined>((node, key) => propertyValue(node, key), tree.root)
}

function pointerOf(tree: Tree, container: Node): string {
  if (container === tree.root) return ''
  const hooks = propertyValue(tree.root, 'hooks')
  if (container === hooks) return '/hooks'
  const event: unknown = container.parent?.children?.[0]?.value
  return `/hooks/${String(event)}`
}

function merged(undo: readonly Undo[], more: readonly Undo[]): readonly Undo[] {
  return [...undo.filter((old) => !more.some((fresh) => fresh.at === old.at)), ...more]
}

function handlerNode(found: Found | undefined): Node | undefined {
  return found?.handlers.children?.[found.handler]
}

function expectType(
  tree: Tree,
  node: Node,
  want: { type: 'object' | 'array'; path: string; file: string },
): Node {
  if (node.type === want.type) return node
  throw new HooksError(
    'settings-invalid',
    `${want.file}: ${want.path} must be an ${want.type}, and is ${article(node.type)} (${place(tree.text, node.offset)})`,
    {
      hint: 'mend that value first; Claude Code does not use it as it is',
    },
  )
}

function article(type: string): string {
  return type === 'null' ? 'null' : `a${/^[aeiou]/.test(type) ? 'n' : ''} ${type}`
}
