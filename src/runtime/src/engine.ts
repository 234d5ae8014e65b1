import type { Answer } from './encode.ts'
import { verified } from './load.ts'
import type { Outcome, Result } from './outcome.ts'
import type { Parts } from './parts.ts'
import type { Circumstances } from './remember.ts'
import { type Run, runHooks } from './run.ts'
import { sha256 } from './sha256/sha256.ts'
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
  /** Told each time when what the result would be has changed while hooks wait. */
  readonly onWaiting?: (provisional: Result) => void
  /** What the watchdog starts before it ends a process that is stuck. */
  readonly successor?: Successor
}

/** Runs hooks in this process, with its errors, its watchdog and its log. */
export interface Engine {
  readonly run: (occasion: Occasion) => Result | Promise<Result>
  /** Says the answer, sets what hooks decided to set, and writes the log. */
  readonly conclude: (result: Result, occasion: Occasion, say: (answer: Answer) => void) => void
  /** Ends the watchdog's watch. */
  readonly dismiss: () => void
  /** An error that was nobody's, if there was one: our own. */
  readonly lost: () => unknown
}

/** The engine of this process. `root` is the folder of the table, with `/`. */
export function newEngine(root: string, table: Table, parts: Parts): Engine {
  let watchdog: Watchdog | undefined
  let lost: unknown
  let onStray: (error: unknown) => void = (error) => {
    lost = error
  }
  process.on('uncaughtException', (error) => onStray(error))
  const { load, check } = verified({ root, started: startedFiles(table), sha256 }, parts)

  const run = (occasion: Occasion): Result | Promise<Result> => {
    const asked: Run = {
      ...occasion,
      load,
      check,
      parts,
      onStray: (listener) => {
        onStray = listener
      },
      onWaiting: (provisional, ms) => {
        watchdog = parts
          .more()
          .lastWords(watchdog, { provisional, ms, at: occasion, successor: occasion.successor })
        occasion.onWaiting?.(provisional)
      },
    }
    return runHooks(asked)
  }

  const conclude: Engine['conclude'] = ({ answer, outcomes }, occasion, say) => {
    const decisions = outcomes.flatMap((outcome) => outcome.decisions)
    const fault = decisions.some(({ kind }) => kind === 'setEnv')
      ? parts.answer().exportVariables(decisions, occasion.env)
      : undefined
    const lines = [answer.stderr, `hookpack: ${fault}`].filter((line) => line !== '')
    say(fault === undefined ? answer : { ...answer, stderr: lines.join('\n') })
    // It has nothing more to say, but still ends a process that what handlers left behind keeps busy.
    watchdog?.update({ answer: SILENCE, log: { folder: '', text: '' } })
    if (isWorthLogging(outcomes, occasion.env)) parts.more().remember({ outcomes }, occasion)
  }

  const dismiss = (): void => {
    watchdog?.dismiss()
    watchdog = undefined
  }
  return { run, conclude, dismiss, lost: () => lost }
}

/** The file that each hook of the table starts, and its hash. */
function startedFiles({ hooks }: Table): Readonly<Record<string, string>> {
  const files: Record<string, string> = {}
  for (const { module, script, sha256: hash } of Object.values(hooks)) {
    const file = module ?? script
    if (file !== undefined && hash !== undefined) files[file] = hash
  }
  return files
}

/** Failures and skips are logged, unless that is off; the rest when it is asked for. */
function isWorthLogging(outcomes: readonly Outcome[], env: Occasion['env']): boolean {
  return (
    outcomes.some(({ result }) => result === 'failed' || result === 'skipped') ||
    (outcomes.length > 0 && env['HOOKS_LOG'] !== undefined)
  )
}
