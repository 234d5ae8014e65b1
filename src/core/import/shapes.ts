import { EVENTS } from '../../runtime/src/events.ts'
import { isRecord } from '../seen/record.ts'
import { besideOf, eventsOf } from './entry.ts'
import type { FoundHook, FoundHooks } from './found.ts'
import {
  countsMilliseconds,
  eventOf,
  inOurFields,
  inOurWords,
  matcherOf,
  ofLefthook,
} from './other-agents.ts'
import { rulesIn } from './rule.ts'

type Fields = Readonly<Record<string, unknown>>

/** Reads hooks out of a parsed file, whatever tool has written it; undefined for a file that has none. */
export function hooksIn(value: unknown, body = ''): FoundHooks | undefined {
  if (Array.isArray(value)) return listed(value, '')
  if (!isRecord(value)) return undefined
  const { hooks, ai, name } = value
  if (Array.isArray(hooks)) return listed(hooks, 'hooks', typeof name === 'string' ? name : undefined)
  // A plugin's manifest may hold what else is a file of its own.
  if (isRecord(hooks)) return byEvent(isRecord(hooks['hooks']) ? hooks['hooks'] : hooks)
  const rules = rulesIn(value, body)
  if (rules) return { shape: 'rules', hooks: rules }
  if (isRecord(ai)) return ofLefthook(ai)
  if (typeof value['command'] === 'string' || isEntry(value)) return listed([value], '')
  const bare = Object.entries(value).some(([key, one]) => Object.hasOwn(EVENTS, key) && Array.isArray(one))
  return bare ? inOurWords(byEvent(value, '')) : ofOpenClaw(value)
}

/** One hook in the words of a registry: an event and a name, and no command. */
function isEntry(value: Fields): boolean {
  const { name, id, trigger, source, install } = value
  const isNamed = typeof name === 'string' || typeof id === 'string'
  const points = typeof trigger === 'string' && (source !== undefined || install !== undefined)
  return isNamed && (points || eventsOf(value).some((event) => Object.hasOwn(EVENTS, eventOf(event))))
}

/** A HOOK.md of OpenClaw: its events are mostly its own. */
function ofOpenClaw({ name, metadata }: Fields): FoundHooks | undefined {
  const openclaw = isRecord(metadata) && isRecord(metadata['openclaw']) ? metadata['openclaw'] : {}
  const { events } = openclaw
  const found = Array.isArray(events) ? listed([{ name, events }], 'metadata.openclaw') : undefined
  const hooks = found?.hooks.map(({ beside, ...hook }) =>
    beside !== undefined && Object.hasOwn(EVENTS, hook.event) ? { ...hook, beside } : hook,
  )
  return hooks && { shape: 'list', hooks }
}

function byEvent(events: Fields, lead = 'hooks.'): FoundHooks {
  const names = Object.keys(events)
  const foreign = names.some((name) => !Object.hasOwn(EVENTS, name) && eventOf(name) !== name)
  const inMilliseconds = countsMilliseconds(names)
  const hooks = Object.entries(events).flatMap(([name, groups]) =>
    (Array.isArray(groups) ? groups : []).flatMap((group: unknown, at) =>
      isRecord(group) ? inGroup(group, name, `${lead}${name}[${at}]`) : [],
    ),
  )
  const ours = hooks.map((hook) =>
    foreign || 'bash' in hook.handler
      ? { ...hook, handler: inOurFields(hook.handler, inMilliseconds) }
      : hook,
  )
  return foreign ? inOurWords({ shape: 'other agent', hooks: ours }) : { shape: 'claude', hooks: ours }
}

function inGroup(group: Fields, name: string, place: string): readonly FoundHook[] {
  const matcher = matcherOf(group, name)
  const event = eventOf(name)
  const inner = group['hooks']
  if (!Array.isArray(inner)) return [{ place, event, ...matcher, handler: bare(group) }]
  return inner.flatMap((handler: unknown, at) =>
    isRecord(handler) ? [{ place: `${place}.hooks[${at}]`, event, ...matcher, handler }] : [],
  )
}

/** Lists of `{event | events, matcher, command}`; the script of what has no command has its name, or the one given. */
function listed(items: readonly unknown[], lead: string, usualName?: string): FoundHooks | undefined {
  const hooks = items.flatMap((item, at) => {
    if (!isRecord(item)) return []
    const beside = besideOf(item, usualName)
    return eventsOf(item).map(
      (name): FoundHook => ({
        place: `${lead}[${at}]`,
        event: eventOf(name),
        ...matcherOf(item, name),
        handler: bare(item),
        ...(beside === undefined ? {} : { beside }),
      }),
    )
  })
  return hooks.length === 0 ? undefined : { shape: 'list', hooks }
}

/** A handler without what says when it runs. */
function bare(item: Fields): Fields {
  const { event: _, events: __, matcher: ___, description: ____, ...handler } = item
  return typeof handler['command'] === 'string' && handler['type'] === undefined
    ? { type: 'command', ...handler }
    : handler
}
