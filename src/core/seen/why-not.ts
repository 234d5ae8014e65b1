import { type EventName, isEventName } from '../../runtime/src/events.ts'
import { isToolEvent, listedNames, matchedOn, runsOn } from '../client-events.ts'
import type { Problem } from '../settings/client-rules.ts'
import type { PlacedHandler } from './handlers.ts'
import type { Reason } from './seen-hook.ts'
import type { HookSource, Switches } from './source.ts'

interface Looked {
  readonly source: HookSource
  readonly switches: Switches
  readonly placed: PlacedHandler
  readonly problems: readonly Problem[]
}

/** What keeps a hook from running, everything that is true of it; without what other hooks have to do with it. */
export function reasonsOf(looked: Looked): readonly Reason[] {
  return [...ofTheFile(looked), ...ofTheEntry(looked), ...ofTheSwitches(looked), ...ofTheMoment(looked)]
}

function ofTheFile({ source: { off, offBy }, problems }: Looked): readonly Reason[] {
  const fatal = problems.find(({ drops }) => drops === 'file')
  return [
    ...(off === undefined ? [] : [{ code: off, ...(offBy === undefined ? {} : { file: offBy }) }]),
    ...(fatal ? [{ code: 'file-invalid' as const, detail: `${fatal.path} ${fatal.message}` }] : []),
  ]
}

function ofTheEntry({ placed, problems }: Looked): readonly Reason[] {
  const { event, path, value } = placed
  if (!isEventName(event)) return [{ code: 'unknown-event' }]
  const bad = problems.find(({ at, drops }) => drops === 'entry' && touches(at, path))
  return [
    ...(bad ? [{ code: 'entry-invalid' as const, detail: `${bad.path} ${bad.message}` }] : []),
    ...ofTheEvent(event, placed),
    ...(typeof value['type'] === 'string' && !runsOn(value['type'], event)
      ? [{ code: 'type-not-run' as const, detail: `${value['type']} on ${event}` }]
      : []),
  ]
}

/** True for a fault in a handler, in its group's matcher, or above it. */
function touches(at: Problem['at'], path: PlacedHandler['path']): boolean {
  const group = path.length - 2
  if (at.length > group && at[group] === 'matcher')
    return at.slice(0, group).every((key, index) => key === path[index])
  return path.every((key, index) => index >= at.length || key === at[index])
}

function ofTheEvent(event: EventName, { matcher, value }: PlacedHandler): readonly Reason[] {
  const rule = value['if']
  return [
    ...(typeof rule === 'string' && rule !== '' && !isToolEvent(event)
      ? [{ code: 'if-not-tool' as const }]
      : []),
    ...(matcher !== undefined && matchedOn(event) && !isMatcher(matcher)
      ? [{ code: 'matcher-invalid' as const, detail: matcher }]
      : []),
  ]
}

function isMatcher(matcher: string): boolean {
  if (matcher === '*' || listedNames(matcher)) return true
  try {
    new RegExp(matcher)
    return true
  } catch {
    // The client treats it as one that never matches.
    return false
  }
}

function ofTheSwitches({ source, switches, placed }: Looked): readonly Reason[] {
  const { kind, owner, plugin } = source
  const { allOff, off, managedOnly, managedPlugins, pluginsOnly, httpUrls, variable } = switches
  const isManaged =
    kind === 'managed' ||
    owner === 'administrator' ||
    (plugin !== undefined && managedPlugins.includes(plugin.id))
  const disabledBy = allOff ?? (kind === 'managed' || owner === 'administrator' ? undefined : off)
  const surface = kind === 'skill' || kind === 'agent' ? `${kind}s` : 'hooks'
  const locked = !isManaged && plugin === undefined && pluginsOnly?.surfaces.includes(surface)
  const { url } = placed.value
  return [
    ...(variable === undefined ? [] : [{ code: 'disabled' as const, detail: variable }]),
    ...(disabledBy === undefined ? [] : [{ code: 'disabled' as const, file: disabledBy }]),
    ...(managedOnly === undefined || isManaged ? [] : [{ code: 'managed-only' as const, file: managedOnly }]),
    ...(pluginsOnly && locked ? [{ code: 'plugins-only' as const, file: pluginsOnly.file }] : []),
    ...(httpUrls && placed.value['type'] === 'http' && !isAllowed(String(url), httpUrls.patterns)
      ? [{ code: 'url-refused' as const, file: httpUrls.file }]
      : []),
  ]
}

/** `*` in a pattern stands for any text. */
function isAllowed(url: string, patterns: readonly string[]): boolean {
  return patterns.some((pattern) => {
    const source = pattern
      .split('*')
      .map((part) => part.replace(/[\\^$.|?+()[\]{}]/g, '\\$&'))
      .join('.*')
    return new RegExp(`^${source}$`).test(url)
  })
}

function ofTheMoment({ source: { kind, name, owner }, switches: { untrusted } }: Looked): readonly Reason[] {
  const code = kind === 'agent' && owner === 'project' ? 'agent-untrusted' : 'untrusted'
  return [
    ...(untrusted === undefined ? [] : [{ code, file: untrusted } as const]),
    ...(kind === 'skill' || kind === 'agent'
      ? [{ code: `in-${kind}` as const, ...(name === undefined ? {} : { detail: name }) }]
      : []),
  ]
}
