import { isDeepStrictEqual } from 'node:util'
import { getNodeValue, type Node } from 'jsonc-parser'
import type { LockedEntry } from '../lockfile.ts'
import { propertyValue, type Tree } from './tree.ts'

/** Where an entry stands. `edited`: our command, but somebody changed another field of it. */
export interface Found {
  readonly state: 'same' | 'edited'
  /** The array of the event, the group in it, the array of the group's handlers, and the handler. */
  readonly groups: Node
  readonly group: number
  readonly handlers: Node
  readonly handler: number
}

/** The place of an entry, by value; undefined when it is gone. */
export function locate(tree: Tree, entry: LockedEntry): Found | undefined {
  const groups = propertyValue(propertyValue(tree.root, 'hooks'), entry.event)
  if (groups?.type !== 'array') return undefined
  let edited: Found | undefined
  for (const [group, groupNode] of (groups.children ?? []).entries()) {
    const handlers = propertyValue(groupNode, 'hooks')
    if (handlers?.type !== 'array') continue
    const matcher: unknown = propertyValue(groupNode, 'matcher')?.value
    for (const [handler, node] of (handlers.children ?? []).entries()) {
      // Through JSON, because the library's objects have no prototype and would equal nothing.
      const value: unknown = JSON.parse(JSON.stringify(getNodeValue(node)))
      const place = { groups, group, handlers, handler }
      if (matcher === entry.matcher && isDeepStrictEqual(value, entry.handler))
        return { state: 'same', ...place }
      if (isOurCommand(value, entry)) edited ??= { state: 'edited', ...place }
    }
  }
  return edited
}

function isOurCommand(value: unknown, entry: LockedEntry): boolean {
  const command = entry.handler['command']
  return typeof command === 'string' && (value as { command?: unknown } | null)?.command === command
}
