import { oncePerSession } from '../../../src/runtime/src/kit/limits.ts'
import { mayBlockStop } from '../../../src/runtime/src/kit/stop-loop.ts'
import type { Decide, Decision, EventOf, Handler, HookContext } from '../../../src/runtime/src/types.ts'
import { oneLine } from '../../_shared/src/plain-text.ts'
import { changedSince } from './changed-by-bash.ts'
import { findChecks } from './find-checks.ts'
import { type Marks, marksFor, settle } from './marks.ts'
import { type Options, readOptions } from './options.ts'
import { type Result, runChecks } from './run-checks.ts'
import { workFolder } from './work-folder.ts'

type Ending = 'Stop' | 'SubagentStop' | 'TaskCompleted'
type EndingEvent = EventOf<'Stop'> | EventOf<'SubagentStop'> | EventOf<'TaskCompleted'>

/** Runs the checks at the end of a turn in which files were edited; while they fail, the turn goes on. */
const handler: Handler<Ending> = async (event, decide, { options: raw, projectDir, env }) => {
  const options = readOptions(raw)
  if (projectDir === '' || !isMeant(event, options)) return undefined
  const marks = marksFor(event)
  const folder = workFolder(event.cwd, projectDir)
  const decisions = await decided({ event, decide, options, env, folder, marks })
  // What a turn was not kept going for is over with it.
  if (event.hook_event_name !== 'TaskCompleted' && !decisions.some(({ kind }) => kind === 'block'))
    settle(event, marks)
  return decisions
}

export default handler

interface Ended {
  readonly event: EndingEvent
  readonly decide: Decide<Ending>
  readonly options: Options
  readonly env: HookContext['env']
  readonly folder: string
  readonly marks: Marks
}

async function decided({ event, decide, options, env, folder, marks }: Ended): Promise<readonly Decision[]> {
  if (!options.always && !(await isEdited(marks, folder, options))) return []
  const { checks, problems } = findChecks(folder, options)
  const told = problems.flatMap((problem) => tellOnce(event, decide, problem))
  if (checks.length === 0) return told
  const { timeoutSeconds: seconds, outputLines: lines } = options
  const result = await runChecks(checks, folder, { seconds, lines, env: passedOn(env, options) })
  if (result.kind === 'passed') settle(event, marks)
  if (result.kind !== 'failed') return [...told, ...missing(event, decide, result)]
  if (mayBlock(event, options.attempts)) return [...told, decide.block(reasonOf(event, result))]
  return [...told, ...tell(event, decide, `${gaveUp(options.attempts)} ${summary(result)}`)]
}

function passedOn(env: HookContext['env'], { env: names }: Options): Record<string, string> {
  return Object.fromEntries(names.flatMap((name) => (env[name] === undefined ? [] : [[name, env[name]]])))
}

function isMeant(event: EndingEvent, { subagents, tasks }: Options): boolean {
  if (event.hook_event_name === 'TaskCompleted') return tasks
  // An agent without a type is the client's own, which compacts the session.
  return event.hook_event_name === 'Stop' || (subagents && event.agent_type !== '')
}

async function isEdited(marks: Marks, folder: string, { bash, ignore }: Options): Promise<boolean> {
  const all = Object.values(marks)
  if (all.some(({ edits }) => edits > 0)) return true
  const times = all.flatMap(({ bashSince }) => bashSince ?? [])
  if (!bash || times.length === 0) return false
  return changedSince(folder, Math.min(...times), ignore)
}

/** A task has no turn; it is counted like an agent of its own that is always in one. */
function mayBlock(event: EndingEvent, attempts: number): boolean {
  const { session_id } = event
  const counted =
    event.hook_event_name === 'TaskCompleted'
      ? { session_id, stop_hook_active: true, agent_id: `task ${String(event.task_id)}` }
      : event
  return mayBlockStop({ event: counted, name: 'stop-gate' }, { inARow: attempts })
}

type Failed = Extract<Result, { kind: 'failed' }>

const WHAT_FOR: Readonly<Record<Ending, string>> = {
  Stop: 'so the turn is not over',
  SubagentStop: 'so you are not done',
  TaskCompleted: 'so the task is not completed',
}

function reasonOf({ hook_event_name: event }: EndingEvent, failed: Failed): string {
  const said = failed.tail === '' ? 'It printed nothing.' : `The end of its output:\n${failed.tail}`
  return (
    `stop-gate: ${summary(failed)}, ${WHAT_FOR[event]}. ${said}\n` +
    'Mend the cause, not the check. If it cannot be mended now, or was broken before, tell the user what fails and why.'
  )
}

function summary({ title, how }: Failed): string {
  return `\`${oneLine(title)}\` does not pass (${how})`
}

function gaveUp(attempts: number): string {
  return `the turn ended all the same, after ${attempts} ${attempts === 1 ? 'attempt' : 'attempts'}:`
}

function missing(event: EndingEvent, decide: Decide<Ending>, result: Result): readonly Decision[] {
  if (result.kind !== 'missing') return []
  return tellOnce(event, decide, `\`${oneLine(result.title)}\` could not be run: ${oneLine(result.why)}`)
}

function tellOnce(event: EndingEvent, decide: Decide<Ending>, text: string): readonly Decision[] {
  if (event.hook_event_name !== 'Stop') return []
  return oncePerSession({ event, name: 'stop-gate' }, text) ? tell(event, decide, text) : []
}

/** Only at the end of a turn can the user be told anything. */
function tell(event: EndingEvent, decide: Decide<Ending>, text: string): readonly Decision[] {
  return event.hook_event_name === 'Stop' ? [(decide as Decide<'Stop'>).tell(`stop-gate: ${text}.`)] : []
}
