import { eventOf, isForeign, matches } from './agent.ts'
import type { Payload } from './document.ts'
import { type EventName, isEventName } from './events.ts'
import { failureDecision, withoutEvent } from './failure.ts'
import { type Outcome, type Result, resultOf } from './outcome.ts'
import { skipReason } from './skip.ts'
import { type Pending, start } from './start.ts'
import type { Table, TableHook } from './types.ts'

/** Everything `runHooks` needs from outside. */
export interface Run {
  /** The folder of `table.json`, absolute. */
  readonly root: string
  readonly table: Table
  readonly hooks: readonly string[]
  readonly payload: Payload
  /** The payload as it came; each hook gets a copy of its own. */
  readonly text: () => string
  /** The whole environment, secrets included. */
  readonly env: Readonly<Record<string, string | undefined>>
  /** Loads a handler's module and checks its hash. */
  readonly load: (file: string) => unknown
  /** Throws when a file of a pack is not what was installed. */
  readonly check: (file: string) => void
  /** Milliseconds since the client started to count. */
  readonly elapsed: () => number
  /** Tells of errors outside of every handler's call (a stray timer, an event emitter) while hooks wait. */
  readonly onStray: (listener: (error: unknown) => void) => void
  /** Hooks wait for something. `provisional` is the result if none of those that still wait ever answers. */
  readonly onWaiting?: (provisional: Result, ms: number) => void
}

/**
 * Runs the named hooks on one event and gives the answer for the client; at once, unless one of the handlers
 * waits for something. Hooks start one after the other, those that wait do so side by side, and whatever one of
 * them does, the others run. Never throws or rejects.
 */
export function runHooks(run: Run): Result | Promise<Result> {
  const foreign = isForeign(run.payload, run.env)
  const event = eventOf(run.payload, foreign)
  if (event === undefined)
    return { answer: withoutEvent('the event on stdin has no name', { ...run, foreign }), outcomes: [] }
  const cwd = process.cwd()
  const strays = watchStrays(run)
  const begun = run.hooks.map((name) => {
    // A handler before this one may have gone somewhere else.
    if (process.cwd() !== cwd) process.chdir(cwd)
    return strays.during(() => begin(run, name, { event, foreign }))
  })
  const pending = begun.filter((one): one is Pending => 'settled' in one)
  if (pending.length === 0) return resultOf(event, begun as Outcome[], foreign)
  return waited(run, begun, { event, foreign })
}

interface Moment {
  readonly event: string
  readonly foreign: boolean
}

function begin(run: Run, name: string, { event, foreign }: Moment): Outcome | Pending {
  const outcome = (result: Outcome['result'], why?: string): Outcome => ({
    hook: name,
    result,
    decisions: [],
    ms: 0,
    ...(why === undefined ? {} : { why }),
  })
  const hook = run.table.hooks[name]
  if (!hook) return outcome('failed', 'it is not in table.json; run `hooks add` for its pack again')
  if (hook.event !== event || (foreign && !matches(hook.matcher, String(run.payload['tool_name'] ?? ''))))
    return outcome('elsewhere')
  const skipped = skipReason(name, run.env, run.table)
  if (skipped !== undefined) return outcome('skipped', skipped)
  if (!isEventName(event)) return outcome('failed', `${event} is an event that this runtime does not know`)
  const copy = run.hooks[0] === name ? run.payload : (JSON.parse(run.text()) as Payload)
  return start({
    ...run,
    name,
    hook,
    event: event as EventName,
    payload: copy,
    ms: limitOf(run, hook),
    failed: (why, ms) => failed(name, hook, { why, ms, foreign }),
  })
}

/** The failure of a hook, with the decision that its failure mode demands. */
function failed(
  name: string,
  hook: TableHook,
  { why, ms, foreign }: { readonly why: string; readonly ms: number; readonly foreign: boolean },
): Outcome {
  const decision = foreign ? undefined : failureDecision({ hook: name, message: why }, hook)
  return { hook: name, result: 'failed', decisions: decision ? [decision] : [], why, ms }
}

/** How long before the client would end the process an answer must be there. */
const RESERVE_MS = 500
const LEAST_MS = 100

/**
 * Milliseconds that a hook may take from now on. The entry's own time limit is the sum of its hooks' limits, so that
 * one which takes all of its time leaves the others theirs.
 */
function limitOf(run: Run, hook: TableHook): number {
  const all = run.hooks.reduce((sum, name) => sum + (run.table.hooks[name]?.timeout ?? 0), 0)
  const left = all * 1000 - run.elapsed()
  return Math.max(LEAST_MS, Math.min(hook.timeout * 1000, left) - RESERVE_MS)
}

/** Waits for those that are not done, and says after each what the result would be without the rest. */
async function waited(
  run: Run,
  begun: readonly (Outcome | Pending)[],
  { event, foreign }: Moment,
): Promise<Result> {
  const outcomes = begun.map((one) => ('settled' in one ? one.late : one))
  const ms = Math.max(...begun.map((one) => ('settled' in one ? one.ms : 0)))
  const tell = (): void => run.onWaiting?.(resultOf(event, outcomes, foreign), ms)
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

interface Strays {
  /** Starts a hook; an error outside of its call, but at that time, is its own. */
  readonly during: (begin: () => Outcome | Pending) => Outcome | Pending
}

/** Gives errors outside of all handlers to the hooks that wait. */
function watchStrays(run: Run): Strays {
  const waiting: Pending[] = []
  let early: { readonly error: unknown } | undefined
  let starting = false
  run.onStray((error) => {
    if (starting) {
      early = { error }
      return
    }
    for (const one of guiltyOf(error, waiting)) one.interrupt(error)
  })
  return {
    during: (begin) => {
      early = undefined
      starting = true
      const begun = begin()
      starting = false
      if (!('settled' in begun)) return begun
      waiting.push(begun)
      if (early) begun.interrupt((early as { readonly error: unknown }).error)
      return begun
    },
  }
}

/**
 * Whose error it is: that of the hooks whose module is in its stack, else of those of whose pack a file is, else of
 * the only one that waits. When nobody can tell, it is nobody's: the guilty one will not settle in time.
 */
function guiltyOf(error: unknown, waiting: readonly Pending[]): readonly Pending[] {
  const stack = String((error as Error | null)?.stack ?? '').replaceAll('\\', '/')
  for (const where of ['file', 'folder'] as const) {
    const guilty = waiting.filter((one) => stack.includes(one[where]))
    if (guilty.length > 0) return guilty
  }
  return waiting.length === 1 ? waiting : []
}
