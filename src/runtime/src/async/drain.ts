import type { Outcome, Result } from '../outcome.ts'
import { abandoned, claim, type Job } from './queue.ts'
import { slotForQueue } from './turn.ts'

/** How long a job may wait: what an event of an hour ago would do now is nobody's wish. */
const MOST_WAIT_MS = 3_600_000

/** What working off the queue needs from outside. */
export interface Drain {
  readonly folder: string
  /** Runs one job's hooks in its environment and folder. */
  readonly run: (job: Job, file: string) => Promise<Result>
  /** Writes into the log of a job's session. */
  readonly remember: (job: Job, outcomes: readonly Outcome[]) => void
}

/** Works off the queue, one job after the other, as long as there are jobs and a slot. */
export async function drain({ folder, run, remember }: Drain): Promise<void> {
  for (const job of abandoned(folder)) remember(job, failed(job, 'its process ended before it was done'))
  for (let slot = slotForQueue(folder); slot; slot = slotForQueue(folder)) {
    for (let taken = claim(folder); taken; taken = claim(folder)) {
      const { job, file, done } = taken
      const tooLate = Date.now() - job.since > MOST_WAIT_MS
      const outcomes = tooLate
        ? failed(job, 'it waited for its turn for more than an hour')
        : (await run(job, file)).outcomes
      remember(job, outcomes)
      done()
    }
    slot.release()
  }
}

function failed({ hooks }: Job, why: string): readonly Outcome[] {
  return hooks.map((hook) => ({ hook, result: 'failed', decisions: [], why, ms: 0 }))
}
