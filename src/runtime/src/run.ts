import path from 'node:path'
import { isForeign, matches } from './agent.ts'
import { checkedDecision, decideFor } from './decide.ts'
import { type Answer, encode } from './encode.ts'
import { type EventName, isEventName } from './events.ts'
import { answerForeign, type Failure, failureDecision, withFailures } from './failure.ts'
import type { Decision, Handler, HookEvent, Table, TableHook } from './types.ts'

/** Everything `runHooks` needs from outside. `root` is the folder of `table.json`. */
export interface Run {
  readonly root: string
  readonly table: Table
  readonly hooks: readonly string[]
  readonly payload: Record<string, unknown>
  readonly env: Readonly<Record<string, string | undefined>>
  readonly load: (file: string) => unknown
}

/** Runs the named hooks on one event and gives the answer for the client. Never throws. */
export async function runHooks(run: Run): Promise<Answer> {
  const foreign = isForeign(run.payload, run.env)
  const event = run.payload['hook_event_name'] ?? run.payload['hookEventName']
  const decisions: Decision[] = []
  const failures: Failure[] = []
  for (const name of run.hooks) {
    const hook = run.table.hooks[name]
    if (!hook) {
      failures.push({ hook: name, message: 'it is not in table.json; run `hooks add` for its pack again' })
      continue
    }
    if (hook.event !== event || (foreign && !matches(hook.matcher, String(run.payload['tool_name'] ?? '')))) continue
    try {
      const decision = await decideOne(run, hook, event as EventName)
      if (decision) decisions.push(decision)
    } catch (error) {
      const failure = { hook: name, message: error instanceof Error ? error.message : String(error) }
      failures.push(failure)
      const stand = foreign ? undefined : failureDecision(failure, hook)
      if (stand) decisions.push(stand)
    }
  }
  if (foreign) return answerForeign(decisions)
  return withFailures(isEventName(event) ? encode(event, decisions) : encode('Notification', []), failures)
}

async function decideOne(run: Run, hook: TableHook, event: EventName): Promise<Decision | undefined> {
  const handler = handlerOf(run.load(path.join(run.root, hook.module)))
  const result = handler(run.payload as unknown as HookEvent, decideFor(event), {
    options: hook.options,
    projectDir: run.env['CLAUDE_PROJECT_DIR'] ?? String(run.payload['cwd'] ?? ''),
    packDir: path.join(run.root, hook.pack),
  })
  return checkedDecision(result instanceof Promise ? await within(result, hook.timeout) : result, event)
}

/** `module.exports = f`, `exports.default = f` and a required ES module all count. */
function handlerOf(module: unknown): Handler {
  const candidate = typeof module === 'function' ? module : (module as { default?: unknown } | null)?.default
  if (typeof candidate === 'function') return candidate as Handler
  throw new TypeError('its module does not export a function')
}

/** The client kills the process at `seconds`; half a second earlier we can still answer in the failure mode. */
function within<T>(promise: Promise<T>, seconds: number): Promise<T> {
  return new Promise((resolve, reject) => {
    const timer = setTimeout(() => reject(new Error(`it did not decide within ${seconds} s`)), Math.max(seconds * 1000 - 500, 100))
    promise.then(resolve, reject).finally(() => clearTimeout(timer))
  })
}
