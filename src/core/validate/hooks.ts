import type { Manifest } from '../../schema/manifest.ts'
import { canRefuse, isToolEvent, matchedOn, runsOn } from '../client-events.ts'
import { conditionFindings } from './condition.ts'
import { type Finding, findingsIn } from './finding.ts'
import { matcherFindings } from './matcher.ts'

type Hook = Manifest['hooks'][number]

const { error, warning } = findingsIn('hooks.json')

/** What is wrong with a hook on its event: what it is tested against, when it runs, how it fails, how long it may take. */
export function hookFindings(hook: Hook, index: number): readonly Finding[] {
  const at = `hooks[${index}]`
  return [
    ...(isToolEvent(hook.event) ? [] : withoutTools(hook, at)),
    ...matcherFindings(hook, at),
    ...conditionFindings(hook, at),
    ...kindFindings(hook, at),
    ...failureFindings(hook, at),
    ...timeoutFindings(hook, at),
  ]
}

function withoutTools({ event, tools, matcher }: Hook, at: string): readonly Finding[] {
  const matched = matchedOn(event)
  return [
    ...(tools
      ? [
          error('event-without-tools', {
            field: `${at}.tools`,
            message: `${event} is not about a call of one tool`,
            hint: matched
              ? `take it out; a \`matcher\` on ${event} is tested against \`${matched.field}\``
              : 'take it out',
          }),
        ]
      : []),
    ...(matcher !== undefined && !matched
      ? [
          error('event-without-tools', {
            field: `${at}.matcher`,
            message: `${event} has nothing that a matcher is tested against: the client ignores it`,
            hint: 'take it out, and decide in the handler',
          }),
        ]
      : []),
  ]
}

function kindFindings({ event, handler }: Hook, at: string): readonly Finding[] {
  const [kind = ''] = Object.keys(handler)
  return runsOn(kind, event)
    ? []
    : [
        error('handler-never-runs', {
          field: `${at}.handler.${kind}`,
          message: `the client runs no ${kind} handlers on ${event}`,
          hint: 'use a module or a script, or another event',
        }),
      ]
}

function failureFindings({ event, handler, failure }: Hook, at: string): readonly Finding[] {
  if (failure !== 'block') return []
  const [kind = ''] = Object.keys(handler)
  const about = { field: `${at}.failure`, hint: 'leave it out, so that nobody relies on it' }
  if (!canRefuse(event))
    return [warning('cannot-block', { ...about, message: `on ${event} nothing can be blocked` })]
  return kind === 'prompt' || kind === 'agent'
    ? [warning('cannot-block', { ...about, message: `the client knows no \`failure\` of ${kind} handlers` })]
    : []
}

/** Longer than anybody wants to wait for a decision. */
const LONG_SECONDS = 120

/** The most that the client gives a hook of SessionEnd. */
const LAST_SECONDS = 60

function timeoutFindings({ event, timeout, async: isAsync, handler }: Hook, at: string): readonly Finding[] {
  const odd = (message: string, hint: string) => [
    warning('odd-timeout', { field: `${at}.timeout`, message, hint }),
  ]
  const ours = 'module' in handler || 'script' in handler
  if (ours && timeout < 1)
    return odd(`of ${timeout} s the runtime keeps half a second for its answer`, 'give it 1 or more')
  if (event === 'SessionEnd' && timeout > LAST_SECONDS)
    return odd(`the client gives SessionEnd at most ${LAST_SECONDS} s`, `give it ${LAST_SECONDS} or less`)
  if (!isAsync && ours && timeout > LONG_SECONDS)
    return odd(`the session waits for up to ${timeout} s`, 'give it less, or make the hook async')
  return []
}
