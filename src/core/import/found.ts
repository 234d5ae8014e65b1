/** One hook as it stands in some file. */
export interface FoundHook {
  /** Where in the document, for people: `hooks.PreToolUse[0].hooks[0]`. */
  readonly place: string
  /** As the file has it; it may be no event of Claude Code. */
  readonly event: string
  readonly matcher?: string
  readonly handler: Readonly<Record<string, unknown>>
  /** It names no command: its script lies beside the file. */
  readonly beside?: Beside
  /** Why it cannot be a pack's. */
  readonly fault?: string
}

/** A script that lies beside its hook. */
export interface Beside {
  /** The name of the script, without its ending; undefined when it can have none. */
  readonly stem: string | undefined
  /** What is to be said when it is not there. */
  readonly missing: string
}

/** What a file was found to be, and the hooks in it. */
export interface FoundHooks {
  readonly shape: 'claude' | 'other agent' | 'list' | 'rules'
  readonly hooks: readonly FoundHook[]
}
