import type { EVENTS, EventName } from './events.ts'

/** What a handler decided. */
export type Decision =
  | { readonly kind: VerdictKind; readonly reason: string }
  | { readonly kind: 'stop'; readonly reason: string }
  | { readonly kind: 'modify'; readonly input: Readonly<Record<string, unknown>> }
  | { readonly kind: 'context' | 'tell'; readonly text: string }

/** The decisions of which only the strongest counts when several hooks decide. */
export type VerdictKind = 'deny' | 'block' | 'defer' | 'ask' | 'allow'

/** Everything a handler can be given to decide with; each event has only some of it (see `Decide`). */
export interface DecideMethods {
  /** Refuses the call or switch; the reason goes to the model. */
  readonly deny: (reason: string) => Decision
  /** Lets the user decide; headless clients refuse. */
  readonly ask: (reason: string) => Decision
  /** Approves without a question; a deny rule of the user still wins. */
  readonly allow: (reason: string) => Decision
  /** Ends a headless run so that somebody else decides. */
  readonly defer: (reason: string) => Decision
  /** Replaces the whole tool input. */
  readonly modify: (input: Readonly<Record<string, unknown>>) => Decision
  /** Blocks what the event announces; the reason goes to the model. */
  readonly block: (reason: string) => Decision
  /** Adds text that the model reads. */
  readonly context: (text: string) => Decision
  /** Shows text to the user; the model does not see it. */
  readonly tell: (text: string) => Decision
  /** Ends the whole run. */
  readonly stop: (reason: string) => Decision
}

/** The methods of `decide` on event `E`: exactly what that event can do. */
export type Decide<E extends EventName> = Pick<DecideMethods, (typeof EVENTS)[E][number] | 'tell' | 'stop'>

/** The client's payload as it came on stdin. Fields beyond the common ones depend on the event. */
export interface HookEvent {
  readonly hook_event_name: EventName
  readonly session_id: string
  readonly cwd: string
  readonly tool_name?: string
  readonly tool_input?: Readonly<Record<string, unknown>>
  readonly [field: string]: unknown
}

/** What a handler is given besides the event. Paths are absolute. */
export interface HookContext {
  /** The pack's options: what the user set, over the defaults of the pack's own schema. */
  readonly options: Readonly<Record<string, unknown>>
  /** The folder the client was started in. */
  readonly projectDir: string
  /** The folder of the installed pack. */
  readonly packDir: string
}

/** A hook's handler: returns one decision, or nothing for "no opinion". A throw is a failure of the hook. */
export type Handler<E extends EventName = EventName> = (
  event: HookEvent,
  decide: Decide<E>,
  context: HookContext,
  // biome-ignore lint/suspicious/noConfusingVoidType: a handler without a return statement is a normal one
) => Decision | undefined | void | Promise<Decision | undefined | void>

/** One hook in `table.json`: what the runtime must know to run it. */
export interface TableHook {
  readonly event: string
  readonly matcher?: string
  /** Path of the handler's module, relative to the folder of `table.json`, with `/`. */
  readonly module: string
  /** The installed pack's folder, relative as well. */
  readonly pack: string
  readonly options: Readonly<Record<string, unknown>>
  readonly failure: 'block' | 'continue'
  /** Seconds, as in the settings entry. */
  readonly timeout: number
}

/** `table.json`, written by `hooks add` beside the runtime. Keys are `<pack>/<hook id>`. */
export interface Table {
  readonly version: 1
  readonly hooks: Readonly<Record<string, TableHook>>
}
