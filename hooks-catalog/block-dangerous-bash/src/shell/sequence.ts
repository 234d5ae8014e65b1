import { TooComplex } from '../../../../src/runtime/src/kit/bash/limits.ts'
import { type Scope, spend, subshell } from './scope.ts'
import { join, type Text } from './text.ts'

const MOST_CHOICES = 4
const MOST_WORDS = 2000

/** Reads a command once for each alternative that the variables in it have. */
export function eachChoice(scope: Scope, read: () => Text): Text {
  const before = { choice: scope.choice, widest: scope.widest, frozen: scope.frozen }
  scope.frozen = new Map()
  scope.choice = 0
  scope.widest = 1
  let printed = read()
  for (let choice = 1; choice < Math.min(scope.widest, MOST_CHOICES); choice += 1) {
    spend(scope)
    scope.choice = choice
    printed = read()
  }
  Object.assign(scope, before)
  return printed
}

/** Throws when a command has more words than are read in time. */
export function limitWords(words: readonly Text[]): void {
  if (words.length > MOST_WORDS) throw new TooComplex('it has too many words')
}

/** Reads what `&&` and `||` join: the first always runs, each of the others may or may not. */
export function runAndOr(parts: readonly (() => Text)[], scope: Scope): Text {
  const before = scope.conditional
  const printed = parts.map((run, index) => {
    scope.conditional = before || index > 0
    return run()
  })
  scope.conditional = before
  return join(printed)
}

/** One command of a pipeline; a simple one is no group or loop. */
export interface Stage {
  readonly simple: boolean
  readonly run: (scope: Scope, stdin: Text) => Text
}

/** Reads the commands of a pipeline, each with what the one before printed. */
export function runStages(stages: readonly Stage[], scope: Scope, stdin: Text): Text {
  const { forked } = scope
  let text = stdin
  stages.forEach(({ simple, run }, index) => {
    const last = index === stages.length - 1
    const direct = scope.calls.length > 0 && stages.length > 1 && simple
    // The last command shares the shell under `lastpipe`, and `read` there is what people write.
    const inner = last ? scope : subshell(scope)
    inner.forked = forked || direct
    text = run(inner, text)
  })
  scope.forked = forked
  return text
}
