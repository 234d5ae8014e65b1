import { forEachChild, type ParsedScript, type SyntaxNode } from 'unbash'
import { parseBash } from '../../../../src/runtime/src/kit/bash/parse.ts'

const MOST_LEVELS = 300

/** A shell of its own within a line: what `cd` does in it ends with it. */
export interface Scope {
  readonly parent?: Scope
}

/** A simple command as it is written, and the shell that runs it. */
export interface Scoped {
  readonly text: string
  readonly scope: Scope
}

/** The simple commands of a text in its order, each with the shell that runs it: subshells, pipes, `&`, `$(…)`. */
export function scopedCommands(source: string, root: Scope): readonly Scoped[] {
  const found: Scoped[] = []
  script(parseBash(source), { source, found, level: 0 }, root)
  return found
}

interface Walk {
  readonly source: string
  readonly found: Scoped[]
  readonly level: number
}

function script(tree: ParsedScript, walk: Walk, scope: Scope): void {
  const inner = { ...walk, source: tree.source ?? walk.source }
  for (const statement of tree.commands) visit(statement, inner, scope)
}

function visit(node: SyntaxNode, walk: Walk, scope: Scope): void {
  if (walk.level > MOST_LEVELS) return
  const next = { ...walk, level: walk.level + 1 }
  if ('script' in node && node.script) {
    script(node.script, next, { parent: scope })
    return
  }
  if (node.type === 'Command' || node.type === 'Redirected')
    walk.found.push({ text: walk.source.slice(node.pos, node.end), scope })
  const separate =
    node.type === 'Subshell' || node.type === 'Coproc' || (node.type === 'Statement' && node.background)
  const own = separate ? { parent: scope } : scope
  const piped = node.type === 'Pipeline' && node.commands.length > 1
  forEachChild(node, (child) => visit(child, next, piped ? { parent: own } : own))
}
