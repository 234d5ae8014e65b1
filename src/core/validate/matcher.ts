import type { Manifest } from '../../schema/manifest.ts'
import { isToolEvent, listedNames, matchedOn } from '../client-events.ts'
import { didYouMean } from '../nearest.ts'
import { type Finding, findingsIn } from './finding.ts'

type Hook = Pick<Manifest['hooks'][number], 'event' | 'tools' | 'matcher'>

const { error } = findingsIn('hooks.json')

/** Names and patterns that nothing of the client has. */
export function matcherFindings(hook: Hook, at: string): readonly Finding[] {
  const { event, tools = [], matcher } = hook
  const names = matchedOn(event)?.names
  if (!names) return []
  const unknown = isToolEvent(event)
    ? tools.flatMap((tool, index) => nameFindings(tool, { field: `${at}.tools[${index}]`, hook, names }))
    : []
  return [...unknown, ...textFindings(matcher, { field: `${at}.matcher`, hook, names })]
}

interface Place {
  readonly field: string
  readonly hook: Hook
  readonly names: readonly string[]
}

function textFindings(matcher: string | undefined, place: Place): readonly Finding[] {
  if (matcher === undefined || matcher === '' || matcher === '*') return []
  const listed = listedNames(matcher)
  return listed ? listed.flatMap((name) => nameFindings(name, place)) : patternFindings(matcher, place)
}

function nameFindings(name: string, { field, hook, names }: Place): readonly Finding[] {
  if (name === '' || names.includes(name)) return []
  const isServer = isToolEvent(hook.event) && name.startsWith('mcp__')
  if (isServer && /^mcp__.+__.+/.test(name)) return []
  return [
    error('matches-nothing', {
      field,
      message: isServer
        ? `\`${name}\` is no tool of a server: names are matched whole`
        : `${whatIs(hook, name)}: this matches nothing`,
      hint: isServer
        ? `use \`"matcher": "${name}__.*"\` for all tools of the server`
        : (didYouMean(name, names) ?? `there are ${names.slice(0, 8).join(', ')} and others; case counts`),
    }),
  ]
}

function whatIs({ event }: Hook, name: string): string {
  return isToolEvent(event)
    ? `Claude Code has no tool \`${name}\``
    : `${event} has no ${matchedOn(event)?.field} \`${name}\``
}

function patternFindings(matcher: string, { field, hook, names }: Place): readonly Finding[] {
  const nothing = (message: string, hint: string) => [error('matches-nothing', { field, message, hint })]
  const pattern = compiled(matcher)
  if (!pattern)
    return nothing(
      'it is not a valid regular expression: it matches nothing',
      'mend it, or list names as `A|B`',
    )
  if (names.some((name) => pattern.test(name)) || (isToolEvent(hook.event) && /mcp/.test(matcher))) return []
  const [, tool = ''] = /^(\w+)\(/.exec(matcher) ?? []
  const hint =
    names.includes(tool) && isToolEvent(hook.event)
      ? `a matcher knows names only; use \`"tools": ["${tool}"], "if": ${JSON.stringify(matcher)}\``
      : `it is an unanchored regular expression over names such as ${names.slice(0, 4).join(', ')}`
  return nothing(`it matches no ${matchedOn(hook.event)?.field} that there is`, hint)
}

function compiled(matcher: string): RegExp | undefined {
  try {
    return new RegExp(matcher)
  } catch {
    // The client takes it for one that never matches.
    return undefined
  }
}
