import { eventOf, isForeign, matches } from './agent.ts'
import { checkedDecision, decideFor } from './decide.ts'
import type { Payload } from './document.ts'
import { type Answer, encode, SILENCE } from './encode.ts'
import { type EventName, isEventName } from './events.ts'
import { answerForeign, type Failure, failureDecision, withFailures, withoutEvent } from './failure.ts'
import type { Decision, Handler, HookEvent, Table, TableHook } from './types.ts'

/** Everything `runHooks` needs from outside. `root` is the folder of `table.json`. */
export interface Run {
  readonly root: string
  readonly table: Table
  readonly hooks: readonly string[]
  readonly payload: Payload
  readonly env: Readonly<Record<string, string | undefined>>
  readonly load: (file: string) => unknown
  /** A promise that rejects when something fails outside of every handler (a stray timer, an event emitter). */
  readonly interrupted: () => Promise<never>
}

interface Outcome {
  readonly decision?: Decision | undefined
  readonly failure?: Failure
}

/**
 * Runs the named hooks on one event and gives the answer for the client; at once, unless one of the handlers
 * waits for something. Never throws or rejects.
 */
export function runHooks(run: Run): Answer | Promise<Answer> {
  const foreign = isForeign(run.payload, run.env)
  const event = eventOf(run.payload, foreign)
  if (event === undefined) return withoutEvent('the event on stdin has no name', { ...run, foreign })
  const moment = { event, foreign }
  // Handlers start one after the other; those that wait for something wait side by side.
  const outcomes = run.hooks.map((name) => outcomeOf(run, name, moment))
  const waits = outcomes.some((outcome) => outcome instanceof Promise)
  return waits
    ? Promise.all(outcomes).then((settled) => merged(settled, moment))
    : merged(outcomes as Outcome[], moment)
}

interface Moment {
  readonly event: string
  readonly foreign: boolean
}

function merged(outcomes: readonly Outcome[], { event, foreign }: Moment): Answer {
  const decisions = outcomes.flatMap(({ decision }) => decision ?? [])
  const failures = outcomes.flatMap(({ failure }) => failure ?? [])
  if (foreign) return answerForeign(decisions, failures)
  return withFailures(isEventName(event) ? encode(event, decisions) : SILENCE, failures)
}

function outcomeOf(run: Run, name: string, { event, foreign }: Moment): Outcome | Promise<Outcome> {
  const hook = run.table.hooks[name]
  if (!hook)
    return { failure: { hook: name, message: 'it is not in table.json; run `hooks add` for its pack again' } }
  if (hook.event !== event || (foreign && !matches(hook.matcher, String(run.payload['tool_name'] ?? ''))))
    return {}
  const failed = (error: unknown): Outcome => {
    const failure = { hook: name, message: messageOf(error) }
    return { failure, decision: foreign ? undefined : failureDecision(failure, hook) }
  }
  try {
    const decision = decisionOf(run, hook, event as EventName)
    return decision instanceof Promise
      ? decision.then((value) => ({ decision: value }), failed)
      : { decision }
  } catch (error) {
    return failed(error)
  }
}

/** The first line: Node's "Cannot find module" goes on with a list of paths. */
function messageOf(error: unknown): string {
  const message = error instanceof Error ? error.message || error.name : String(error)
  return message.split('\n', 1)[0] ?? ''
}

function decisionOf(
  run: Run,
  hook: TableHook,
  event: EventName,
): Promise<Decision | undefined> | Decision | undefined {
  const handler = handlerOf(run.load(`${run.root}/${hook.module}`))
  const result: unknown = handler(run.payload as unknown as HookEvent, decideFor(event), {
    options: hook.options,
    projectDir: run.env['CLAUDE_PROJECT_DIR'] ?? String(run.payload['cwd'] ?? ''),
    packDir: `${run.root}/${hook.pack}`,
  })
  if (!isThenable(result)) return checkedDecision(result, event)
  return Promise.race([result, run.interrupted(), tooLate(hook.timeout)]).then((value) =>
    checkedDecision(value, event),
  )
}

/** `module.exports = f`, `exports.default = f` and a required ES module all count. */
function handlerOf(module: unknown): Handler {
  const candidate = typeof module === 'function' ? module : (module as { default?: unknown } | null)?.default
  if (typeof candidate === 'function') return candidate as Handler
  throw new TypeError('its module does not export a function')
}

function isThenable(value: unknown): value is PromiseLike<unknown> {
  return typeof value === 'object' && value !== null && 'then' in value && typeof value.then === 'function'
}

/**
 * Rejects half a second before the client, which counts from the start of the process, would kill it: in time
 * for an answer in the failure mode. The timer also keeps a process alive whose handler waits for nothing.
 */
function tooLate(seconds: number): Promise<never> {
  return new Promise((_, reject) => {
    const left = (seconds - process.uptime()) * 1000 - 500
    setTimeout(() => reject(new Error(`it did not decide within ${seconds} s`)), Math.max(left, 100))
  })
}
