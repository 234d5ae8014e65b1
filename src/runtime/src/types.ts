import type { EVENTS, EventName } from './events.ts'
import type { EventOf } from './payloads.ts'

/** What a handler decided; made by the methods of `decide`. */
export type Decision =
  | { readonly kind: VerdictKind; readonly reason: string }
  | { readonly kind: 'stop'; readonly reason: string }
  | { readonly kind: 'modify'; readonly input: Fields }
  | { readonly kind: TextKind; readonly text: string }
  | { readonly kind: 'replaceOutput'; readonly output: unknown }
  | { readonly kind: 'watch'; readonly paths: readonly string[] }
  | { readonly kind: 'setEnv'; readonly variables: Readonly<Record<string, string>> }
  | { readonly kind: 'remember'; readonly permissions: readonly Fields[] }
  | { readonly kind: 'accept'; readonly content: Fields }
  | { readonly kind: 'decline' | 'cancel' | 'retry' | 'hidePrompt' | 'reloadSkills' }

type Fields = Readonly<Record<string, unknown>>

/** The decisions of which only the strongest counts when several hooks decide. */
export type VerdictKind = 'deny' | 'interrupt' | 'block' | 'defer' | 'ask' | 'allow'

/** The decisions that are one text. */
export type TextKind =
  | 'context'
  | 'tell'
  | 'terminal'
  | 'title'
  | 'firstMessage'
  | 'instructions'
  | 'classify'
  | 'display'
  | 'worktree'

/** Everything a handler can be given to decide with; each event has only some of it (see `Decide`). */
export interface DecideMethods {
  /** Refuses the call or switch; the reason goes to the model. */
  readonly deny: (reason: string) => Decision
  /** Refuses a permission and ends the turn. */
  readonly interrupt: (reason: string) => Decision
  /** Lets the user decide; headless clients refuse. */
  readonly ask: (reason: string) => Decision
  /** Approves without a question; a deny rule of the user still wins. */
  readonly allow: (reason: string) => Decision
  /** Ends a headless run so that somebody else decides. */
  readonly defer: (reason: string) => Decision
  /** Replaces the whole tool input; on PermissionRequest, of the call that is allowed. */
  readonly modify: (input: Fields) => Decision
  /** Stores permission rules with an allowed PermissionRequest, in the form of its `permission_suggestions`. */
  readonly remember: (permissions: readonly Fields[]) => Decision
  /** Blocks what the event announces; the reason goes to the model. */
  readonly block: (reason: string) => Decision
  /** Adds text that the model reads. */
  readonly context: (text: string) => Decision
  /** Replaces the tool's output; it must have the form of `tool_response`, else the client ignores it. */
  readonly replaceOutput: (output: unknown) => Decision
  /** Adds a text, of at most 2,000 characters, for the classifier of auto mode. */
  readonly classify: (text: string) => Decision
  /** Names the session. */
  readonly title: (text: string) => Decision
  /** Does not show the prompt that is being blocked. */
  readonly hidePrompt: () => Decision
  /** Starts the session with this message of the user; of several the last. */
  readonly firstMessage: (text: string) => Decision
  /** Makes FileChanged fire for these absolute paths. */
  readonly watch: (paths: readonly string[]) => Decision
  /** Reads the skills from the disk again. */
  readonly reloadSkills: () => Decision
  /** Sets environment variables for the Bash commands of the session. */
  readonly setEnv: (variables: Readonly<Record<string, string>>) => Decision
  /** Adds to the instructions for compacting. */
  readonly instructions: (text: string) => Decision
  /** Lets the model try the denied call again. */
  readonly retry: () => Decision
  /** Answers an elicitation with these fields. */
  readonly accept: (content: Fields) => Decision
  /** Declines an elicitation. */
  readonly decline: () => Decision
  /** Cancels an elicitation. */
  readonly cancel: () => Decision
  /** The absolute path of the worktree that the hook has made. */
  readonly worktree: (path: string) => Decision
  /** Shows this instead of the message; empty shows nothing. */
  readonly display: (text: string) => Decision
  /** Shows text to the user; the model does not see it. */
  readonly tell: (text: string) => Decision
  /** Ends the whole run; on PreToolUse the call is denied as well. */
  readonly stop: (reason: string) => Decision
  /** Sends a control sequence to the user's terminal: OSC 0, 1, 2, 9, 99 or 777, or BEL. */
  readonly terminal: (sequence: string) => Decision
}

/** The events on which `M` can be decided. */
type EventsWith<M> = {
  [E in EventName]: M extends (typeof EVENTS)[E][number] ? E : never
}[EventName]

/** The methods of `decide` on event `E`: exactly what that event can do; of several events, what all of them can. */
export type Decide<E extends EventName> = Pick<DecideMethods, MethodsOf<E>>

type MethodsOf<E extends EventName> = {
  [M in keyof DecideMethods]: [E] extends [EventsWith<M>] ? M : never
}[keyof DecideMethods]

/** What a handler is given besides the event. Paths are absolute. */
export interface HookContext {
  /** The pack's options: what the user set, over the defaults of the pack's own schema. */
  readonly options: Readonly<Record<string, unknown>>
  /** The folder the client was started in. */
  readonly projectDir: string
  /** The folder of the installed pack. */
  readonly packDir: string
  /** `<pack>/<hook id>`. */
  readonly hook: string
  /**
   * The environment without secrets, but with those that the pack declares in `permissions.env`. In `process.env`
   * even these are missing.
   */
  readonly env: Readonly<Record<string, string | undefined>>
}

// biome-ignore lint/suspicious/noConfusingVoidType: a handler without a return statement is a normal one
type Decided = Decision | readonly Decision[] | undefined | void

/**
 * A hook's handler: returns one decision, several in an array, or nothing for "no opinion". A throw is a failure of
 * the hook.
 */
export type Handler<E extends EventName = EventName> = (
  event: EventOf<E>,
  decide: Decide<E>,
  context: HookContext,
) => Decided | Promise<Decided>

/** One hook in `table.json`: what the runtime must know to run it. */
export interface TableHook {
  readonly event: string
  readonly matcher?: string
  /** Path of the handler's module, relative to the folder of `table.json`, with `/`. Else there is a script. */
  readonly module?: string
  /** Path of a program in any language, relative as well. */
  readonly script?: string
  readonly interpreter?: string
  /** Of the module or script, in hex. */
  readonly sha256?: string
  /** The installed pack's folder, relative as well. */
  readonly pack: string
  readonly options: Readonly<Record<string, unknown>>
  readonly failure: 'block' | 'continue'
  /** Seconds that this hook may take. */
  readonly timeout: number
  readonly async?: boolean
  /** Names of variables that look like secrets and are given to this hook all the same. */
  readonly env?: readonly string[]
}

/** `table.json`, written by `hooks add` beside the runtime. Keys are `<pack>/<hook id>`. */
export interface Table {
  readonly version: 1
  readonly hooks: Readonly<Record<string, TableHook>>
  /** Managed policy: HOOKS=0 and HOOKS_SKIP do not count. */
  readonly enforced?: boolean
}

export type { EventOf, HookEvent } from './payloads.ts'
