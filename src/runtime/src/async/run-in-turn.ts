import type { Answer } from '../encode.ts'
import type { Engine, Occasion } from '../engine.ts'
import type { Outcome } from '../outcome.ts'
import { remember } from '../remember.ts'
import { withoutSecrets } from '../secrets.ts'
import { SILENCE } from '../silence.ts'
import { waiting } from './queue.ts'
import { drainArgs, startDrain } from './start-drain.ts'
import { queueFolder, takeTurn } from './turn.ts'

/** What the process offers to a run that may not be its own. */
interface OwnProcess {
  readonly engine: Engine
  readonly runNow: (occasion: Occasion) => void
  readonly say: (answer: Answer) => void
  readonly leave: () => void
}

/**
 * Runs async hooks when it is their turn: now, or in another process, so that a burst of events does not become a
 * burst of busy processes. Failures end up in the log, since the client hides them.
 */
export function runInTurn(occasion: Occasion, own: OwnProcess): void {
  const { root, hooks, env } = occasion
  const turn = takeTurn({ ...occasion, text: occasion.text() })
  if (turn.kind === 'run') {
    runHere(occasion, own, () => turn.slot?.release())
    return
  }
  own.say(SILENCE)
  if (turn.kind === 'drain') startDrain(root, env)
  if (turn.kind === 'refused') remember({ outcomes: hooks.map(refused) }, occasion)
  own.leave()
}

function runHere(occasion: Occasion, { engine, runNow }: OwnProcess, release: () => void): void {
  const { root, env } = occasion
  let outcomes: readonly Outcome[] = []
  whenTold(() => remember({ outcomes: cancelled(outcomes) }, occasion))
  process.on('exit', () => {
    engine.dismiss()
    release()
    const folder = queueFolder(root, env)
    if (folder !== '' && waiting(folder).length > 0) startDrain(root, env)
  })
  runNow({
    ...occasion,
    successor: { args: drainArgs(root), env: withoutSecrets(env) },
    onWaiting: (provisional) => {
      outcomes = provisional.outcomes
    },
  })
}

/** The client ends async hooks when its session ends: what they leave undone is said in the log. */
function whenTold(act: () => void): void {
  const onSignal = (): void => {
    act()
    process.removeListener('SIGTERM', onSignal)
    // Scripts end their own processes first, and then this one.
    if (process.listenerCount('SIGTERM') === 0) process.kill(process.pid, 'SIGTERM')
  }
  process.on('SIGTERM', onSignal)
}

function cancelled(outcomes: readonly Outcome[]): readonly Outcome[] {
  return outcomes.flatMap((outcome) =>
    outcome.provisional ? [{ ...outcome, why: 'the client ended it before it was done' }] : [],
  )
}

function refused(hook: string): Outcome {
  return { hook, result: 'failed', decisions: [], why: 'too many events wait for their turn', ms: 0 }
}
