import { EVENTS } from '../../runtime/src/events.ts'
import { isRecord } from '../seen/record.ts'

/** One hook as it stands in some file. */
export interface FoundHook {
  /** Where in the document, for people: `hooks.PreToolUse[0].hooks[0]`. */
  readonly place: string
  /** As the file has it; it may be no event of Claude Code. */
  readonly event: string
  readonly matcher?: string
  readonly handler: Readonly<Record<string, unknown>>
}

/** What a file was found to be, and the hooks in it. */
export interface FoundHooks {
  readonly shape: 'claude' | 'other agent' | 'list'
  readonly hooks: readonly FoundHook[]
}

/** Names of other agents' events, and what comes nearest in Claude Code. */
const NEAREST: Readonly<Record<string, readonly [event: string, matcher?: string]>> = {
  beforeShellExecution: ['PreToolUse', 'Bash'],
  afterShellExecution: ['PostToolUse', 'Bash'],
  beforeReadFile: ['PreToolUse', 'Read'],
  afterFileEdit: ['PostToolUse', 'Edit|Write'],
  beforeMCPExecution: ['PreToolUse', 'mcp__.*'],
  afterMCPExecution: ['PostToolUse', 'mcp__.*'],
  beforeSubmitPrompt: ['UserPromptSubmit'],
  BeforeTool: ['PreToolUse'],
  AfterTool: ['PostToolUse'],
  BeforeAgent: ['UserPromptSubmit'],
  AfterAgent: ['Stop'],
  PreCompress: ['PreCompact'],
}

/** Reads hooks out of a parsed file, whatever tool has written it; undefined for a file that has none. */
export function hooksIn(value: unknown): FoundHooks | undefined {
  if (Array.isArray(value)) return listed(value, '')
  if (!isRecord(value)) return undefined
  const { hooks } = value
  if (Array.isArray(hooks)) return listed(hooks, 'hooks')
  if (isRecord(hooks)) return byEvent(hooks)
  return typeof value['command'] === 'string' ? listed([value], '') : undefined
}

function byEvent(events: Readonly<Record<string, unknown>>): FoundHooks {
  const foreign = Object.keys(events).some((name) => !Object.hasOwn(EVENTS, name) && eventOf(name) !== name)
  const hooks = Object.entries(events).flatMap(([name, groups]) =>
    (Array.isArray(groups) ? groups : []).flatMap((group: unknown, at) =>
      isRecord(group) ? inGroup(group, name, `hooks.${name}[${at}]`) : [],
    ),
  )
  return { shape: foreign ? 'other agent' : 'claude', hooks }
}

function inGroup(
  group: Readonly<Record<string, unknown>>,
  name: string,
  place: string,
): readonly FoundHook[] {
  const matcher = matcherOf(group, name)
  const event = eventOf(name)
  const inner = group['hooks']
  if (!Array.isArray(inner)) return [{ place, event, ...matcher, handler: bare(group) }]
  return inner.flatMap((handler: unknown, at) =>
    isRecord(handler) ? [{ place: `${place}.hooks[${at}]`, event, ...matcher, handler }] : [],
  )
}

/** Lists of `{event | events, matcher, command}`. */
function listed(items: readonly unknown[], lead: string): FoundHooks | undefined {
  const hooks = items.flatMap((item, at) => {
    if (!isRecord(item)) return []
    const names = Array.isArray(item['events']) ? item['events'] : [item['event']]
    return names.flatMap((name: unknown): FoundHook[] =>
      typeof name === 'string'
        ? [{ place: `${lead}[${at}]`, event: eventOf(name), ...matcherOf(item, name), handler: bare(item) }]
        : [],
    )
  })
  return hooks.length === 0 ? undefined : { shape: 'list', hooks }
}

function matcherOf(group: Readonly<Record<string, unknown>>, name: string): Pick<FoundHook, 'matcher'> {
  const matcher = typeof group['matcher'] === 'string' ? group['matcher'] : nearestTo(name)?.[1]
  return matcher === undefined ? {} : { matcher }
}

function nearestTo(name: string): readonly [event: string, matcher?: string] | undefined {
  return Object.hasOwn(NEAREST, name) ? NEAREST[name] : undefined
}

/** The event of Claude Code; the name as it is when there is none. */
function eventOf(name: string): string {
  const upper = name.charAt(0).toUpperCase() + name.slice(1)
  return nearestTo(name)?.[0] ?? (Object.hasOwn(EVENTS, upper) ? upper : name)
}

/** A handler without what says when it runs. */
function bare(item: Readonly<Record<string, unknown>>): Readonly<Record<string, unknown>> {
  const { event: _, events: __, matcher: ___, description: ____, ...handler } = item
  return typeof handler['command'] === 'string' && handler['type'] === undefined
    ? { type: 'command', ...handler }
    : handler
}
