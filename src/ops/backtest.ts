import type { Pack } from '../core/archive-pack.ts'
import { isPastEvent, type PastCall } from '../core/backtest/past-call.ts'
import { type HookTally, type Ran, tallyOf } from '../core/backtest/tally.ts'
import { leftOut } from '../core/client-events.ts'
import { parseLimit, parseSince } from '../core/run-log/arguments.ts'
import type { ScopeName } from '../core/scope.ts'
import { scratchFolder } from '../io/case-folders.ts'
import type { Manifest } from '../schema/manifest.ts'
import { packToBacktest } from './backtest-pack.ts'
import type { Context } from './context.ts'
import { type PastCalls, readPastCalls } from './past-calls.ts'
import { replayHooks } from './replay-hooks.ts'

/** What was asked for, as it was typed. */
export interface BacktestRequest {
  readonly spec: string
  readonly scope: ScopeName | undefined
  /** Options of the pack, over those that are installed with it. */
  readonly options: Readonly<Record<string, unknown>>
  readonly since: string | undefined
  /** A folder; undefined for the one we are in. */
  readonly project: string | undefined
  readonly allProjects: boolean
  readonly limit: string
  readonly examples: string
  /** Starts the pack's scripts too. */
  readonly scripts: boolean
}

/** One hook of the pack that past calls reached. */
export interface BacktestedHook extends HookTally {
  readonly hook: string
  readonly event: string
  readonly matcher: string | null
  readonly failure: 'block' | 'continue'
  /** The client tests this before it starts the hook; a backtest does not. */
  readonly if: string | null
}

/** What a pack would have done with past calls. */
export interface Backtest extends Omit<PastCalls, 'calls'> {
  readonly name: string
  readonly version: string
  /** Where the pack was found, such as `the project scope`. */
  readonly where: string
  /** Events that were given to hooks; one that reaches two hooks counts once. */
  readonly calls: number
  readonly sessions: number
  /** The times of the first and the last of them. */
  readonly from: string | null
  readonly to: string | null
  readonly hooks: readonly BacktestedHook[]
  readonly notReplayed: readonly { readonly hook: string; readonly event: string; readonly why: string }[]
  readonly seconds: number
}

type Hook = Manifest['hooks'][number]

/** Gives a pack the events of past sessions, and tells what it would have done. Nothing is installed. */
export async function backtest(request: BacktestRequest, context: Context): Promise<Backtest> {
  const started = context.now()
  const limit = parseLimit(request.limit)
  const examples = parseLimit(request.examples, 'examples')
  const since = request.since === undefined ? undefined : parseSince(request.since, started)
  const { pack, where } = await packToBacktest(request, context)
  const notReplayed = pack.manifest.hooks.flatMap((hook) => {
    const why = whyNot(hook, request.scripts)
    return why === undefined ? [] : [{ hook: hook.id, event: hook.event, why }]
  })
  const hooks = pack.manifest.hooks.filter(({ id }) => !notReplayed.some(({ hook }) => hook === id))
  const reaches = (hook: Hook, event: string, tool: string): boolean =>
    hook.event === event && leftOut(hook.event, matcherOf(hook), { tool_name: tool }) === undefined
  const past = await readPastCalls({ ...request, since, limit }, context, (event, tool) =>
    hooks.some((hook) => reaches(hook, event, tool)),
  )
  const jobs = hooks.map((hook) => ({
    hook,
    calls: past.calls.filter(({ event, tool }) => reaches(hook, event, tool)),
  }))
  const ran = await replayed(pack, jobs, context)
  const { calls, ...about } = past
  return {
    ...{ ...about, name: pack.name, version: pack.version, where, notReplayed },
    ...{ calls: calls.length, sessions: new Set(calls.map(({ session }) => session)).size },
    ...{ from: calls[0]?.time ?? null, to: calls.at(-1)?.time ?? null },
    hooks: hooks.map((hook, at) => described(hook, tallyOf(ran[at] ?? [], examples))),
    seconds: Math.round((context.now() - started) / 100) / 10,
  }
}

async function replayed(
  pack: Pack,
  jobs: readonly { readonly hook: Hook; readonly calls: readonly PastCall[] }[],
  context: Context,
): Promise<readonly (readonly Ran[])[]> {
  if (jobs.every(({ calls }) => calls.length === 0)) return []
  const { root, remove } = await scratchFolder()
  try {
    return await replayHooks({ pack, jobs, root }, context)
  } finally {
    await remove()
  }
}

function described(hook: Hook, tally: HookTally): BacktestedHook {
  const { id, event, failure } = hook
  return { hook: id, event, matcher: matcherOf(hook) ?? null, failure, if: hook.if ?? null, ...tally }
}

function matcherOf({ tools, matcher }: Hook): string | undefined {
  return tools?.join('|') ?? matcher
}

/** Why a hook cannot be replayed; undefined when it can. */
function whyNot({ event, handler, async: inBackground }: Hook, scripts: boolean): string | undefined {
  const [kind = ''] = Object.keys(handler)
  if (!isPastEvent(event)) return 'transcripts do not hold what the event would have told'
  if (kind !== 'module' && kind !== 'script') return `the client itself runs handlers of the kind ${kind}`
  if (inBackground === true) return 'runs in the background, and decides nothing'
  return kind === 'script' && !scripts ? 'a script; `--scripts` starts it, with your rights' : undefined
}
