import { EVENTS } from '../../runtime/src/events.ts'

/** All events of the client. */
export const EVENT_NAMES: readonly string[] = Object.keys(EVENTS)

/** What can stand for an argument or the value of a flag. */
export type Kind =
  | 'pack'
  | 'installed'
  | 'hook'
  | 'enabled-hook'
  | 'disabled-hook'
  | 'event'
  | 'folder'
  | 'file'
  | 'command'
  | 'shell'
  | 'action'

/** The commands as they are built into the manifest of the program; of its fields, those that matter here. */
export interface Grammar {
  readonly commands: Readonly<Record<string, CommandGrammar>>
}

interface CommandGrammar {
  readonly summary?: string
  readonly hidden?: boolean
  readonly flags: Readonly<Record<string, FlagGrammar>>
}

interface FlagGrammar {
  readonly summary?: string
  readonly char?: string
  readonly type: 'boolean' | 'option'
  readonly options?: readonly string[]
  readonly multiple?: boolean
}

/** What stands for the arguments of each command, one after the other; the last for all that follow. */
const ARGUMENTS: Readonly<Record<string, readonly Kind[]>> = {
  add: ['pack'],
  backtest: ['pack'],
  completion: ['shell'],
  config: ['installed'],
  dev: ['folder'],
  disable: ['enabled-hook'],
  enable: ['disabled-hook'],
  explain: ['event'],
  export: ['installed'],
  help: ['command'],
  import: ['file'],
  info: ['pack'],
  pack: ['folder'],
  publish: ['folder'],
  registry: ['action', 'folder'],
  remove: ['installed'],
  test: ['folder'],
  update: ['installed'],
  validate: ['folder'],
}

/** The same for values of flags, by their names. */
const VALUES: Readonly<Record<string, Kind>> = {
  event: 'event',
  hook: 'hook',
  keys: 'folder',
  'new-keys': 'folder',
  out: 'folder',
  project: 'folder',
  'registry-dir': 'folder',
  root: 'file',
}

/** The kind of the argument at this place (from 0); undefined when nobody can know it. */
export function argumentKind(command: string, at: number): Kind | undefined {
  const kinds = ARGUMENTS[command] ?? []
  return kinds[Math.min(at, kinds.length - 1)]
}

/** The kind of a flag's value. */
export function valueKind(flag: string): Kind | undefined {
  return VALUES[flag]
}
