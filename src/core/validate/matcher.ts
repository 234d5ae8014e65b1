import type { Manifest } from '../../schema/manifest.ts'
import { isToolEvent, listedNames, matchedOn } from '../client-events.ts'
import { type MatcherFault, matcherFault } from '../matcher.ts'
import { didYouMean } from '../nearest.ts'
import { type Finding, findingsIn } from './finding.ts'

type Hook = Pick<Manifest['hooks'][number], 'event' | 'tools' | 'matcher'>

const { error } = findingsIn('hooks.json')

/** Names and patterns that nothing of the client has. */
export function matcherFindings(hook: Hook, at: string): readonly Finding[] {
  const { event, tools = [], matcher } = hook
  const fault = matcher === undefined ? undefined : matcherFault(matcher)
  if (fault?.kind === 'invalid') return [invalid(`${at}.matcher`, fault)]
  const names = matchedOn(event)?.names
  // One that explodes is a fault of the manifest, and nothing that may be tried.
  if (!names || fault) return []
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
  const pattern = new RegExp(matcher)
  if (names.some((name) => pattern.test(name)) || (isToolEvent(hook.event) && /mcp/.test(matcher))) return []
  const [, tool = ''] = /^(\w+)\(/.exec(matcher) ?? []
  const hint =
    names.includes(tool) && isToolEvent(hook.event)
      ? `a matcher knows names only; use \`"tools": ["${tool}"], "if": ${JSON.stringify(matcher)}\``
      : `it is an unanchored regular expression over names such as ${names.slice(0, 4).join(', ')}`
  return nothing(`it matches no ${matchedOn(hook.event)?.field} that there is`, hint)
}

function invalid(field: string, { says }: MatcherFault): Finding {
  return error('matches-nothing', {
    field,
    message: `it ${says}`,
    hint: 'mend it, or list names as `A|B`',
  })
}
