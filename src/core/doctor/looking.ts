import { BLOCKS_BY_EXIT_STATUS, EVENTS, type EventName, isEventName } from '../../runtime/src/events.ts'
import { exitTwo } from '../seen/exit-two.ts'
import type { Code, Examination, ExaminedHook } from './examination.ts'
import type { Hit } from './rule.ts'

/** What a rule looks at: one piece of code, a hook that runs it, and the events of all hooks that run it. */
export interface Looked {
  readonly one: ExaminedHook
  readonly code: Code
  readonly events: readonly EventName[]
}

/** Looks at all code that hooks run, but what our runtime runs. */
export function eachCode(
  find: (looked: Looked) => readonly Hit[],
  packs: 'packs too' | 'no packs' = 'no packs',
) {
  return ({ hooks }: Examination): readonly Hit[] =>
    hooks.flatMap((one) =>
      one.codes
        .filter(({ inPack }) => !inPack || packs === 'packs too')
        .flatMap((code) => find({ one, code, events: eventsOf(code, one, hooks) })),
    )
}

function eventsOf({ file }: Code, one: ExaminedHook, hooks: readonly ExaminedHook[]): readonly EventName[] {
  const users =
    file === undefined ? [one] : hooks.filter(({ codes }) => codes.some((code) => code.file === file))
  return [...new Set(users.map(({ hook }) => hook.event).filter(isEventName))]
}

const can = (event: EventName, ...methods: readonly string[]): boolean =>
  methods.some((method) => (EVENTS[event] as readonly string[]).includes(method))

/** Whether the client takes a block in JSON on this event. */
export function blocksByJson(event: EventName): boolean {
  return can(event, 'block', 'deny', 'decline') && !BLOCKS_BY_EXIT_STATUS.has(event)
}

/** Whether exit status 2 does anything on this event. */
export function countsTwo(event: EventName): boolean {
  return event === 'WorktreeCreate' || exitTwo(event, event, { stderr: '', command: '' }).decision !== 'none'
}
