import type { Node } from 'jsonc-parser'
import { HooksError } from '../../errors.ts'
import { nearestNode, parseSettings, propertyNode, withoutBom } from '../settings/tree.ts'
import type { Spot } from './rule.ts'

/** 1-based, as editors count. */
export interface Position {
  readonly line: number
  readonly column: number
}

const START: Position = { line: 1, column: 1 }

/**
 * Where spots are in a text. A path that leads to a key is where that key stands; in YAML it is a near guess. The text is
 * read once, however many spots are asked for.
 */
export function positionsIn(file: string, text: string | undefined): (spot: Spot) => Position {
  if (text === undefined) return () => START
  const body = withoutBom(text)
  const starts = [0, ...[...body.matchAll(/\r\n|\r|\n/g)].map(({ 0: end, index }) => index + end.length)]
  const yaml = /\.(?:md|markdown)$/i.test(file)
  let root: Node | undefined | null = null
  return (spot) => {
    if ('offset' in spot) return positionAt(starts, spot.offset)
    if (yaml) return positionAt(starts, inYaml(body, spot.path))
    if (root === null) root = rootOf(body, file)
    return root ? positionAt(starts, inJson(root, spot.path)) : START
  }
}

/** Undefined for what is not JSON: whoever reports on such a file says where by an offset. */
function rootOf(body: string, file: string): Node | undefined {
  try {
    return parseSettings(body, file).root
  } catch (error) {
    if (error instanceof HooksError) return undefined
    throw error
  }
}

function inJson(root: Node, path: readonly (string | number)[]): number {
  const last = path.at(-1)
  const property =
    typeof last === 'string' ? propertyNode(nearestNode(root, path.slice(0, -1)), last) : undefined
  return (property ?? nearestNode(root, path)).offset
}

/** Key after key, each behind the one before it. */
function inYaml(body: string, path: readonly (string | number)[]): number {
  let at = 0
  for (const key of path) {
    if (typeof key === 'number') continue
    const found = body
      .slice(at)
      .search(new RegExp(`(?<![\\w-])['"]?${key.replace(/\W/g, '\\$&')}['"]?[ \\t]*:`))
    if (found === -1) break
    at += found
  }
  return at
}

function positionAt(starts: readonly number[], offset: number): Position {
  let [low, high] = [0, starts.length - 1]
  while (low < high) {
    const middle = Math.ceil((low + high) / 2)
    if ((starts[middle] ?? 0) <= offset) low = middle
    else high = middle - 1
  }
  return { line: low + 1, column: offset - (starts[low] ?? 0) + 1 }
}
