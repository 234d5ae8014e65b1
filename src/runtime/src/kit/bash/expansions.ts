import { forEachChild, type SyntaxNode } from 'unbash'

const MOST_LEVELS = 300

/** What `eachExpansion` finds. */
export type Expandable = Extract<
  SyntaxNode,
  { type: 'Word' | 'CommandExpansion' | 'ArithmeticCommandExpansion' | 'ProcessSubstitution' }
>

/**
 * Gives `visit` the outermost words and substitutions inside a node whose own value does not matter, such
 * as arithmetic, tests and indexes. The lists of commands in it are not entered.
 */
export function eachExpansion(node: SyntaxNode, visit: (found: Expandable) => void, level = 0): void {
  if (level > MOST_LEVELS) return
  switch (node.type) {
    case 'Word':
    case 'ArithmeticCommandExpansion':
    case 'CommandExpansion':
    case 'ProcessSubstitution':
      visit(node)
      return
    case 'CompoundList':
      return
    default:
      forEachChild(node, (child) => eachExpansion(child, visit, level + 1))
  }
}
