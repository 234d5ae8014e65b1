import type { Node } from 'jsonc-parser'
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

/**
 * The place of an entry, by value; undefined when it is gone. Of several that are the same the last one is meant: ours
 * was added behind one that the user had written by hand.
 */
export function locate(tree: Tree, entry: LockedEntry): Found | undefined {
  const groups = propertyValue(propertyValue(tree.root, 'hooks'), entry.event)
  if (groups?.type !== 'array') return undefined
  let same: Found | undefined
  let edited: Found | undefined
  for (const [group, groupNode] of (groups.children ?? []).entries()) {
    const handlers = propertyValue(groupNode, 'hooks')
    if (handlers?.type !== 'array') continue
    const matcher = propertyValue(groupNode, 'matcher')
    const matches = entry.matcher === undefined ? matcher === undefined : isValue(matcher, entry.matcher)
    for (const [handler, node] of (handlers.children ?? []).entries()) {
      const at = { groups, group, handlers, handler }
      if (matches && isValue(node, entry.handler)) same = { state: 'same', ...at }
      else if (isOurCommand(node, entry)) edited = { state: 'edited', ...at }
    }
  }
  return same ?? edited
}

function isOurCommand(node: Node, entry: LockedEntry): boolean {
  const command = entry.handler['command']
  return typeof command === 'string' && propertyValue(node, 'command')?.value === command
}

/** Whether a node is this value. It goes no deeper than the value does, whatever stands in the file. */
function isValue(node: Node | undefined, value: unknown): boolean {
  if (typeof value !== 'object' || value === null) return isScalar(node) && node.value === value
  const children = node?.children ?? []
  if (Array.isArray(value)) {
    const isList = node?.type === 'array' && children.length === value.length
    return isList && value.every((one, at) => isValue(children[at], one))
  }
  const keys = new Set(children.map((property) => property.children?.[0]?.value as unknown))
  const entries = Object.entries(value).filter(([, one]) => one !== undefined)
  if (node?.type !== 'object' || keys.size !== entries.length) return false
  return entries.every(([key, one]) => isValue(propertyValue(node, key), one))
}

function isScalar(node: Node | undefined): node is Node {
  return node !== undefined && node.type !== 'object' && node.type !== 'array'
}
