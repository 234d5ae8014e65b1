import type { Called } from './begin.ts'
import type { Front } from './front.ts'
import { verified } from './load.ts'
import type { Outcome, Result } from './outcome.ts'
import type { Parts } from './parts.ts'
import type { Circumstances } from './remember.ts'
import { runHooks } from './run.ts'
import { say } from './say.ts'
import { exportVariables } from './set-env.ts'
import { SILENCE } from './silence.ts'
import type { Table } from './types.ts'
import type { Successor, Watchdog } from './watchdog.ts'

/** One event for some hooks of a table. */
export interface Occasion extends Circumstances {
  readonly hooks: readonly string[]
  /** The payload as it came. */
  readonly text: () => string
  /** Milliseconds since the client started to count. */
  readonly elapsed: () => number
  /** What the first of the hooks came to, if they have been called. */
  readonly called?: readonly Called[]
  /** Told each time when what the result would be has changed while hooks wait. */
  readonly onWaiting?: (provisional: Result) => void
  /** What the watchdog starts before it ends a process that is stuck. */
  readonly successor?: Successor
}

/** Runs hooks in this process, with its errors, its watchdog and its log. */
export interface Engine {
  readonly run: (occasion: Occasion) => Result | Promise<Result>
  /** Says the answer, sets what hooks decided to set, and writes the log. */
  readonly conclude: (result: Result, occasion: Occasion) => void
  /** Ends the watchdog's watch. */
  readonly dismiss: () => void
}

/** The engine of this process. */
export function newEngine(front: Front, table: Table, parts: Parts): Engine {
  let watchdog: Watchdog | undefined
  const files = verified(front, table)

  const run = (occasion: Occasion): Result | Promise<Result> =>
    runHooks({
      ...occasion,
      files,
      parts,
      strays: front.strays,
      onStray: (listener) => {
        front.onStray = listener
      },
      onWaiting: (provisional, ms) => {
        watchdog = parts
          .more()
          .lastWords(watchdog, { provisional, ms, at: occasion, successor: occasion.successor })
        occasion.onWaiting?.(provisional)
      },
    })

  const conclude: Engine['conclude'] = ({ answer, outcomes }, occasion) => {
    const decisions = outcomes.flatMap((outcome) => outcome.decisions)
    const fault = exportVariables(decisions, occasion.env)
    const lines = [answer.stderr, `hookpack: ${fault}`].filter((line) => line !== '')
    say(front, fault === undefined ? answer : { ...answer, stderr: lines.join('\n') })
    // It has nothing more to say, but still ends a process that what handlers left behind keeps busy.
    watchdog?.update({ answer: SILENCE, log: { folder: '', text: '' } })
    if (isWorthLogging(outcomes, occasion.env)) parts.more().remember({ outcomes }, occasion)
  }

  const dismiss = (): void => {
    watchdog?.dismiss()
    watchdog = undefined
  }
  return { run, conclude, dismiss }
}

/** Failures and skips are logged, unless that is off; the rest when it is asked for. */
function isWorthLogging(outcomes: readonly Outcome[], env: Occasion['env']): boolean {
  return (
    outcomes.some(({ result }) => result === 'failed' || result === 'skipped') ||
    (outcomes.length > 0 && env['HOOKS_LOG'] !== undefined)
  )
}
