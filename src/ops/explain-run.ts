import type { Explained } from '../core/seen/explain.ts'
import { type HookOutcome, mergedDecision, outcomeOf } from '../core/seen/outcome.ts'
import { sideBySide } from '../io/hook-process.ts'
import { type HookRun, type Runnable, type RunPlace, runOnce, runPlace } from '../io/hook-run.ts'
import type { Explanation } from './explain.ts'

/** One hook that was run, what came of it, and what the client would do. */
export interface RanHook {
  readonly hook: Explained
  /** Absent for a hook that only the client can run. */
  readonly run?: Pick<HookRun, 'status' | 'signal' | 'late' | 'stdout' | 'stderr' | 'ms'>
  readonly outcome?: HookOutcome
}

/** What a run of all hooks that fire has shown. */
export interface RanHooks {
  readonly hooks: readonly RanHook[]
  /** The strongest decision of all. */
  readonly decision: HookOutcome['decision']
}

/** The hooks of an explanation that a run would start. */
export function runnable({ hooks }: Explanation): readonly Explained[] {
  return hooks.filter(({ fires, hook }) => fires === 'yes' && hook.type === 'command')
}

/**
 * Runs the hooks that fire, on the payload, side by side as the client does. They run in scratch folders with a copy of the
 * project's `.claude`; where the payload names the project or the home folder, it names those instead.
 */
export async function runExplained(
  explanation: Explanation,
  { cwd, home }: { readonly cwd: string; readonly home: string | undefined },
): Promise<RanHooks> {
  const { event, payload, hooks, name } = explanation
  const firing = hooks.filter(({ fires }) => fires === 'yes')
  const place = await runPlace(
    cwd,
    firing.flatMap(({ hook }) => namedFiles(hook.what)),
  )
  try {
    const moved = (text: string): string =>
      inPlace(home === undefined ? text : inPlace(text, home, place.home), cwd, place.project)
    const input = `${moved(JSON.stringify(payload))}\n`
    const label = name === undefined || name === '' ? event : `${event}:${name}`
    const ran = await sideBySide(firing, (one) => runHook(one, { input, place, label }))
    return { hooks: ran, decision: mergedDecision(ran.flatMap(({ outcome }) => outcome ?? [])) }
  } finally {
    await place.remove()
  }
}

/** A text in JSON with one folder put in the place of another. */
function inPlace(text: string, from: string, to: string): string {
  const [before, after] = [from, to].map((folder) => JSON.stringify(folder).slice(1, -1)) as [string, string]
  return before === '/' ? text : text.replaceAll(before, after)
}

/** What could be a file of the project in a command. */
function namedFiles(command: string): readonly string[] {
  return command.split(/[\s"'=;|&<>()]+/).flatMap((word) => {
    const name = word.replace(/^(?:\$CLAUDE_PROJECT_DIR|\$\{CLAUDE_PROJECT_DIR\}|\.)\//, '')
    return name === '' || /^[/~$-]|\.\./.test(name) ? [] : [name]
  })
}

interface Running {
  readonly input: string
  readonly place: RunPlace
  readonly label: string
}

async function runHook(one: Explained, { input, place, label }: Running): Promise<RanHook> {
  const { hook } = one
  if (hook.type !== 'command') return { hook: one }
  const { fault: _, ...run } = await runOnce(runnableOf(one), input, place)
  const outcome = outcomeOf(hook.event as Explanation['event'], label, {
    ...run,
    command: hook.what,
    async: hook.async,
    blocksOnFailure: hook.handler['onFailure'] === 'block',
  })
  return { hook: one, run, outcome }
}

function runnableOf({ hook: { handler, timeout, source } }: Explained): Runnable {
  const { command, args, shell } = handler
  return {
    command: String(command ?? ''),
    ...(Array.isArray(args) ? { args: args.map(String) } : {}),
    ...(typeof shell === 'string' ? { shell } : {}),
    seconds: timeout.seconds,
    ...(source.plugin ? { root: source.plugin.root } : {}),
    plugin: source.plugin !== undefined,
  }
}
