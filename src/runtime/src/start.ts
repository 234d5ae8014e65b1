import type { EventName } from './events.ts'
import { withinLimit } from './limit.ts'
import type { Outcome } from './outcome.ts'
import type { Payload } from './parse-object.ts'
import type { Parts } from './parts.ts'
import { withoutSecrets } from './secrets.ts'
import type { Decide, Decision, Handler, HookContext, HookEvent, TableHook } from './types.ts'
import type { Pending } from './waiting.ts'

/** One hook that is about to run. */
export interface Starting {
  readonly root: string
  readonly name: string
  readonly hook: TableHook
  readonly event: EventName
  readonly payload: Payload
  readonly text: () => string
  readonly env: Readonly<Record<string, string | undefined>>
  readonly load: (file: string) => unknown
  /** Throws when a file of a pack is not what was installed. */
  readonly check: (file: string) => void
  /** Milliseconds it may take. */
  readonly ms: number
  readonly failed: (why: string, ms: number) => Outcome
  readonly parts: Parts
}

/** Calls one hook, within its limit: its outcome, or that it waits. Never throws. */
export function start(starting: Starting): Outcome | Pending {
  const { name, event, failed, ms, parts } = starting
  const begun = process.hrtime()
  const spent = (): number => {
    const [seconds, nanoseconds] = process.hrtime(begun)
    return Math.round(seconds * 1e5 + nanoseconds / 1e4) / 100
  }
  const done = (value: unknown): Outcome => {
    if (value === undefined || value === null)
      return { hook: name, result: 'none', decisions: [], ms: spent() }
    try {
      const decisions = parts.answer().checkedDecisions(value, event)
      return { hook: name, result: decisions.length > 0 ? 'decided' : 'none', decisions, ms: spent() }
    } catch (error) {
      return failed(messageOf(error), spent())
    }
  }
  let settledAtOnce: Outcome | undefined
  let settle: (outcome: Outcome) => void = () => undefined
  const onSettled = (outcome: Outcome): void => {
    settledAtOnce ??= outcome
    settle(outcome)
  }
  try {
    const result = withinLimit(
      () => {
        const value = call(starting)
        if (isThenable(value))
          value.then(
            (one) => onSettled(done(one)),
            (error) => onSettled(failed(messageOf(error), spent())),
          )
        return value
      },
      ms,
      `it did not return within ${starting.hook.timeout} s`,
    )
    if (!isThenable(result)) return done(result)
  } catch (error) {
    return failed(messageOf(error), spent())
  }
  if (settledAtOnce) return settledAtOnce
  return parts.more().pendingHook(starting, {
    spent,
    listen: (listener) => {
      settle = listener
    },
  })
}

function call(starting: Starting): unknown {
  const { hook, event, payload } = starting
  if (hook.script !== undefined) return callScript(starting, hook.script)
  const run = (module: unknown): unknown =>
    handlerOf(module)(payload as unknown as HookEvent, lazyDecide(event, starting.parts), contextOf(starting))
  const module = starting.load(`${starting.root}/${hook.module}`)
  return isThenable(module) ? module.then(run) : run(module)
}

/** The methods of `decide`, which are read from the disk when a handler first asks for one. */
function lazyDecide(event: EventName, { answer }: Parts): Decide<EventName> {
  let methods: object | undefined
  const decide = (): object => {
    methods ??= answer().decideFor(event)
    return methods
  }
  return new Proxy({} as Decide<EventName>, {
    get: (_, name) => Reflect.get(decide(), name),
    has: (_, name) => Reflect.has(decide(), name),
  })
}

function contextOf({ root, name, hook, env, payload }: Starting): HookContext {
  let own: Record<string, string> | undefined
  return {
    options: hook.options,
    projectDir: env['CLAUDE_PROJECT_DIR'] ?? String(payload['cwd'] ?? ''),
    packDir: `${root}/${hook.pack}`,
    hook: name,
    // Most hooks never look at it.
    get env() {
      own ??= withoutSecrets(env, hook.env)
      return own
    },
  }
}

function callScript(starting: Starting, script: string): Promise<readonly Decision[]> {
  starting.check(`${starting.root}/${script}`)
  const { hook, event, payload, text, ms } = starting
  const { env, options, projectDir, packDir } = contextOf(starting)
  return starting.parts.more().runScript({
    file: `${starting.root}/${script}`,
    ...(hook.interpreter === undefined ? {} : { interpreter: hook.interpreter }),
    event,
    payload,
    text: text(),
    env,
    options,
    projectDir,
    packDir,
    // Time for its processes to end before the answer is due.
    limitMs: Math.max(ms - 250, ms / 2),
  })
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

/** The first line: Node's "Cannot find module" goes on with a list of paths. */
export function messageOf(error: unknown): string {
  const message = error instanceof Error ? error.message || error.name : String(error)
  return message.split('\n', 1)[0] ?? ''
}
