import type { Explained } from '../core/seen/explain.ts'
import { type HookOutcome, mergedDecision, outcomeOf } from '../core/seen/outcome.ts'
import { type Verdict, verdictsIn } from '../core/seen/verdict.ts'
import { sideBySide } from '../io/hook-process.ts'
import { type HookRun, type Runnable, type RunPlace, runOnce, runPlace } from '../io/hook-run.ts'
import type { Explanation } from './explain.ts'
import { isOwn } from './held-back.ts'

/** One hook that was run, what came of it, and what the client would do. */
export interface RanHook {
  readonly hook: Explained
  /** Absent for a hook that only the client can run, and for one that was not to be run. */
  readonly run?: Pick<HookRun, 'status' | 'signal' | 'late' | 'stdout' | 'stderr' | 'ms'>
  readonly outcome?: HookOutcome
  /** The rules of a guard that have decided. */
  readonly verdicts: readonly Verdict[]
  /** Present when it was not run because its project is not approved. */
  readonly held?: true
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

/** Where hooks are run, and which of them are not to be. */
interface Run {
  readonly cwd: string
  readonly home: string | undefined
  readonly held: ReadonlySet<Explained>
}

/**
 * Runs the hooks that fire, on the payload, side by side as the client does, but for those that are held back. They run in
 * scratch folders with a copy of the project's `.claude`; where the payload names the project or the home folder, it names
 * those instead.
 */
export async function runExplained(explanation: Explanation, { cwd, home, held }: Run): Promise<RanHooks> {
  const { event, payload, hooks, name } = explanation
  const all = hooks.filter(({ fires }) => fires === 'yes')
  const firing = all.filter((one) => !held.has(one))
  const commands = firing.map(({ hook }) => hook.what)
  const place = await runPlace({
    project: { from: cwd, files: commands.flatMap(namedFiles) },
    // What only a project names in the home folder may be anything: its hooks get nothing of it.
    home: {
      from: home,
      files: firing.filter(isOwn).flatMap(({ hook }) => namedAtHome(hook.what, home)),
    },
  })
  try {
    const moved = (text: string): string =>
      inPlace(home === undefined ? text : inPlace(text, home, place.home), cwd, place.project)
    const input = `${moved(JSON.stringify(payload))}\n`
    const back = (text: string): string => {
      const there = text.replaceAll(place.project, cwd)
      return home === undefined ? there : there.replaceAll(place.home, home)
    }
    const label = name === undefined || name === '' ? event : `${event}:${name}`
    const running = { input, place, label, back, judged: judgedIn(payload) }
    const ran = await sideBySide(
      all,
      async (one): Promise<RanHook> =>
        held.has(one) ? { hook: one, held: true, verdicts: [] } : runHook(one, running),
    )
    return { hooks: ran, decision: mergedDecision(inOrderOfEnd(event, ran)) }
  } finally {
    await place.remove()
  }
}

/** Where the first answer counts, it is that of the hook that ended first. */
function inOrderOfEnd(event: Explanation['event'], ran: readonly RanHook[]): readonly HookOutcome[] {
  const ended = ran.flatMap(({ run, outcome }) => (run && outcome ? [{ ms: run.ms, outcome }] : []))
  if (event !== 'PermissionRequest') return ended.map(({ outcome }) => outcome)
  const [first] = ended
    .filter(({ outcome: { decision } }) => decision === 'allow' || decision === 'deny')
    .sort((a, b) => a.ms - b.ms)
  return first ? [first.outcome] : []
}

/** The text that guards judge: the command of a call. */
function judgedIn(payload: Explanation['payload']): string | undefined {
  const input = payload['tool_input'] as Readonly<Record<string, unknown>> | undefined
  return typeof input?.['command'] === 'string' ? input['command'] : undefined
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

/** What could be a file below the home folder, by its path in there. */
function namedAtHome(command: string, home: string | undefined): readonly string[] {
  return command.split(/[\s"'=;|&<>()]+/).flatMap((word) => {
    const name = /^(?:~|\$HOME|\$\{HOME\})\/(.+)$/.exec(word)?.[1]
    const absolute =
      home !== undefined && word.startsWith(`${home}/`) ? word.slice(home.length + 1) : undefined
    const found = name ?? absolute
    return found === undefined || found.includes('..') ? [] : [found]
  })
}

interface Running {
  readonly input: string
  readonly place: RunPlace
  readonly label: string
  /** What a hook has said, with the scratch folders as those that they stand for. */
  readonly back: (text: string) => string
  readonly judged: string | undefined
}

async function runHook(one: Explained, { input, place, label, back, judged }: Running): Promise<RanHook> {
  const { hook } = one
  if (hook.type !== 'command') return { hook: one, verdicts: [] }
  const { fault: _, ...ended } = await runOnce(runnableOf(one), input, place)
  const run = { ...ended, stdout: back(ended.stdout), stderr: back(ended.stderr) }
  const outcome = outcomeOf(hook.event as Explanation['event'], label, {
    ...run,
    command: hook.what,
    async: hook.async,
    blocksOnFailure: hook.handler['onFailure'] === 'block',
  })
  const packs = hook.putBy.by === 'pack' ? hook.putBy.packs : []
  return { hook: one, run, outcome, verdicts: verdictsIn(outcome.model ?? outcome.user ?? '', packs, judged) }
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
