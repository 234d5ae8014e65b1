import { forEachChild, type SyntaxNode } from 'unbash'
import { expandText, runner } from './expand.ts'
import type { Scope } from './scope.ts'

const MOST_LEVELS = 300

/** Runs every substitution inside a node whose own value does not matter: arithmetic, tests, indexes. */
export function walkExpansions(node: SyntaxNode, scope: Scope, level = 0): void {
  if (level > MOST_LEVELS) return
  switch (node.type) {
    case 'Word':
      expandText(node, scope)
      return
    case 'ArithmeticCommandExpansion':
    case 'CommandExpansion':
      runner.current?.output(node.script, scope)
      return
    case 'CompoundList':
      return
    default:
      forEachChild(node, (child) => walkExpansions(child, scope, level + 1))
  }
}
