import type { HooksError } from '../../errors.ts'
import type { LockedEntry } from '../lockfile.ts'

/** The six places that hooks live in; skills and agents are two kinds of the last one. */
export type PlaceKind = 'user' | 'project' | 'local' | 'managed' | 'plugin' | 'skill' | 'agent'

export const PLACE_KINDS: readonly PlaceKind[] = [
  'user',
  'project',
  'local',
  'managed',
  'plugin',
  'skill',
  'agent',
]

/** Why the client passes a whole file over, whatever is in it. */
type SourceOff = 'wrong-folder' | 'plugin-disabled' | 'plugin-agent'

/** One file that has hooks, or could have. */
export interface HookSource {
  readonly kind: PlaceKind
  /** Absolute. */
  readonly file: string
  /** The plugin (`name@marketplace`), the skill or the agent. */
  readonly name?: string
  /** For a skill or an agent: whose it is. */
  readonly owner?: 'user' | 'project' | 'plugin' | 'administrator'
  /** For a plugin and what belongs to it: its id, and the folder it is read from. */
  readonly plugin?: { readonly id: string; readonly root: string }
  /** The parsed document; absent when it could not be read. */
  readonly value?: unknown
  /** Why it could not be read, in words. */
  readonly fault?: string
  /** The same as an error, when not even its text could be read. */
  readonly unreadable?: HooksError
  /** Where in the document the hooks are. */
  readonly at: readonly (string | number)[]
  readonly off?: SourceOff
  /** What to do or know about `off`: the folder to start in, the file that switches the plugin off. */
  readonly offBy?: string
  /** What the lockfile beside this settings file says is ours. */
  readonly entries: readonly LockedEntry[]
}

/** What decides from outside of a file whether its hooks run; made by `switchesOf`. */
export interface Switches {
  /** The managed file that switches all hooks off, managed ones included. */
  readonly allOff?: string | undefined
  /** The settings file whose `disableAllHooks` is in force; managed hooks run all the same. */
  readonly off?: string | undefined
  /** The managed file that lets only managed hooks run, and those of plugins that it enables. */
  readonly managedOnly?: string | undefined
  readonly managedPlugins: readonly string[]
  /** The managed file that lets these kinds of files have no hooks. */
  readonly pluginsOnly?: { readonly file: string; readonly surfaces: readonly string[] } | undefined
  /** The only addresses that hooks may call, with the files that say so. */
  readonly httpUrls?: { readonly file: string; readonly patterns: readonly string[] } | undefined
  /** The folder that the user has not trusted yet. */
  readonly untrusted?: string | undefined
  /** The variable of the environment that switches all hooks off. */
  readonly variable?: string | undefined
}
