import type { SyntaxNode } from 'unbash'
import { eachExpansion } from '../../../../src/runtime/src/kit/bash/expansions.ts'
import { expandText, runner } from './expand.ts'
import type { Scope } from './scope.ts'

/** Runs every substitution inside a node whose own value does not matter: arithmetic, tests, indexes. */
export function walkExpansions(node: SyntaxNode, scope: Scope): void {
  eachExpansion(node, (found) => {
    if (found.type === 'Word') expandText(found, scope)
    else runner.current?.output(found.script, scope)
  })
}
