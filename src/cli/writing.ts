import { isEmpty } from '../core/is-empty.ts'
import type { Outcome } from '../ops/change.ts'
import type { Consent, Context } from '../ops/context.ts'
import { outcomeJson, scopeLine } from '../views/outcome.ts'
import { planLines } from '../views/plan.ts'
import { consentOf } from './consent.ts'
import { contextOf, styleOf } from './context.ts'
import type { Invocation, Result } from './define.ts'

/** What every command that changes a scope needs of its invocation. */
export interface Writing {
  readonly context: Context
  readonly consent: Consent
  readonly mode: { readonly dryRun: boolean; readonly force: boolean }
}

/** The consent, the mode and the context that the flags ask for. */
export function writingOf(invocation: Invocation): Writing {
  const { flags, world } = invocation
  const style = styleOf(invocation)
  return {
    context: contextOf(world, flags),
    consent: consentOf(world, {
      yes: flags['yes'] === true,
      allowWider: flags['allow-wider'] === true,
      allowWeaker: flags['allow-weaker'] === true,
      json: flags['json'] === true,
      show: (plan) => planLines(plan, style),
    }),
    mode: { dryRun: flags['dry-run'] === true, force: flags['force'] === true },
  }
}

/** How a change is told: what was done, would be done, or that there was nothing to do. */
export interface Told {
  /** `added x 1.0.0 to the`; the scope follows. */
  readonly done: string
  /** `would add x 1.0.0 to the`. */
  readonly would: string
  /** `x is disabled already`; why a plan that changes nothing does not. */
  readonly already?: string
  readonly why: string | undefined
  /** More for `--json`. */
  readonly json: Readonly<Record<string, unknown>>
}

/** The result of a command that changes a scope. */
export function changeResult(
  outcome: Outcome,
  invocation: Invocation,
  { done, would, already, why, json }: Told,
): Result {
  const where = scopeLine(outcome, why)
  const plan = planLines(outcome.plan, styleOf(invocation), 'whole')
  const lines = outcome.applied
    ? [`${done} ${where}`]
    : isEmpty(outcome.plan)
      ? [...planNotes(plan, outcome), nothingTo(outcome, where, already)]
      : [...plan, `${would} ${where}; nothing was written`]
  return { lines, json: { ...outcomeJson(outcome, why), ...json } }
}

/** Of a plan that changes nothing, the notes are all there is to tell, and before a yes what it is for. */
function planNotes(lines: readonly string[], { plan, agreed }: Outcome): readonly string[] {
  const asked = plan.unapproved.length > 0 && !agreed
  return plan.notes.length === 0 && !asked ? [] : lines
}

function nothingTo(outcome: Outcome, where: string, already: string | undefined): string {
  const { unapproved } = outcome.plan
  const { agreed } = outcome
  // Why this scope was chosen would read as why there is nothing to do.
  const plainly = scopeLine(outcome, undefined)
  if (unapproved.length === 0)
    return `${already ?? 'nothing to do'} in the ${plainly}${already === undefined ? '' : ': nothing to do'}`
  const packs = `${unapproved.length} ${unapproved.length === 1 ? 'pack' : 'packs'}`
  return agreed
    ? `approved ${packs} as they are in the ${where}`
    : `would ask you to approve ${packs} of the ${where}`
}
