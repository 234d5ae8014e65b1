import { oncePerSession } from '../../../src/runtime/src/kit/limits.ts'
import type { StatePlace } from '../../../src/runtime/src/kit/session-state.ts'
import type { Decide, Decision } from '../../../src/runtime/src/types.ts'
import { oneLine } from '../../_shared/src/plain-text.ts'
import { placesOf } from '../../_shared/src/program.ts'
import type { WrittenLines } from './edited-lines.ts'
import type { Outcome } from './lint-file.ts'
import type { Finding } from './linter.ts'
import type { Options } from './options.ts'

/** All there is to say about one edited file. */
export interface Report {
  readonly shown: string
  readonly outcomes: readonly Outcome[]
  readonly fixedBy: readonly string[]
  readonly written: WrittenLines
}

/** Findings go to the model; a linter that is missing or fails is the user's matter, once per session. */
export function report(
  { shown, outcomes, fixedBy, written }: Report,
  decide: Decide<'PostToolUse'>,
  { options, place }: { readonly options: Options; readonly place: StatePlace },
): readonly Decision[] {
  const decisions: Decision[] = []
  const findings = outcomes.flatMap((outcome) =>
    outcome.kind === 'done' ? found(outcome, options, written) : [],
  )
  if (findings.length > 0)
    decisions.push(decide[options.deliver](textOf(shown, findings, options.maxFindings)))
  if (fixedBy.length > 0)
    decisions.push(
      decide.context(
        `lint-on-edit: ${shown} was changed by ${fixedBy.join(' and ')}. Read it again before the next edit of it.`,
      ),
    )
  for (const outcome of outcomes) {
    const notice = noticeOf(shown, outcome)
    if (notice && oncePerSession(place, notice.key))
      decisions.push(decide.tell(`lint-on-edit: ${notice.text}`))
  }
  return decisions
}

interface Line extends Finding {
  readonly linter: string
  readonly isNew: boolean
}

function found(
  { linter, findings }: Extract<Outcome, { kind: 'done' }>,
  { level, scope }: Options,
  written: WrittenLines,
): readonly Line[] {
  return findings
    .map((finding) => ({ ...finding, linter, isNew: written(finding.line) }))
    .filter(
      ({ severity, isNew }) => (level === 'warnings' || severity === 'error') && (scope === 'file' || isNew),
    )
}

/** Those on the lines just written first: they are what the edit is about. */
function textOf(shown: string, lines: readonly Line[], most: number): string {
  const fresh = lines.filter(({ isNew }) => isNew)
  const old = lines.filter(({ isNew }) => !isNew)
  const count = lines.length === 1 ? '1 finding' : `${lines.length} findings`
  const where = fresh.length === 0 ? ', none on the lines just written' : ''
  const head = `lint-on-edit: ${count} in ${oneLine(shown)}${old.length > 0 && fresh.length > 0 ? `, ${fresh.length} on the lines just written (first)` : where}:`
  const items = [...fresh, ...old].slice(0, most).map(itemOf)
  const rest = lines.length > most ? [`and ${lines.length - most} more`] : []
  const last = 'Mend those that come from your change. Go on if your next edit takes care of them anyway.'
  return [head, ...items, ...rest, last].join('\n')
}

function itemOf({ line, severity, text, linter }: Line): string {
  return `  line ${line}: ${severity === 'warning' ? 'warning: ' : ''}${text.replace(/^\[?(?:error|warning)\]?:?\s+(?:-\s+)?/, '')} [${linter}]`
}

function noticeOf(
  shown: string,
  outcome: Outcome,
): { readonly key: string; readonly text: string } | undefined {
  switch (outcome.kind) {
    case 'done':
      return undefined
    case 'missing': {
      const { tool, folder, evidence } = outcome.wanted
      const text =
        `${shown} was not linted: this project uses ${tool.name} (${evidence}), but there is no ${tool.name} in ` +
        `${placesOf(tool.program)}. To install it: ${tool.install}`
      return { key: `missing ${tool.name} ${folder}`, text }
    }
    case 'failed':
      return {
        key: `failed ${outcome.linter} ${outcome.problem.slice(0, 100)}`,
        text: `${outcome.linter} could not lint ${shown}: ${outcome.problem}`,
      }
  }
}
