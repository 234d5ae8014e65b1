import { EVENTS, type EventName } from '../../runtime/src/events.ts'
import { isToolEvent } from '../client-events.ts'
import { type Matched, matchEvent } from './match.ts'
import type { Folders } from './path-rule.ts'
import { isRecord } from './record.ts'
import { meetsRule, type RuleResult } from './rule.ts'
import { sameness } from './same.ts'
import type { SeenHook } from './seen-hook.ts'
import type { PlaceKind } from './source.ts'

/** What happens to one hook when an event comes. */
export interface Explained {
  readonly hook: SeenHook
  /** `maybe`: it would, in a session in which the conditions in its reasons hold. */
  readonly fires: 'yes' | 'maybe' | 'no'
  readonly matcher: Matched
  /** Absent when there is no `if`, or when the matcher is not met. */
  readonly rule?: RuleResult
  /** The same hook in another place or group, which runs instead. */
  readonly twin?: SeenHook
}

/** An event that came, or could come. */
export interface Occurrence {
  readonly event: EventName
  readonly payload: Readonly<Record<string, unknown>>
  readonly folders: Folders
}

/** What each hook on this event does when it comes, in the order of the places. */
export function explain(hooks: readonly SeenHook[], occurrence: Occurrence): readonly Explained[] {
  const found = hooks
    .filter(({ event, source }) => firesOn(event, source.kind, occurrence.event))
    .map((hook) => explainOne(withoutTwin(hook), occurrence))
  const last = new Map<string, Explained>()
  for (const one of found) if (one.fires === 'yes') last.set(keyOf(one.hook), one)
  return found.map((one) => {
    const twin = one.fires === 'yes' ? last.get(keyOf(one.hook)) : undefined
    return twin === undefined || twin === one ? one : { ...one, fires: 'no', twin: twin.hook }
  })
}

/** In an agent a Stop hook is about the end of that agent. */
function firesOn(event: string, place: PlaceKind, wanted: EventName): boolean {
  return (event === 'Stop' && place === 'agent' ? 'SubagentStop' : event) === wanted
}

/** Which of two that are the same runs is seen here anew: it depends on what else matches. */
function withoutTwin(hook: SeenHook): SeenHook {
  const reasons = hook.reasons.filter(({ code }) => code !== 'duplicate')
  if (reasons.length === hook.reasons.length) return hook
  return { ...hook, reasons, runs: reasons.length === 0 ? 'yes' : 'sometimes' }
}

function explainOne(hook: SeenHook, { event, payload, folders }: Occurrence): Explained {
  const matcher = matchEvent(event, hook.matcher, payload)
  const rule =
    matcher.met && hook.if !== undefined && hook.if !== '' && isToolEvent(event)
      ? meetsRule(hook.if, {
          tool: String(payload['tool_name'] ?? ''),
          input: isRecord(payload['tool_input']) ? payload['tool_input'] : {},
          folders,
        })
      : undefined
  const chosen = matcher.met && rule?.met !== false
  const fires = !chosen || hook.runs === 'no' ? 'no' : certain(hook) ? 'yes' : 'maybe'
  return { hook, fires, matcher, ...(rule ? { rule } : {}) }
}

/** Whether a hook runs in any session with `-p`, and in others once the folder is trusted. */
function certain({ reasons }: SeenHook): boolean {
  return reasons.every(({ code }) => code === 'untrusted')
}

function keyOf({ handler, source }: SeenHook): string {
  return sameness(handler, source.plugin?.root)
}

function canBlock(event: EventName): boolean {
  const methods: readonly string[] = EVENTS[event]
  return methods.includes('block') && !AFTER_THE_FACT.includes(event)
}

/** Their block is a word to the model: the tool has run. */
const AFTER_THE_FACT: readonly EventName[] = ['PostToolUse', 'PostToolUseFailure']

/** How the client puts the decisions of several hooks together, in words. */
export function mergingOf(event: EventName): string {
  switch (event) {
    case 'PreToolUse':
      return 'deny wins over defer, defer over ask, ask over allow; of several new inputs the last one counts'
    case 'PreModelSwitch':
      return 'deny wins over ask, ask over allow'
    case 'PermissionRequest':
      return 'the first hook that answers decides'
    case 'Elicitation':
    case 'ElicitationResult':
      return 'decline wins; of other answers the last one counts'
    case 'WorktreeCreate':
      return 'the first path counts; a hook that fails makes the creation fail'
    case 'MessageDisplay':
      return 'the last text counts'
    default:
      return `${canBlock(event) ? 'one hook that blocks is enough' : 'no hook can block here'}; what hooks tell the model is added up`
  }
}
