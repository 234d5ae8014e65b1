import { isRecord } from '../seen/record.ts'
import type { FoundHook } from './found.ts'

interface Condition {
  readonly field: string
  readonly operator: string
  readonly pattern: string
}

/** A rule of hookify as far as it decides anything. */
interface Rule {
  readonly name: string
  readonly block: boolean
  readonly message: string
  readonly conditions: readonly Condition[]
}

/** Where rules of each kind are asked: before the call, as they are to stop it. */
const ASKED: Readonly<Record<string, readonly (readonly [event: string, matcher?: string])[]>> = {
  bash: [['PreToolUse', 'Bash']],
  file: [['PreToolUse', 'Edit|Write|MultiEdit']],
  prompt: [['UserPromptSubmit']],
  stop: [['Stop']],
  all: [['PreToolUse'], ['UserPromptSubmit'], ['Stop']],
}

const USUAL_FIELD: Readonly<Record<string, string>> = { bash: 'command', file: 'new_text' }
const OPERATORS = ['regex_match', 'contains', 'equals', 'not_contains', 'starts_with', 'ends_with']

/** The hooks that a rule stands for; undefined for what is none. */
export function rulesIn(
  value: Readonly<Record<string, unknown>>,
  body: string,
): readonly FoundHook[] | undefined {
  const kind = textOf(value, 'event')
  const asked = Object.hasOwn(ASKED, kind) ? ASKED[kind] : undefined
  const pattern = textOf(value, 'pattern')
  const listed = Array.isArray(value['conditions']) ? value['conditions'].filter(isRecord) : []
  if (!asked || (pattern === '' && listed.length === 0)) return undefined
  const conditions = listed.map((one) => ({
    field: textOf(one, 'field'),
    operator: textOf(one, 'operator') || 'regex_match',
    pattern: textOf(one, 'pattern'),
  }))
  const usual = { field: USUAL_FIELD[kind] ?? 'content', operator: 'regex_match', pattern }
  const rule: Rule = {
    name: textOf(value, 'name') || 'rule',
    block: textOf(value, 'action') === 'block',
    message: body,
    conditions: conditions.length > 0 ? conditions : [usual],
  }
  const fault = String(value['enabled']).toLowerCase() === 'true' ? faultOf(rule) : 'it is not enabled'
  const own = textOf(value, 'tool_matcher')
  return asked.map(([event, usually]) => {
    const matcher = event === 'PreToolUse' && own !== '' ? own : usually
    return {
      ...{ place: rule.name, event, ...(matcher === undefined || matcher === '*' ? {} : { matcher }) },
      ...{ handler: { type: 'rule', name: rule.name, module: moduleOf(rule, event), timeout: 10 } },
      ...(fault === undefined ? {} : { fault }),
    }
  })
}

function textOf(value: Readonly<Record<string, unknown>>, key: string): string {
  const found = Object.hasOwn(value, key) ? value[key] : undefined
  return typeof found === 'string' ? found : ''
}

function faultOf({ conditions }: Rule): string | undefined {
  for (const { field, operator, pattern } of conditions) {
    if (field === 'transcript') return 'it tests `transcript`, which a rule in a pack is not given'
    if (!OPERATORS.includes(operator)) return `\`${operator.slice(0, 40)}\` is no operator of rules`
    if (operator === 'regex_match' && translated(pattern) === undefined)
      return 'its pattern is no regular expression of JavaScript'
  }
  return undefined
}

/** Rules have patterns of Python; undefined for one that JavaScript does not have, or would read otherwise. */
function translated(pattern: string): string | undefined {
  const same = pattern
    .replace(/^\(\?i\)/, '')
    .replaceAll('(?P<', '(?<')
    .replace(/\(\?P=(\w+)\)/g, '\\k<$1>')
  if (/(?:^|[^\\])(?:\\\\)*\\[AZ]/.test(same)) return undefined
  try {
    new RegExp(same, 'i')
    return same
  } catch {
    return undefined
  }
}

/** A module that decides as the rule does. */
function moduleOf({ name, block, message, conditions }: Rule, event: string): string {
  const tests = conditions.map((one) =>
    one.operator === 'regex_match' ? { ...one, pattern: translated(one.pattern) ?? '' } : one,
  )
  const refuse = event === 'PreToolUse' ? 'deny' : 'block'
  const method = block ? refuse : 'tell'
  const text = `${name}: ${message === '' ? 'this rule applies' : message}`
  return `// A rule of hookify, imported.
const CONDITIONS = ${JSON.stringify(tests, null, 2)}
const MESSAGE = ${JSON.stringify(text)}

module.exports = function rule(event, decide) {
  ${event === 'Stop' ? '// Claude goes on because of a stop hook: once is enough.\n  if (event.stop_hook_active) return undefined\n  ' : ''}return CONDITIONS.every((one) => holds(one, fieldOf(event, one.field))) ? decide.${method}(MESSAGE) : undefined
}

function holds({ operator, pattern }, value) {
  if (value === undefined) return false
  if (operator === 'regex_match') return new RegExp(pattern, 'i').test(value)
  if (operator === 'contains') return value.includes(pattern)
  if (operator === 'not_contains') return !value.includes(pattern)
  if (operator === 'starts_with') return value.startsWith(pattern)
  return operator === 'ends_with' ? value.endsWith(pattern) : value === pattern
}

function fieldOf({ hook_event_name: name, tool_input: input = {}, prompt = '', reason = '' }, field) {
  if (name === 'UserPromptSubmit') return ['content', 'prompt', 'user_prompt'].includes(field) ? prompt : undefined
  if (name === 'Stop') return ['content', 'reason'].includes(field) ? reason : undefined
  const edits = Array.isArray(input.edits) ? input.edits : [input]
  const each = (key) => edits.map((edit) => edit[key]).filter((text) => typeof text === 'string').join('\\n')
  if (['content', 'new_text', 'new_string'].includes(field)) return input.content ?? each('new_string')
  if (['old_text', 'old_string'].includes(field)) return each('old_string')
  const value = input[field]
  return value === undefined || value === null ? undefined : String(value)
}
`
}
