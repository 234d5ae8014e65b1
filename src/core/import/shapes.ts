import { EVENTS } from '../../runtime/src/events.ts'
import { isRecord } from '../seen/record.ts'
import type { FoundHook, FoundHooks } from './found.ts'
import { countsMilliseconds, eventOf, inOurFields, matcherOf, ofLefthook } from './other-agents.ts'
import { rulesIn } from './rule.ts'

type Fields = Readonly<Record<string, unknown>>

/** Reads hooks out of a parsed file, whatever tool has written it; undefined for a file that has none. */
export function hooksIn(value: unknown, body = ''): FoundHooks | undefined {
  if (Array.isArray(value)) return listed(value, '')
  if (!isRecord(value)) return undefined
  const { hooks, ai } = value
  if (Array.isArray(hooks)) return listed(hooks, 'hooks', scriptNamed(value))
  // A plugin's manifest may hold what else is a file of its own.
  if (isRecord(hooks)) return byEvent(isRecord(hooks['hooks']) ? hooks['hooks'] : hooks)
  const rules = rulesIn(value, body)
  if (rules) return { shape: 'rules', hooks: rules }
  if (isRecord(ai)) return ofLefthook(ai)
  return typeof value['command'] === 'string' ? listed([value], '') : undefined
}

function byEvent(events: Fields): FoundHooks {
  const names = Object.keys(events)
  const foreign = names.some((name) => !Object.hasOwn(EVENTS, name) && eventOf(name) !== name)
  const inMilliseconds = countsMilliseconds(names)
  const hooks = Object.entries(events).flatMap(([name, groups]) =>
    (Array.isArray(groups) ? groups : []).flatMap((group: unknown, at) =>
      isRecord(group) ? inGroup(group, name, `hooks.${name}[${at}]`) : [],
    ),
  )
  const ours = hooks.map((hook) =>
    foreign || 'bash' in hook.handler
      ? { ...hook, handler: inOurFields(hook.handler, inMilliseconds) }
      : hook,
  )
  return { shape: foreign ? 'other agent' : 'claude', hooks: ours }
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

/** Lists of `{event | events, matcher, command}`; what has no command runs the one that is given. */
function listed(items: readonly unknown[], lead: string, usual: Fields = {}): FoundHooks | undefined {
  const hooks = items.flatMap((item, at) => {
    if (!isRecord(item)) return []
    const names = Array.isArray(item['events']) ? item['events'] : [item['event']]
    return names.flatMap((name: unknown): FoundHook[] =>
      typeof name === 'string'
        ? [
            {
              place: `${lead}[${at}]`,
              event: eventOf(name),
              ...matcherOf(item, name),
              handler: bare({ ...usual, ...item }),
            },
          ]
        : [],
    )
  })
  return hooks.length === 0 ? undefined : { shape: 'list', hooks }
}

/** A HOOK.md names no command: beside it is a script with its name. */
function scriptNamed({ name }: Fields): Fields {
  return typeof name === 'string' && /^[\w-]+$/.test(name) ? { command: `./${name}.sh` } : {}
}

/** A handler without what says when it runs. */
function bare(item: Fields): Fields {
  const { event: _, events: __, matcher: ___, description: ____, ...handler } = item
  return typeof handler['command'] === 'string' && handler['type'] === undefined
    ? { type: 'command', ...handler }
    : handler
}
