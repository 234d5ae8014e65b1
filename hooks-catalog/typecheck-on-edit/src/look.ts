import { oncePerSession } from '../../../src/runtime/src/kit/limits.ts'
import type { Job } from './jobs.ts'
import { type Memory, rememberStatus } from './memory.ts'
import type { Options } from './options.ts'
import type { TypeProblem } from './read-errors.ts'
import { known, noticeOf, sorted } from './report.ts'
import { type Outcome, runJob } from './run-job.ts'

/** What the runs came to: errors for the model, names of the checkers that found them, messages for the user. */
export interface Seen {
  readonly errors: readonly TypeProblem[]
  readonly names: string
  readonly notices: readonly string[]
}

/** What all runs of one event have in common. */
export interface Look {
  readonly event: { readonly session_id: string }
  readonly memory: Memory
  readonly root: string
  readonly seconds: number
  readonly atStop: boolean
  readonly options: Options
}

/** Runs the jobs side by side and remembers how their projects stand. */
export async function look(jobs: readonly Job[], given: Look): Promise<Seen> {
  const outcomes = await Promise.all(jobs.map((job) => runJob(job, given.root, given.seconds)))
  const found = outcomes.map((outcome) => ({ outcome, errors: errorsOf(outcome, given) }))
  const names = found.filter(({ errors }) => errors.length > 0).map(({ outcome }) => outcome.job.checker.name)
  const place = { event: given.event, name: 'typecheck-on-edit' }
  const notices = outcomes.flatMap((outcome) => noticeOf(outcome) ?? [])
  return {
    errors: found.flatMap(({ errors }) => errors),
    names: [...new Set(names)].join(' and '),
    notices: notices.filter(({ key }) => oncePerSession(place, key)).map(({ text }) => text),
  }
}

function errorsOf(outcome: Outcome, { event, memory, root, options, atStop }: Look): readonly TypeProblem[] {
  const { key } = outcome.job
  if (outcome.kind !== 'done') {
    // What is not there or broken will not be better at the end of the turn; what is slow has more time then.
    const slow = outcome.kind === 'late'
    rememberStatus(event, key, { status: slow && !atStop ? 'open' : 'clean', slow })
    return []
  }
  const { own, others } = sorted(outcome.errors, memory)
  const before = memory.known[key]
  const names = others.map((one) => known(one, root))
  const fresh = options.others && before ? others.filter((_, at) => !before.includes(names[at] ?? '')) : []
  rememberStatus(event, key, { status: own.length + fresh.length > 0 ? 'errors' : 'clean', others: names })
  return [...own, ...fresh]
}
