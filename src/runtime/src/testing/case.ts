import type { EventName } from '../events.ts'
import { cleanEnvironment } from '../kit/clean-environment.ts'
import { headline } from '../outcome.ts'
import type { Decision, EventOf } from '../types.ts'
import { scratchState } from './scratch-state.ts'

export { cleanEnvironment }

/**
 * An event. Only its name is needed: session, transcript and folder are filled in. What else is missing stays so, unless
 * it comes from `payloadOf`.
 */
export type CasePayload<E extends EventName> = { readonly hook_event_name: E } & Partial<
  Omit<EventOf<E>, 'hook_event_name'>
>

/** What a case is run with. */
export interface CaseSetting {
  /** All options: defaults of the pack's schema are not filled in. */
  readonly options?: Readonly<Record<string, unknown>>
  /** Variables for `context.env`, secrets included, besides PATH, HOME and their like. */
  readonly env?: Readonly<Record<string, string>>
  /** Default: the `cwd` of the event. */
  readonly projectDir?: string
  readonly packDir?: string
  /** What follows when the hook fails; default `continue`. */
  readonly failure?: 'block' | 'continue'
  /** Seconds; default 30. */
  readonly timeout?: number
}

/** What the client is given: stdout, stderr and exit status, which is null when the process had to be killed. */
export interface CaseAnswer {
  readonly stdout: string
  readonly stderr: string
  readonly status: number | null
}

/** How a case ended. */
export interface CaseResult {
  /**
   * `none`; the kind of the verdict (deny, block, ask, allow, …), else of the first decision; or `failed`, whatever the
   * failure mode, so that a hook which fails is not taken for one that denies.
   */
  readonly decision: Decision['kind'] | 'none' | 'failed'
  /** The text of that decision, its value as JSON, or why the hook has failed. */
  readonly reason: string
  /** All decisions; of a hook that has failed, what follows from its failure mode. */
  readonly decisions: readonly Decision[]
  readonly answer: CaseAnswer
}

/** The result of a hook that has not failed. */
export function resultOf(decisions: readonly Decision[], answer: CaseAnswer): CaseResult {
  const { decision = 'none', reason } = headline(decisions) as {
    decision?: Decision['kind']
    reason?: string
  }
  const first = decisions.find(({ kind }) => kind === decision)
  return { decision, reason: reason ?? (first ? textOf(first) : ''), decisions, answer }
}

/** What a decision says: its text, else its value as JSON. */
export function textOf(decision: Decision): string {
  if ('text' in decision) return decision.text
  if ('reason' in decision) return decision.reason
  const { kind: _, ...rest } = decision
  const [value] = Object.values(rest)
  return value === undefined ? '' : JSON.stringify(value)
}

/** The environment of a case: little of ours, and no folder of the user's for states and logs. */
export function environmentOf({ env = {} }: CaseSetting, projectDir: string): Record<string, string> {
  return {
    ...cleanEnvironment(process.env, process.platform),
    HOOKPACK_STATE_DIR: scratchState(),
    CLAUDE_PROJECT_DIR: projectDir,
    ...env,
  }
}
