import { EVENTS } from '../../runtime/src/events.ts'
import { TOOL_NAMES } from '../client-events.ts'
import { nearest } from '../nearest.ts'
import { isRecord } from '../seen/record.ts'
import type { Problem } from '../settings/client-rules.ts'
import { effectOf, ONE_ENTRY, valueAt, WHOLE_FILE, WHOLE_FILE_OR_ENTRY } from './effect.ts'
import type { Examination, ExaminedFile } from './examination.ts'
import { JSON_RULES } from './json-rules.ts'
import type { Fix, Hit, Rule } from './rule.ts'

/** Rules for problems that the client's own validation has; `claims` says which of them. */
function problemRule(
  rule: Pick<Rule, 'id' | 'why' | 'how'>,
  hit: (problem: Problem, file: ExaminedFile) => Pick<Hit, 'says' | 'how' | 'fix'> | undefined,
): Rule {
  return {
    ...rule,
    level: 'error',
    find: ({ files }) =>
      files.flatMap((file) =>
        file.problems.flatMap((problem): readonly Hit[] => {
          const found = hit(problem, file)
          if (!found) return []
          return [
            { file: file.source.file, at: { path: problem.at }, why: effectOf(problem, file), ...found },
          ]
        }),
      ),
  }
}

function objectMatcher(
  { at }: Problem,
  { source }: ExaminedFile,
): Pick<Hit, 'says' | 'how' | 'fix'> | undefined {
  if (at.at(-1) !== 'matcher') return undefined
  const value = valueAt(source.value, at)
  if (typeof value === 'string') return undefined
  const names = namesIn(value)
  const says = `\`matcher\` is ${value === null ? 'null' : Array.isArray(value) ? 'a list' : isRecord(value) ? 'an object' : `a ${typeof value}`}, and must be a text`
  if (names === undefined) return { says }
  const text = names.join('|')
  return { says, how: `write "matcher": "${text}"`, fix: { kind: 'value', path: at, value: text } }
}

/** The tools that a matcher of an old guide names, when that is all it says. */
function namesIn(value: unknown): readonly string[] | undefined {
  const inner =
    isRecord(value) && Object.keys(value).length === 1
      ? (value['tools'] ?? value['tool_name'] ?? value['tool'] ?? value['tool_names'])
      : value
  const list = Array.isArray(inner) ? inner : [inner]
  if (list.length === 0 || !list.every((one) => typeof one === 'string' && /^[\w-]+$/.test(one)))
    return undefined
  return (list as string[]).map((name) => (TOOL_NAMES.includes(name) ? name : name.replace(/Tool$/, '')))
}

/** A text, group or handler one level too high. `at` is what should be a list, an object or has no `hooks`. */
function wrongShape(
  { at }: Problem,
  { source }: ExaminedFile,
): Pick<Hit, 'says' | 'how' | 'fix'> | undefined {
  const top = source.at.length
  const depth = at.length - top
  const fix = (path: Problem['at']): { readonly fix: Fix } => ({ fix: { kind: 'wrap', path } })
  if (depth === 1 && Object.hasOwn(EVENTS, String(at[top]))) {
    const value = valueAt(source.value, at)
    if (!isHandlerLike(value) && !isGroup(value)) return undefined
    return {
      says: `${at[top]} is ${isRecord(value) ? 'an object' : 'a text'}, and must be a list of groups`,
      ...fix(at),
    }
  }
  if (depth === 2 && isHandlerLike(valueAt(source.value, at)))
    return { says: 'a handler stands where a group has to be', ...fix(at) }
  if (depth === 3 && at.at(-1) === 'hooks') {
    const group = at.slice(0, -1)
    if (!isHandlerLike(valueAt(source.value, group)) || valueAt(source.value, at) !== undefined)
      return undefined
    return { says: 'a handler stands where a group has to be: there is no `hooks` list', ...fix(group) }
  }
  if (depth === 4 && typeof valueAt(source.value, at) === 'string')
    return { says: 'a handler is an object with a `type`, and this is a text', ...fix(at) }
  const handler = at.slice(0, -1)
  if (depth === 5 && at.at(-1) === 'type' && valueAt(source.value, at) === undefined) {
    if (!isHandlerLike(valueAt(source.value, handler))) return undefined
    return { says: 'the handler has no `type`', ...fix(handler) }
  }
  return undefined
}

/** How this group has to be written, with its own event and matcher. */
function rightShape({ at }: Problem, { source }: ExaminedFile): string {
  const top = source.at.length
  const group = valueAt(source.value, at.slice(0, top + 2))
  const matcher = isRecord(group) && typeof group['matcher'] === 'string' ? group['matcher'] : undefined
  const first = matcher === undefined ? '' : `"matcher": ${JSON.stringify(matcher)}, `
  return `write "${String(at[top])}": [{ ${first}"hooks": [{ "type": "command", "command": "…" }] }]`
}

