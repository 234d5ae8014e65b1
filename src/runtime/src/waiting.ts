import type { Outcome, Result } from './outcome.ts'
import { resultOf } from './outcome.ts'
import type { Run } from './run.ts'
import { withSlashes } from './slashes.ts'
import { messageOf, type Starting } from './start.ts'

/** A hook that waits for something. */
export interface Pending {
  readonly hook: string
  readonly settled: Promise<Outcome>
  /** What becomes of it if it never answers. */
  readonly late: Outcome
  readonly ms: number
  /** Its module and its pack's folder, with `/`, to know its errors by. */
  readonly file: string
  readonly folder: string
  readonly interrupt: (error: unknown) => void
}

interface Settling {
  /** Milliseconds it has taken so far. */
  readonly spent: () => number
  readonly listen: (listener: (outcome: Outcome) => void) => void
}

/** A hook whose handler has not settled: it has until its limit. */
export function pendingHook(starting: Starting, { spent, listen }: Settling): Pending {
  const { root, name, hook, failed, ms } = starting
  const why = `it did not decide within ${hook.timeout} s`
  let interrupt: (error: unknown) => void = () => undefined
  const settled = new Promise<Outcome>((resolve) => {
    // The timer also keeps a process alive whose handler waits for nothing.
    const timer = setTimeout(() => resolve(failed(why, spent())), ms - spent())
    const finish = (outcome: Outcome): void => {
      clearTimeout(timer)
      resolve(outcome)
    }
    listen(finish)
    interrupt = (error) => finish(failed(`outside its handler: ${messageOf(error)}`, spent()))
  })
  return {
    hook: name,
    settled,
    late: { ...failed(why, ms), provisional: true },
    ms,
    file: `${root}/${hook.module}`,
    folder: `${root}/${hook.pack}/`,
    interrupt: (error) => interrupt(error),
  }
}

/** Hooks of one event that have begun, some of which wait. */
interface Begun {
  readonly begun: readonly (Outcome | Pending)[]
  /** Errors that came up outside of handlers while these hooks were started. */
  readonly early: readonly { readonly hook: string; readonly error: unknown }[]
  readonly event: string
  readonly foreign: boolean
}

/** Waits for those that are not done, and says after each what the result would be without the rest. */
export async function waitForAll(run: Run, { begun, early, event, foreign }: Begun): Promise<Result> {
  const waiting = begun.filter((one): one is Pending => 'settled' in one)
  const outcomes = begun.map((one) => ('settled' in one ? one.late : one))
  const ms = Math.max(...waiting.map((one) => one.ms))
  const tell = (): void => run.onWaiting?.(resultOf(event, outcomes, foreign), ms)
  run.onStray((error) => {
    for (const one of guiltyOf(error, waiting)) one.interrupt(error)
  })
  for (const { hook, error } of early) waiting.find((one) => one.hook === hook)?.interrupt(error)
  tell()
  await Promise.all(
    begun.map(async (one, at) => {
      if (!('settled' in one)) return
      outcomes[at] = await one.settled
      tell()
    }),
  )
  return resultOf(event, outcomes, foreign)
}

/**
 * Whose error it is: that of the hooks whose module is in its stack, else of those of whose pack a file is, else of
 * the only one that waits. When nobody can tell, it is nobody's: the guilty one will not settle in time.
 */
function guiltyOf(error: unknown, waiting: readonly Pending[]): readonly Pending[] {
  const stack = withSlashes(String((error as Error | null)?.stack ?? ''))
  for (const where of ['file', 'folder'] as const) {
    const guilty = waiting.filter((one) => stack.includes(one[where]))
    if (guilty.length > 0) return guilty
  }
  return waiting.length === 1 ? waiting : []
}
