import { getNodeValue, type Node } from 'jsonc-parser'
import type { LockedEntry } from '../lockfile.ts'
import { isSameJson } from '../same-json.ts'
import { propertyValue, type Tree } from './tree.ts'

/** One handler in a settings file, and where it stands. */
export interface PlacedHandler {
  readonly event: string
  readonly matcher: string | undefined
  readonly value: Readonly<Record<string, unknown>>
  /** From 1. */
  readonly line: number
}

/** Every handler that is shaped like one, in the order of the file. */
export function handlersIn({ text, root }: Tree): readonly PlacedHandler[] {
  const events = propertyValue(root, 'hooks')
  return childrenOf(events, 'object').flatMap((property) => {
    const [key, groups] = property.children ?? []
    return childrenOf(groups, 'array').flatMap((group) => {
      const matcher: unknown = propertyValue(group, 'matcher')?.value
      return childrenOf(propertyValue(group, 'hooks'), 'array').flatMap((node): PlacedHandler[] => {
        if (node.type !== 'object') return []
        return [
          {
            event: String(key?.value),
            matcher: typeof matcher === 'string' ? matcher : undefined,
            // Through JSON, because the library's objects have no prototype and would equal nothing.
            value: JSON.parse(JSON.stringify(getNodeValue(node))) as Record<string, unknown>,
            line: text.slice(0, node.offset).split('\n').length,
          },
        ]
      })
    })
  })
}

/** True for an entry of ours, also one that somebody has edited. */
export function isOurs(handler: PlacedHandler, entries: readonly LockedEntry[]): boolean {
  return entries.some(
    (entry) =>
      entry.event === handler.event &&
      (isSameJson(handler.value, entry.handler) ||
        (entry.handler['command'] !== undefined && handler.value['command'] === entry.handler['command'])),
  )
}

function childrenOf(node: Node | undefined, type: Node['type']): readonly Node[] {
  return node?.type === type ? (node.children ?? []) : []
}
