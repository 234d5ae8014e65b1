import type { HookSource } from './source.ts'

/**
 * Everything that keeps a hook from running: `no` for ever, until somebody changes something; `sometimes` only in some
 * sessions, or in a part of one.
 */
export const REASONS = {
  /** `disableAllHooks`, or a variable of the environment. */
  disabled: 'no',
  /** Managed settings let only managed hooks run. */
  'managed-only': 'no',
  /** Managed settings let no hooks run from this kind of file. */
  'plugins-only': 'no',
  /** The client drops the whole file. */
  'file-invalid': 'no',
  /** The client drops this entry, and with it the hook. */
  'entry-invalid': 'no',
  'unknown-event': 'no',
  /** The client does not read this file when it is started in this folder. */
  'wrong-folder': 'no',
  'plugin-disabled': 'no',
  /** The client ignores the hooks of agents that a plugin brings. */
  'plugin-agent': 'no',
  /** Hooks of a project's agents run in trusted folders only, with `-p` too. */
  'agent-untrusted': 'no',
  /** The same hook in another place, or in another group, runs instead. */
  duplicate: 'no',
  /** It has an `if`, and the event is not about a tool. */
  'if-not-tool': 'no',
  /** Its matcher is no valid regular expression. */
  'matcher-invalid': 'no',
  /** The client does not run this type on this event. */
  'type-not-run': 'no',
  /** `allowedHttpHookUrls` does not have its address. */
  'url-refused': 'no',
  /** Interactive sessions run no hook before the folder is trusted; `-p` runs it. */
  untrusted: 'sometimes',
  /** From the moment the skill is used, to the end of the session. */
  'in-skill': 'sometimes',
  /** In this agent only. */
  'in-agent': 'sometimes',
} as const satisfies Readonly<Record<string, 'no' | 'sometimes'>>

/** The code of one of the reasons above. */
export type ReasonCode = keyof typeof REASONS

/** Why a hook does not run, or not always. */
export interface Reason {
  readonly code: ReasonCode
  /** The file that causes it, where it is not the hook's own; for `untrusted` and `wrong-folder` the folder. */
  readonly file?: string
  /** More of it in words. */
  readonly detail?: string
}

/** Who put a hook where it is. */
export type PutBy =
  | {
      readonly by: 'pack'
      readonly packs: readonly string[]
      readonly hooks: readonly string[]
      readonly edited: boolean
    }
  /** It starts our runtime, and no lockfile knows it. */
  | { readonly by: 'hookpack' }
  | { readonly by: 'plugin'; readonly plugin: string }
  | { readonly by: 'administrator' }
  | { readonly by: 'hand' }

/** One hook as the client has it before anything happens. */
export interface SeenHook {
  readonly source: HookSource
  /** Keys and places from the top of the document to the handler. */
  readonly path: readonly (string | number)[]
  readonly event: string
  readonly matcher?: string
  readonly if?: string
  readonly type: string
  /** What it runs, asks or calls, in one line. */
  readonly what: string
  readonly async: boolean
  /** Seconds, and whether they stand in the file or are the client's own. */
  readonly timeout: { readonly seconds: number; readonly explicit: boolean }
  /** It runs once and is gone; in settings files the client ignores that. */
  readonly once: boolean
  /** The handler as it stands in the file. */
  readonly handler: Readonly<Record<string, unknown>>
  readonly putBy: PutBy
  readonly runs: 'yes' | 'sometimes' | 'no'
  /** Empty when it runs. */
  readonly reasons: readonly Reason[]
}

/** How many hooks run by one entry of a settings file: packs share them. */
export function hooksIn({ putBy }: Pick<SeenHook, 'putBy'>): number {
  return putBy.by === 'pack' ? putBy.hooks.length : 1
}
