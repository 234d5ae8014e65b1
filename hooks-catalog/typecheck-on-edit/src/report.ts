import { shownPath } from '../../_shared/src/edited.ts'
import { placesOf } from '../../_shared/src/program.ts'
import type { Memory } from './memory.ts'
import type { TypeProblem } from './read-errors.ts'
import type { Outcome } from './run-job.ts'

/** The errors of a run that are the session's matter, and those in other files. */
export interface Sorted {
  readonly own: readonly TypeProblem[]
  readonly others: readonly TypeProblem[]
}

/** Parts the errors in files that were edited in the session from the rest. */
export function sorted(errors: readonly TypeProblem[], { files }: Memory): Sorted {
  const edited = new Set(files)
  return {
    own: errors.filter(({ file }) => edited.has(file)),
    others: errors.filter(({ file }) => !edited.has(file)),
  }
}

/** An error as it is remembered: without its line, which every edit above it changes. */
export function known({ file, text }: TypeProblem, root: string): string {
  return `${shownPath(file, root)} ${text}`.slice(0, 200)
}

/** The text for the model; those in `first`, the file just edited, come first. */
export function textOf(
  errors: readonly TypeProblem[],
  { names, root, most, first }: { names: string; root: string; most: number; first?: string | undefined },
): string {
  const inOrder = [...errors].sort((a, b) => Number(b.file === first) - Number(a.file === first))
  const lines = inOrder
    .slice(0, most)
    .map(({ file, line, text }) => `  ${shownPath(file, root)}:${line}: ${text}`)
  const count = errors.length === 1 ? '1 error' : `${errors.length} errors`
  const rest = errors.length > most ? [`and ${errors.length - most} more`] : []
  return [`typecheck-on-edit: ${names} finds ${count}:`, ...lines, ...rest].join('\n')
}

/** What there is to say to the user about a run that came to no result, and a key that tells it from others. */
export function noticeOf(outcome: Outcome): { readonly key: string; readonly text: string } | undefined {
  const { job } = outcome
  const name = job.checker.name
  switch (outcome.kind) {
    case 'done':
      return undefined
    case 'missing': {
      const sources = job.checker.program(job.project)
      const text =
        `types were not checked: this project uses ${name} (${job.evidence}), but there is none in ` +
        `${placesOf(sources)}. To install it: ${job.checker.install}`
      return { key: `missing ${job.key}`, text }
    }
    case 'late':
      return {
        key: `late ${job.key}`,
        text: `${name} (${job.evidence}) was stopped after ${outcome.seconds} s`,
      }
    case 'failed':
      return {
        key: `failed ${job.key} ${outcome.problem.slice(0, 100)}`,
        text: `${name} (${job.evidence}) could not check: ${outcome.problem}`,
      }
  }
}
