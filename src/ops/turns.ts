import type { Plan } from '../core/plan.ts'
import type { Scope } from '../core/scope.ts'
import type { State } from '../core/state.ts'
import { HooksError } from '../errors.ts'
import { apply, applyHeld, holding, type Remember, settle, tidyUp } from '../io/apply.ts'
import { rememberChange } from '../io/history.ts'
import { checkLinks } from '../io/links.ts'
import { holderState } from '../io/mutex.ts'
import { settleState } from '../io/settle-state.ts'
import { readState } from '../io/state.ts'
import { readSteady } from '../io/steady-state.ts'
import type { Mode, Outcome } from './change.ts'
import type { Consent, Context } from './context.ts'

/** So often a change is planned again because of somebody who takes no part in the mutex, such as an editor. */
const MOST = 100

/** What is on the disk, and how to make a plan of it true. */
export interface Turn {
  readonly state: State
  readonly apply: (plan: Plan) => Promise<unknown>
}

/** What is to be changed, and how it is read. */
export interface Turns {
  readonly scope: Scope
  readonly mode: Mode
  readonly context: Context
  readonly consent: Consent
  readonly read?: (scope: Scope) => Promise<State>
}

/**
 * Plans and applies. When somebody else has changed the scope in between, all of it is done again on what is there now,
 * so that nobody's change is lost; then, and where others are at it already, with the mutex held from the reading on, so
 * that every command has its turn. Where a person is asked, nobody else is kept waiting for the answer.
 */
export async function inTurns(
  { scope, mode, context, consent, read = readState }: Turns,
  once: (turn: Turn) => Promise<Outcome>,
): Promise<Outcome> {
  if (context.followLinks !== true) await checkLinks(scope)
  const remember: Remember = (writes) => rememberChange(scope, writes, context.env)
  if (!mode.dryRun && (await settle(scope, remember)))
    consent.note({ code: 'recovered', folder: scope.folder })
  if (!mode.dryRun) await settleState(scope, context.env)
  const turnWith = (state: State, make: typeof apply): Turn => ({
    state,
    apply: (plan) => make(plan, state, remember),
  })
  const free = async (): Promise<Outcome> => once(turnWith(await readSteady(scope, read), apply))
  const held = async (): Promise<Outcome> => once(turnWith(await read(scope), applyHeld))
  const again = (): void => consent.note({ code: 'planned-again', file: scope.settingsFile })
  const outcome =
    mode.dryRun || consent.asks()
      ? await untilUnchanged(free, MOST, again)
      : ((await first(free, scope, again)) ?? (await holding(scope, () => untilUnchanged(held, MOST, again))))
  if (outcome.applied) await tidyUp(outcome.plan)
  return outcome
}

/** One attempt without the mutex; undefined where others are at it. */
async function first(
  attempt: () => Promise<Outcome>,
  { folder }: Scope,
  again: () => void,
): Promise<Outcome | undefined> {
  if ((await holderState(folder)) === 'alive') return undefined
  try {
    return await attempt()
  } catch (error) {
    if (!isChanged(error)) throw error
    again()
    return undefined
  }
}

async function untilUnchanged<T>(attempt: () => Promise<T>, most: number, again: () => void): Promise<T> {
  for (let tries = 1; ; tries++) {
    try {
      return await attempt()
    } catch (error) {
      if (!isChanged(error) || tries === most) throw error
      again()
    }
  }
}

function isChanged(error: unknown): boolean {
  return error instanceof HooksError && error.code === 'changed-meanwhile'
}
