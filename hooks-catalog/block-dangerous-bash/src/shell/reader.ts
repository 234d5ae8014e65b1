import type { Scope } from './scope.ts'
import { TERMINAL, type Text } from './text.ts'

/** Reads a program with its arguments, whoever starts it, and gives back what it prints. */
export function dispatch(words: readonly Text[], scope: Scope, stdin: Text): Text {
  return scope.world.reader.dispatch(words, scope, stdin)
}

/** Reads source text as commands of this scope and gives back what they print. */
export function runSource(source: string, scope: Scope, stdin: Text = TERMINAL): Text {
  return scope.world.reader.runSource(source, scope, stdin)
}
