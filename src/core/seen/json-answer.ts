import { BLOCKS_BY_EXIT_STATUS, EVENTS, type EventName } from '../../runtime/src/events.ts'
import { exitTwo } from './exit-two.ts'
import type { HookOutcome } from './outcome.ts'
import { isRecord } from './record.ts'

type Json = Readonly<Record<string, unknown>>

const WORDS: Readonly<Record<string, string>> = {
  deny: 'the call does not run',
  ask: 'permission is asked; with `-p` the call does not run',
  allow: 'the call runs without a question',
  defer: 'the call is left to the program around Claude Code; with `-p` the run ends',
}

/** What the client does about an answer that is one JSON object. */
export function decided(event: EventName, name: string, value: Json): HookOutcome {
  const own = isRecord(value['hookSpecificOutput']) ? value['hookSpecificOutput'] : undefined
  const fault = faultIn(event, value, own)
  const blocks = value['decision'] === 'block' && canBlock(event)
  const told = textIn(value, 'systemMessage')
  const user = told === undefined ? {} : { user: `${name} says: ${told}` }
  if (fault !== undefined && !blocks)
    return {
      decision: 'failed',
      client: `its JSON is not valid (${fault}): it goes on as if the hook were not there`,
      ...user,
    }
  const context = own && textIn(own, 'additionalContext')
  const more = context === undefined ? {} : { model: context }
  if (value['continue'] === false)
    return {
      decision: 'stop',
      client: `the turn ends: ${textIn(value, 'stopReason') ?? 'no reason is given'}`,
      ...more,
      ...user,
    }
  const permission = permissionIn(event, value, own)
  if (permission) {
    const { decision, reason } = permission
    return {
      decision,
      client: `${WORDS[decision]}${inputText(own)}`,
      ...(decision === 'deny' ? { model: reason } : more),
      ...(decision === 'ask' && reason !== '' ? { user: reason } : {}),
      ...user,
    }
  }
  if (blocks) {
    const { client } = exitTwo(event, name, { stderr: '', command: '' })
    const reason = textIn(value, 'reason') ?? ''
    return {
      decision: event === 'PreToolUse' ? 'deny' : 'block',
      client,
      model: [reason, context].filter(Boolean).join('\n'),
      ...user,
    }
  }
  const others = Object.keys(own ?? {}).filter(
    (key) => key !== 'hookEventName' && key !== 'additionalContext',
  )
  if (others.length > 0)
    return { decision: 'other', client: `it answers with ${others.join(', ')}`, ...more, ...user }
  return context === undefined
    ? { decision: 'none', client: 'it goes on', ...user }
    : { decision: 'other', client: 'the text becomes context for the model', ...more, ...user }
}

function canBlock(event: EventName): boolean {
  const methods: readonly string[] = EVENTS[event]
  return (methods.includes('block') || event === 'PreToolUse') && !BLOCKS_BY_EXIT_STATUS.has(event)
}

function faultIn(event: EventName, value: Json, own: Json | undefined): string | undefined {
  const { decision } = value
  if (decision !== undefined && decision !== 'block' && decision !== 'approve')
    return '`decision` must be approve or block'
  if (!own) return undefined
  if (own['hookEventName'] !== event) return `\`hookEventName\` must be ${event}`
  const permission = own['permissionDecision']
  return permission === undefined || (typeof permission === 'string' && Object.hasOwn(WORDS, permission))
    ? undefined
    : '`permissionDecision` must be allow, deny, ask or defer'
}

function permissionIn(
  event: EventName,
  value: Json,
  own: Json | undefined,
): { readonly decision: 'deny' | 'defer' | 'ask' | 'allow'; readonly reason: string } | undefined {
  if (event === 'PermissionRequest') {
    const answer = own && isRecord(own['decision']) ? own['decision'] : undefined
    if (!answer) return undefined
    return {
      decision: answer['behavior'] === 'allow' ? 'allow' : 'deny',
      reason: textIn(answer, 'message') ?? '',
    }
  }
  if (event !== 'PreToolUse' && event !== 'PreModelSwitch') return undefined
  const decision = own?.['permissionDecision'] ?? (value['decision'] === 'approve' ? 'allow' : undefined)
  if (typeof decision !== 'string') return undefined
  return { decision: decision as 'deny', reason: (own && textIn(own, 'permissionDecisionReason')) ?? '' }
}

function inputText(own: Json | undefined): string {
  return own?.['updatedInput'] === undefined ? '' : `, with the input ${JSON.stringify(own['updatedInput'])}`
}

function textIn(value: Json, key: string): string | undefined {
  const text = value[key]
  return typeof text === 'string' && text !== '' ? text : undefined
}
