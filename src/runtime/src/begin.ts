// How a handler is called. Kept small: every hook pays for reading it.

import type { EventName } from './events.ts'
import { withinLimit } from './limit.ts'
import { exportsOf, type Make, makeByNode, needsNode, type RequireFor } from './loader.ts'
import type { Payload } from './parse-object.ts'
import { withoutSecrets } from './secrets.ts'
import { isThenable } from './thenable.ts'
import type { Decide, Handler, HookContext, HookEvent, TableHook } from './types.ts'

/** What came of calling a handler: its value or what it threw, and from when to when, in seconds of process.uptime. */
export type Called = { readonly since: number; readonly until: number } & (
  | { readonly value: unknown }
  | { readonly error: unknown }
)

/** One hook that is about to be called. */
export interface Beginning {
  readonly root: string
  readonly name: string
  readonly hook: TableHook
  readonly event: string
  readonly payload: Payload
  /** The whole environment. */
  readonly env: () => Readonly<Record<string, string | undefined>>
  /** What the client says it is. */
  readonly projectDir: string | undefined
  /** Milliseconds it may take. */
  readonly ms: number
  readonly decideFor: (event: EventName) => object
  /** Told of a handler's value within its limit, unless it is nothing; what it gives is the value. */
  readonly received: (value: unknown) => unknown
}

/** Calls `call` within the hook's limit. Never throws. */
export function begin(beginning: Beginning, call: () => unknown): Called {
  return attempt(beginning, (ms, tooLong) => withinLimit(() => receive(beginning, call()), ms, tooLong))
}

/** Calls the handler that a CommonJS module exports; the module is made of its text. Never throws. */
export function beginModule(beginning: Beginning, text: () => string, requireFor: RequireFor): Called {
  const file = `${beginning.root}/${beginning.hook.module}`
  const call = (make: Make): unknown =>
    receive(beginning, callHandler(beginning, exportsOf(file, make, requireFor)))
  return attempt(beginning, (ms, tooLong) => {
    const source = { file, text: text() }
    return needsNode(source.text)
      ? withinLimit(() => call(makeByNode(file, source.text, requireFor)), ms, tooLong)
      : withinLimit((make) => call(make as Make), ms, tooLong, source)
  })
}

function attempt({ ms, hook }: Beginning, act: (ms: number, tooLong: string) => unknown): Called {
  const since = process.uptime()
  try {
    const value = act(ms, `it did not return within ${hook.timeout} s`)
    return { since, until: process.uptime(), value }
  } catch (error) {
    return { since, until: process.uptime(), error }
  }
}

function receive({ received }: Beginning, value: unknown): unknown {
  return value === undefined || value === null ? undefined : received(value)
}

/**
 * Calls the handler that a module exports: as the module itself, as its default (a required ES module counts as well),
 * or as a promise of one of these.
 */
export function callHandler(beginning: Beginning, exported: unknown): unknown {
  const handler =
    typeof exported === 'function' ? exported : (exported as { default?: unknown } | null)?.default
  if (typeof handler !== 'function' && isThenable(exported))
    return exported.then((one) => callHandler(beginning, one))
  if (typeof handler !== 'function') throw new TypeError('its module does not export a function')
  const { event, payload, decideFor } = beginning
  return (handler as Handler)(
    payload as unknown as HookEvent,
    lazyDecide(() => decideFor(event as EventName)),
    contextOf(beginning),
  )
}

/** The methods of `decide`, which are read from the disk when a handler first asks for one. */
function lazyDecide(load: () => object): Decide<EventName> {
  let methods: object | undefined
  const decide = (): object => {
    methods ??= load()
    return methods
  }
  return new Proxy({} as Decide<EventName>, {
    get: (_, name) => Reflect.get(decide(), name),
    has: (_, name) => Reflect.has(decide(), name),
  })
}

export function contextOf({
  root,
  name,
  hook,
  env,
  projectDir,
  payload,
}: Pick<Beginning, 'root' | 'name' | 'hook' | 'env' | 'projectDir' | 'payload'>): HookContext {
  let own: Record<string, string> | undefined
  return {
    options: hook.options,
    projectDir: projectDir ?? String(payload['cwd'] ?? ''),
    packDir: `${root}/${hook.pack}`,
    hook: name,
    // Most hooks never look at it.
    get env() {
      own ??= withoutSecrets(env(), hook.env)
      return own
    },
  }
}
