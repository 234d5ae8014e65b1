import { isEventName } from '../../runtime/src/events.ts'
import { isToolEvent, listedNames, matchedOn, TOOL_NAMES } from '../client-events.ts'
import { matcherFault } from '../matcher.ts'
import { conditionFindings } from '../validate/condition.ts'
import { matcherFindings } from '../validate/matcher.ts'
import type { Examination, ExaminedHook } from './examination.ts'
import { atHandler, atMatcher, isMendable } from './hits.ts'
import type { Hit, Rule } from './rule.ts'

const NO_NAMES = 'the hook never runs, and nothing says so'

function each(find: (one: ExaminedHook, matcher: string) => readonly Hit[]) {
  return ({ hooks }: Examination): readonly Hit[] =>
    hooks.flatMap((one) => {
      const { matcher, event } = one.hook
      return matcher === undefined || matcher === '' || matcher === '*' || !isEventName(event)
        ? []
        : find(one, matcher)
    })
}

function faulty(kind: 'invalid' | 'explodes') {
  return (one: ExaminedHook, matcher: string): readonly Hit[] => {
    const fault = isEventName(one.hook.event) && matchedOn(one.hook.event) ? matcherFault(matcher) : undefined
    return fault?.kind === kind ? [atMatcher(one, { says: `the matcher ${fault.says}` })] : []
  }
}

function matchesNothing(one: ExaminedHook, matcher: string): readonly Hit[] {
  const { event } = one.hook
  if (!isEventName(event) || matcherFault(matcher)) return []
  const found = matcherFindings({ event, matcher }, '')
  const listed = listedNames(matcher) ?? []
  const right = listed.map((name) => sameButCase(name) ?? name)
  const fixable = isToolEvent(event) && isMendable(one) && right.join('|') !== listed.join('|')
  const text = right.join('|')
  const path = [...one.hook.path.slice(0, -2), 'matcher']
  return found.map(({ message, hint }, index) =>
    atMatcher(one, {
      says: message,
      how: fixable ? `write "matcher": "${text}"` : (ruleInstead(matcher) ?? hint),
      ...(listed.length > 1 && found.length < listed.length
        ? { why: 'the hook runs for the other names only, and nothing says so' }
        : {}),
      ...(fixable && index === 0 ? { fix: { kind: 'value' as const, path, value: text } } : {}),
    }),
  )
}

/** A permission rule in the place of a matcher. */
function ruleInstead(matcher: string): string | undefined {
  const tool = /^(\w+)\(/.exec(matcher)?.[1]
  return tool !== undefined && TOOL_NAMES.includes(tool)
    ? `write "matcher": "${tool}", and "if": ${JSON.stringify(matcher)} beside the command`
    : undefined
}

function sameButCase(name: string): string | undefined {
  const same = TOOL_NAMES.filter((tool) => tool.toLowerCase() === name.toLowerCase())
  return same.length === 1 ? same[0] : undefined
}

/** Names that no tool has, so that an expression which matches them all means nothing by its words. */
const STRANGERS = ['Bash', 'Read', 'WebFetch', 'TaskCreate', 'mcp__server__tool', 'qqq']

function matchesAll(one: ExaminedHook, matcher: string): readonly Hit[] {
  const { event } = one.hook
  if (!isEventName(event) || !isToolEvent(event) || listedNames(matcher) || matcherFault(matcher)) return []
  if (/^\^?(?:\.[*+]|\(\.[*+]\))\$?$/.test(matcher)) return []
  const expression = new RegExp(matcher)
  if (!STRANGERS.every((name) => expression.test(name))) return []
  return [
    atMatcher(one, { says: `the matcher \`${matcher}\` matches every tool: expressions are not anchored` }),
  ]
}

function ignored(one: ExaminedHook, matcher: string): readonly Hit[] {
  const { event } = one.hook
  if (!isEventName(event) || matchedOn(event)) return []
  return [
    atMatcher(one, {
      says: `${event} has nothing to match: the hook runs whatever the matcher \`${matcher}\` says`,
    }),
  ]
}

function neverMet(one: ExaminedHook): readonly Hit[] {
  const { event, if: rule, matcher } = one.hook
  if (rule === undefined || !isEventName(event)) return []
  const about = { event, if: rule, ...(matcher === undefined ? {} : { matcher }) }
  return conditionFindings(about, '').map(({ message, hint }) =>
    atHandler(one, 'if', { says: message, how: hint }),
  )
}

/** Matchers and `if` rules that do not choose what they seem to. */
export const MATCHER_RULES: readonly Rule[] = [
  {
    id: 'matcher-invalid',
    level: 'error',
    why: NO_NAMES,
    how: 'mend the expression, or list names: "Edit|Write"',
    find: each(faulty('invalid')),
  },
  {
    id: 'matcher-matches-nothing',
    level: 'error',
    why: NO_NAMES,
    how: 'write a name that there is',
    find: each(matchesNothing),
  },
  {
    id: 'matcher-explodes',
    level: 'error',
    why: 'the client tests it against every name, and one that fits badly makes the whole session hang',
    how: 'write it without repetitions inside of repetitions, or list names',
    find: each(faulty('explodes')),
  },
  {
    id: 'matcher-matches-all',
    level: 'warning',
    why: 'the hook runs on every call of every tool, also on those that it was to leave out',
    how: 'anchor it: "^(?!Bash$)"; or list names: "Edit|Write"',
    find: each(matchesAll),
  },
  {
    id: 'matcher-ignored',
    level: 'warning',
    why: 'whoever reads the file believes that the hook is for a part of the events only',
    how: 'take the matcher out',
    find: each(ignored),
  },
  {
    id: 'if-never-met',
    level: 'error',
    why: NO_NAMES,
    how: 'write a rule for a tool, such as "Bash(git *)"',
    find: ({ hooks }) => hooks.flatMap(neverMet),
  },
]
