import { redact } from '../../runtime/src/log/redact.ts'
import { percentile } from '../run-log/stats.ts'
import type { PastCall } from './past-call.ts'

/** What a hook would have done with a call, the strongest first. */
const EFFECTS = ['failed', 'blocked', 'asked', 'changed', 'allowed', 'told', 'none'] as const

/** One of these. `told`: text for the model or the user, and nothing else. */
export type Effect = (typeof EFFECTS)[number]

const EFFECT_OF: Readonly<Record<string, Effect>> = {
  failed: 'failed',
  deny: 'blocked',
  block: 'blocked',
  interrupt: 'blocked',
  stop: 'blocked',
  ask: 'asked',
  defer: 'asked',
  modify: 'changed',
  replaceOutput: 'changed',
  hidePrompt: 'changed',
  allow: 'allowed',
}

/** A call with what became of it. */
export interface Ran {
  readonly call: PastCall
  readonly decision: string
  readonly reason: string
  readonly kinds: readonly string[]
  readonly ms: number
  readonly refused: readonly string[]
}

/** A call to look at, shortened, without secrets. */
export interface Example {
  readonly effect: Effect
  readonly time: string
  readonly project: string
  readonly session: string
  readonly tool: string
  readonly input: string
  readonly decision: string
  readonly reason: string
  /** How many calls of this effect have the same input. */
  readonly times: number
}

/** What a hook would have done with all calls that reach it. */
export interface HookTally {
  readonly calls: number
  readonly counts: Readonly<Record<Effect, number>>
  /** Calls in which the handler asked for something that a backtest does not give, by what it was. */
  readonly refused: Readonly<Record<string, number>>
  /** Milliseconds per call; absent when there was none. */
  readonly ms?: { readonly p50: number; readonly p95: number; readonly most: number }
  readonly examples: readonly Example[]
}

/** Counts what became of the calls of one hook, with at most `most` examples of each effect, the newest first. */
export function tallyOf(ran: readonly Ran[], most: number): HookTally {
  const effects = ran.map((one) => ({ ...one, effect: effectOf(one) }))
  const counts = Object.fromEntries(
    EFFECTS.map((effect) => [effect, effects.filter((one) => one.effect === effect).length]),
  ) as Record<Effect, number>
  const times = ran.map(({ ms }) => ms).sort((a, b) => a - b)
  const [p50, p95, last] = [50, 95, 100].map((percent) => rounded(percentile(times, percent)))
  return {
    calls: ran.length,
    counts,
    refused: refusedIn(ran),
    ...(p50 === undefined || p95 === undefined || last === undefined ? {} : { ms: { p50, p95, most: last } }),
    examples: EFFECTS.flatMap((effect) =>
      effect === 'none'
        ? []
        : examplesOf(
            effects.filter((one) => one.effect === effect),
            most,
          ),
    ),
  }
}

/** What a hook would have done, by its decisions. */
export function effectOf({ decision, kinds }: Pick<Ran, 'decision' | 'kinds'>): Effect {
  const found = [decision, ...kinds].map((kind) => EFFECT_OF[kind] ?? (kind === 'none' ? 'none' : 'told'))
  return EFFECTS.find((effect) => found.includes(effect)) ?? 'none'
}

function refusedIn(ran: readonly Ran[]): Record<string, number> {
  const counts: Record<string, number> = {}
  for (const what of ran.flatMap(({ refused }) => refused)) counts[what] = (counts[what] ?? 0) + 1
  return counts
}

function rounded(ms: number | undefined): number | undefined {
  return ms === undefined ? undefined : Math.round(ms * 100) / 100
}

/** Calls with the same input are one example. */
function examplesOf(ran: readonly (Ran & { readonly effect: Effect })[], most: number): readonly Example[] {
  const groups = new Map<string, { last: Ran & { readonly effect: Effect }; times: number }>()
  for (const one of ran) {
    const key = `${one.call.tool} ${inputOf(one.call)}`
    const times = (groups.get(key)?.times ?? 0) + 1
    // Deleted first, so that the newest stand last.
    groups.delete(key)
    groups.set(key, { last: one, times })
  }
  return [...groups.values()]
    .slice(-most)
    .reverse()
    .map(({ last: { call, effect, decision, reason }, times }) => ({
      ...{ effect, time: call.time, project: call.project, session: call.session, tool: call.tool },
      input: shortened(inputOf(call)),
      ...{ decision, reason: shortened(reason), times },
    }))
}

/** Enough to know a call by. */
const MOST_LETTERS = 300
/** What may still hold the beginning or end of a secret that is cut. */
const MOST_READ = 20_000

function shortened(text: string): string {
  const clean = redact(text.slice(0, MOST_READ)).replace(/\s+/g, ' ').trim()
  return clean.length <= MOST_LETTERS ? clean : `${clean.slice(0, MOST_LETTERS - 1)}…`
}

/** What people know a call by: its command, file, address or pattern, else its whole input. */
function inputOf({ payload }: PastCall): string {
  const { prompt, tool_input: input } = JSON.parse(payload) as {
    prompt?: string
    tool_input?: Readonly<Record<string, unknown>>
  }
  if (prompt !== undefined) return prompt
  const names = ['command', 'file_path', 'notebook_path', 'url', 'pattern', 'query']
  const main = names.map((name) => input?.[name]).find((value) => typeof value === 'string')
  return typeof main === 'string' ? main : JSON.stringify(input ?? {})
}