function isHandlerLike(value: unknown): boolean {
  if (typeof value === 'string') return value.trim() !== ''
  return isRecord(value) && value['hooks'] === undefined && typeof value['command'] === 'string'
}

function isGroup(value: unknown): boolean {
  return isRecord(value) && Array.isArray(value['hooks'])
}

function unknownEvent(
  { at, path }: Problem,
  { source }: ExaminedFile,
): Pick<Hit, 'says' | 'how' | 'fix'> | undefined {
  const event = at[source.at.length]
  if (at.length !== source.at.length + 1 || typeof event !== 'string' || Object.hasOwn(EVENTS, event))
    return undefined
  if (event === 'hooks')
    return {
      says: `\`${path}\` is no event: there is one level too many`,
      how: 'take the inner `hooks` and its braces away',
    }
  const plain = event.toLowerCase().replace(/[^a-z]/g, '')
  const names = Object.keys(EVENTS)
  const same = names.find((name) => name.toLowerCase() === plain)
  const near = same ? [same] : nearest(event, names)
  const [only] = near.length === 1 ? near : []
  const free = only !== undefined && valueAt(source.value, [...source.at, only]) === undefined
  return {
    says: `Claude Code has no event \`${event}\``,
    ...(near.length > 0 ? { how: `write ${near.map((name) => `"${name}"`).join(' or ')}` } : {}),
    ...(same && free ? { fix: { kind: 'rename' as const, path: at, name: same } } : {}),
  }
}

const CLAIMED = [objectMatcher, wrongShape, unknownEvent]

function others(drops: Problem['drops']) {
  return (problem: Problem, file: ExaminedFile): Pick<Hit, 'says' | 'how' | 'fix'> | undefined => {
    if (problem.drops !== drops || CLAIMED.some((claim) => claim(problem, file))) return undefined
    const value = valueAt(file.source.value, problem.at)
    const seconds =
      problem.at.at(-1) === 'timeout' && typeof value === 'string' && /^\d{1,4}$/.test(value)
        ? Number(value)
        : 0
    return {
      says: `\`${problem.path}\` ${problem.message}`,
      ...(problem.path === 'hooks' ? { how: 'write events as keys: "hooks": { "PreToolUse": [ … ] }' } : {}),
      ...(seconds > 0
        ? {
            how: `write ${seconds} without quotes`,
            fix: { kind: 'value' as const, path: problem.at, value: seconds },
          }
        : {}),
    }
  }
}

const MATCHER_HOW = 'write the names of tools as one text: "Edit|Write"'

/** What makes the client drop a file or skip an entry. */
export const DROP_RULES: readonly Rule[] = [
  ...JSON_RULES,
  problemRule({ id: 'object-matcher', why: WHOLE_FILE, how: MATCHER_HOW }, objectMatcher),
  problemRule(
    {
      id: 'wrong-shape',
      why: WHOLE_FILE_OR_ENTRY,
      how: 'write "Event": [{ "matcher": "…", "hooks": [{ "type": "command", "command": "…" }] }]',
    },
    (problem, file) => {
      const found = objectMatcher(problem, file) ? undefined : wrongShape(problem, file)
      return found && { ...found, how: rightShape(problem, file) }
    },
  ),
  problemRule(
    {
      id: 'unknown-event',
      why: ONE_ENTRY,
      how: 'docs/events.md has the names of all events; upper and lower case count',
    },
    unknownEvent,
  ),
  problemRule(
    { id: 'file-dropped', why: WHOLE_FILE, how: 'give it the type that is asked for, or take it out' },
    others('file'),
  ),
  problemRule(
    { id: 'entry-skipped', why: ONE_ENTRY, how: 'give it the type that is asked for, or take it out' },
    others('entry'),
  ),
  {
    id: 'permission-dropped',
    level: 'warning',
    why: 'Claude Code drops this value and applies the rest',
    how: 'write the rule as a text, such as "Bash(git status)"',
    find: permissionHits,
  },
]

function permissionHits({ files }: Examination): readonly Hit[] {
  return files.flatMap(({ source }) =>
    ['allow', 'deny', 'ask'].flatMap((list): readonly Hit[] => {
      const path = ['permissions', list]
      const values = source.at.length === 1 && !source.plugin ? valueAt(source.value, path) : undefined
      if (!Array.isArray(values)) return []
      return values.flatMap((value, index) =>
        typeof value === 'string'
          ? []
          : [
              {
                file: source.file,
                at: { path: [...path, index] },
                says: `a value of \`permissions.${list}\` is no text`,
              },
            ],
      )
    }),
  )
}
