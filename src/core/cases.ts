import { EVENTS } from '../runtime/src/events.ts'
import type { Case, CaseFile } from '../schema/cases.ts'
import type { Manifest } from '../schema/manifest.ts'
import { DECISION_KINDS, leftOut } from './client-events.ts'

type Hook = Manifest['hooks'][number]

/** The scratch folders of a case, absolute: its project, and the home of its own. */
export interface Folders {
  readonly project: string
  readonly home: string
}

/** What a case ended with. */
export interface CaseOutcome {
  /** `none`, `failed`, the verdict, else the kind of the first decision. */
  readonly decision: string
  readonly reason: string
  readonly stderr: string
  /** What is now in the files that `after` names; null for one that is not there. */
  readonly files: Readonly<Record<string, string | null>>
}

/** One thing that is not as the case expects it. */
export interface Miss {
  /** `decision`, `reason`, or the path of a file. */
  readonly what: string
  readonly expected: string
  readonly got: string | null
}

/** The value with `{project}` and `{home}` filled in, wherever in it they stand. */
export function filledIn<T>(value: T, { project, home }: Folders): T {
  return JSON.parse(JSON.stringify(value), (_, inner: unknown) =>
    typeof inner === 'string' ? inner.replaceAll('{project}', project).replaceAll('{home}', home) : inner,
  ) as T
}

/** The event of a case: that of its file and its own put together, `tool_input` too. */
export function eventOf(hook: Hook, file: CaseFile, given: Case, project = ''): Record<string, unknown> {
  const inputs = [file.event['tool_input'], given.event?.['tool_input']].filter((one) => one !== undefined)
  return {
    hook_event_name: hook.event,
    cwd: project,
    ...file.event,
    ...given.event,
    ...(inputs.length > 0 ? { tool_input: Object.assign({}, ...inputs) as object } : {}),
  }
}

/** Why a case can never be right, as a field and a sentence; undefined when it can be run. */
export function caseFault(hook: Hook, file: CaseFile, given: Case): readonly [string, string] | undefined {
  const event = eventOf(hook, file, given)
  if (event['hook_event_name'] !== hook.event)
    return [
      'event',
      `${String(event['hook_event_name'])} does not reach \`${hook.id}\`, a hook of ${hook.event}`,
    ]
  const why = leftOut(hook.event, hook.tools?.join('|') ?? hook.matcher, event)
  if (why !== undefined) return ['event', `it does not reach \`${hook.id}\`: ${why}`]
  const { decision } = given.expect
  const methods: readonly string[] = EVENTS[hook.event]
  if (!(DECISION_KINDS as readonly string[]).includes(decision) || methods.includes(decision))
    return undefined
  return ['expect.decision', `${hook.event} has no \`${decision}\`; it has ${methods.join(', ') || 'none'}`]
}

/** What is not as expected; empty for a case that is right. */
export function missesOf({ expect, after = {} }: Case, outcome: CaseOutcome): readonly Miss[] {
  const { decision, reason, files } = outcome
  if (decision !== expect.decision)
    return [
      {
        what: 'decision',
        expected: expect.decision,
        got: reason === '' ? decision : `${decision}: ${reason}`,
      },
    ]
  const part = expect.reason ?? ''
  return [
    ...(reason.includes(part) ? [] : [{ what: 'reason', expected: part, got: reason }]),
    ...Object.entries(after).flatMap(([name, content]) =>
      files[name] === content ? [] : [{ what: name, expected: content, got: files[name] ?? null }],
    ),
  ]
}
