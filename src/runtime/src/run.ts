import { eventOf, isForeign, matches } from './agent.ts'
import type { Called } from './begin.ts'
import type { EventName } from './events.ts'
import { failureDecision, withoutEvent } from './failure.ts'
import type { Stray } from './front.ts'
import type { Verified } from './load.ts'
import { type Outcome, type Result, resultOf } from './outcome.ts'
import type { Payload } from './parse-object.ts'
import type { Parts } from './parts.ts'
import { SILENCE } from './silence.ts'
import { skipReason } from './skip.ts'
import { start } from './start.ts'
import { limitOf } from './time-limit.ts'
import type { Table, TableHook } from './types.ts'
import type { Pending } from './waiting.ts'
import { returnTo, workingFolder } from './working-folder.ts'

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
  readonly files: Verified
  /** What the first of the hooks came to, if they have been called. */
  readonly called?: readonly Called[]
  /** Errors outside of every handler's call that came up meanwhile. */
  readonly strays?: readonly Stray[]
  /** Milliseconds since the client started to count. */
  readonly elapsed: () => number
  /** Tells of errors outside of every handler's call (a stray timer, an event emitter) while hooks wait. */
  readonly onStray: (listener: (error: unknown) => void) => void
  /** Hooks wait for something. `provisional` is the result if none of those that still wait ever answers. */
  readonly onWaiting?: (provisional: Result, ms: number) => void
  readonly parts: Parts
}

/**
 * Runs the named hooks on one event and gives the answer for the client; at once, unless one of the handlers
 * waits for something. Hooks start one after the other, those that wait do so side by side, and whatever one of
 * them does, the others run. Never throws or rejects.
 */
export function runHooks(run: Run): Result | Promise<Result> {
  const foreign = isForeign(run.payload, run.env)
  const event = eventOf(run.payload, foreign)
  if (event === undefined) {
    const why = 'the event on stdin has no name'
    const outcomes = run.hooks.map((hook): Outcome => ({ hook, result: 'failed', decisions: [], why, ms: 0 }))
    return { answer: withoutEvent(why, { ...run, foreign }), outcomes }
  }
  const cwd = workingFolder()
  const early: Stray[] = [...(run.strays ?? [])]
  let starting = ''
  run.onStray((error) => early.push({ hook: starting, error }))
  const begun = run.hooks.map((name, at) => {
    // A handler before this one may have gone somewhere else.
    returnTo(cwd)
    starting = name
    return begin(run, name, { event, foreign, called: run.called?.[at] })
  })
  if (begun.some((one) => 'settled' in one))
    return run.parts.more().waitForAll(run, { begun, early, event, foreign })
  return result(begun as Outcome[], { event, foreign })
}

function result(outcomes: readonly Outcome[], { event, foreign }: Moment): Result {
  return outcomes.every((outcome) => outcome.result === 'none' || outcome.result === 'elsewhere')
    ? { answer: SILENCE, outcomes }
    : resultOf(event, outcomes, foreign)
}

interface Moment {
  readonly event: string
  readonly foreign: boolean
}

function begin(
  run: Run,
  name: string,
  { event, foreign, called }: Moment & { readonly called: Called | undefined },
): Outcome | Pending {
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
  const copy = run.hooks[0] === name ? run.payload : (JSON.parse(run.text()) as Payload)
  return start({
    root: run.root,
    text: run.text,
    files: run.files,
    parts: run.parts,
    env: () => run.env,
    projectDir: run.env['CLAUDE_PROJECT_DIR'],
    called,
    name,
    hook,
    event: event as EventName,
    payload: copy,
    ms: limitOf(hook, run.hooks, run.table, run.elapsed()),
    failed: (why, ms) => failed(name, { hook, why, ms, foreign }),
  })
}

interface Fault {
  readonly hook: TableHook
  readonly why: string
  readonly ms: number
  readonly foreign: boolean
}

/** The failure of a hook, with the decision that its failure mode demands. */
function failed(name: string, { hook, why, ms, foreign }: Fault): Outcome {
  const decision = foreign ? undefined : failureDecision({ hook: name, message: why }, hook)
  return { hook: name, result: 'failed', decisions: decision ? [decision] : [], why, ms }
}
