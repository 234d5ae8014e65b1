import { problemsOf } from '../settings/client-rules.ts'
import { isRecord } from './record.ts'
import type { HookSource, PlaceKind, Switches } from './source.ts'

/** What the session brings: whether the folder is trusted, and a variable that switches hooks off. */
export interface Session {
  readonly untrusted?: string | undefined
  readonly variable?: string | undefined
}

/** Later ones win, for values that are not added up. */
const PRECEDENCE: readonly PlaceKind[] = ['user', 'project', 'local', 'managed']

/** What the settings that the client reads say about which hooks run at all. */
export function switchesOf(sources: readonly HookSource[], session: Session): Switches {
  const read = sources.filter(isRead)
  const managed = read.filter(({ kind }) => kind === 'managed')
  const setBy = (files: readonly HookSource[], key: string): HookSource | undefined =>
    files.findLast(({ value }) => (value as Fields)[key] !== undefined)
  const trueBy = (files: readonly HookSource[], key: string): string | undefined => {
    const source = setBy(files, key)
    return source && (source.value as Fields)[key] === true ? source.file : undefined
  }
  const urls = read.filter(({ value }) => Array.isArray((value as Fields)['allowedHttpHookUrls']))
  return {
    ...session,
    allOff: trueBy(managed, 'disableAllHooks'),
    off: trueBy(read, 'disableAllHooks'),
    managedOnly: trueBy(managed, 'allowManagedHooksOnly'),
    managedPlugins: managed.flatMap(({ value }) => enabledIn(value)),
    pluginsOnly: pluginsOnly(setBy(managed, 'strictPluginOnlyCustomization')),
    httpUrls: urls[0] && {
      file: urls.map(({ file }) => file).join(', '),
      patterns: urls.flatMap(({ value }) =>
        ((value as Fields)['allowedHttpHookUrls'] as unknown[]).map(String),
      ),
    },
  }
}

type Fields = Readonly<Record<string, unknown>>

/** The settings files that count, in the order in which they win. */
function isRead({ kind, value, off }: HookSource): boolean {
  if (!PRECEDENCE.includes(kind) || off !== undefined || !isRecord(value)) return false
  return !problemsOf(value).some(({ drops }) => drops === 'file')
}

/** The plugins that a settings file switches on. */
export function enabledIn(settings: unknown): readonly string[] {
  const plugins = isRecord(settings) ? settings['enabledPlugins'] : undefined
  return isRecord(plugins)
    ? Object.entries(plugins).flatMap(([id, on]) => (on === true || Array.isArray(on) ? [id] : []))
    : []
}

function pluginsOnly(source: HookSource | undefined): Switches['pluginsOnly'] {
  const value = source && (source.value as Fields)['strictPluginOnlyCustomization']
  if (!source || (value !== true && !Array.isArray(value))) return undefined
  const surfaces = value === true ? ['hooks', 'skills', 'agents'] : value.map(String)
  return { file: source.file, surfaces }
}
