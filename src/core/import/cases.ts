import { EVENTS } from '../../runtime/src/events.ts'
import { isRecord } from '../seen/record.ts'
import type { TurnedHook } from './turn.ts'

type Fields = Readonly<Record<string, unknown>>

/** Refusals that an event may have, the first of which status 2 stands for. */
const REFUSALS = ['deny', 'block', 'decline']
const MOST_CASES = 500

/** True for a case of cc-hook-test: what a hook is given, and how it must end. */
export function isCase(value: unknown): value is Fields {
  return isRecord(value) && 'input' in value && ('expect_exit' in value || 'expect_stderr' in value)
}

/** Where cases of a hook may lie, relative to the folder of its file; those of the only hook may have a plain name. */
export function placesOfCases({ script, how }: TurnedHook, isOnly: boolean): readonly string[] {
  if (!script || how !== 'script') return []
  const stem = script.path.replace(/^.*\//, '').replace(/\.\w+$/, '')
  const own = [`${stem}.test.json`, `${stem}.tests.json`, `tests/${stem}.json`, `test/${stem}.json`]
  return isOnly ? [...own, 'tests.json', 'test.json'] : own
}

/** A file of cases for this hook, as a pack has it; undefined for a document that has none. */
export function casesFor(value: unknown, { found, hook }: TurnedHook): Fields | undefined {
  const listed = Array.isArray(value) ? value.filter(isCase).slice(0, MOST_CASES) : []
  if (!Array.isArray(value) || value.length === 0 || listed.length < Math.min(value.length, MOST_CASES))
    return undefined
  const names = listed.map(({ name }, at) =>
    typeof name === 'string' && name !== '' ? name : `case ${at + 1}`,
  )
  const cases = listed.map(({ input, expect_exit: status, expect_stderr: stderr }, at) => {
    const name = names[at] ?? ''
    const decision = decisionOf(found.event, status)
    return {
      name: names.indexOf(name) === at ? name : `${name} (${at + 1})`,
      event: isRecord(input) ? withTool(input, found) : {},
      expect: {
        decision,
        ...(typeof stderr === 'string' && stderr !== '' && decision !== 'none' ? { reason: stderr } : {}),
      },
    }
  })
  return { hook: hook.id, cases }
}

function decisionOf(event: string, status: unknown): string {
  if (status === 2 || status === undefined) {
    const possible: readonly string[] = Object.hasOwn(EVENTS, event)
      ? EVENTS[event as keyof typeof EVENTS]
      : []
    return REFUSALS.find((kind) => possible.includes(kind)) ?? 'failed'
  }
  return status === 0 ? 'none' : 'failed'
}

/** Such cases often leave out the tool, which says whether the hook is asked at all. */
function withTool(input: Fields, { event, matcher = '' }: TurnedHook['found']): Fields {
  if (typeof input['tool_name'] === 'string' || !/Tool|Permission/.test(event)) return input
  const [first = ''] = matcher.split('|')
  const given = isRecord(input['tool_input']) ? input['tool_input'] : {}
  const usual = 'command' in given ? 'Bash' : 'Edit'
  return { ...input, tool_name: /^\w+$/.test(first) ? first : usual }
}
