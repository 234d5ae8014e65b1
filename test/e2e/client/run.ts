import path from 'node:path'
import { execa } from 'execa'
import { hookTexts, seenByModel } from './conversation.ts'
import { cleanEnvironment } from './environment.ts'
import { guardPlace, guardTurns, type Place } from './guard.ts'
import { ensureClient } from './install.ts'
import { type Started, withManaged } from './managed.ts'
import { type ModelRequest, startModel } from './model.ts'
import { makeScratch, scratchRootOf } from './scratch.ts'
import { type FinalResult, type HookEvent, readStream, type Step, type ToolResult } from './stream.ts'
import { type ControlRequest, converse, type Host, type Move, type Running } from './talk.ts'
import type { Turn } from './wire.ts'

export { clientDoctor } from './doctor.ts'

/** One headless run of the real client against a scripted model. */
export interface ClientRun extends Place {
  turns: readonly Turn[]
  /** What subagents answer. */
  agentTurns?: readonly Turn[]
  /** What hooks that ask a model are answered, by a text that only their prompt has. */
  hookTurns?: Readonly<Record<string, readonly Turn[]>>
  prompt?: string
  /** Instead of one prompt, a conversation with the client, as the client's SDK has it. */
  moves?: readonly Move[]
  /** Who answers the client's questions in a conversation; without one they count as refused. */
  host?: Host
  /** Tools that run without a question; by default those that tests use. */
  allowedTools?: readonly string[]
  /**
   * Plays a user who says yes to the client's own permission questions. Needed to see that a command like
   * `rm -rf ~` runs when no hook stops it: the client asks about such commands, whatever is allowed, and
   * headless a question counts as no. A hook's `ask` stays a no: headless, the client does not pass it on.
   */
  approve?: boolean
  args?: readonly string[]
  /** Files of the administrator, by their names in the folder of managed settings; see `mayMount`. */
  managed?: Readonly<Record<string, string>>
  timeoutMs?: number
}

/** What a run did, in the client's and in the model's eyes. */
export interface ClientResult {
  exitCode: number | null
  timedOut: boolean
  durationMs: number
  steps: Step[]
  hookEvents: HookEvent[]
  /** Tool results as they reached the model, not as the client printed them. */
  toolResults: ToolResult[]
  /** Texts that the client put into the conversation on behalf of hooks. */
  hookTexts: string[]
  final: FinalResult | undefined
  requests: ModelRequest[]
  /** What the client asked the host. */
  asked: ControlRequest[]
  /** Turns that the client never asked for: not empty means that the run ended early. */
  unusedTurns: Turn[]
  stderr: string
  debugLog: string
}

/** Settings with a hook that answers each permission question; they add to the files, and outlive bad ones. */
const SAY_YES = {
  hooks: {
    PermissionRequest: [{ hooks: [{ type: 'command', command: `echo '${JSON.stringify(yesAnswer())}'` }] }],
  },
}

function yesAnswer() {
  return { hookSpecificOutput: { hookEventName: 'PermissionRequest', decision: { behavior: 'allow' } } }
}

const ALLOWED = ['Bash', 'Write', 'Edit', 'Read']
let tildeProof: Promise<void> | undefined
let runs = 0

/** Runs the client once; project and HOME must be scratch folders, and `~` is proven to mean that HOME. */
export async function runClient(run: ClientRun): Promise<ClientResult> {
  tildeProof ??= proveTilde()
  await tildeProof
  return launch(run)
}

/**
 * Asks the client itself what `~` is before any test may script a command that destroys it. In a run of
 * its own, so that neither the hooks nor the requests of a test see the question.
 */
async function proveTilde(): Promise<void> {
  const scratch = makeScratch()
  try {
    const turns: Turn[] = [{ tool: 'Bash', input: { command: 'echo ~ && echo "$HOME" && (cd && pwd -P)' } }]
    const { toolResults, stderr } = await launch({ ...scratch, turns })
    const answer = toolResults[0]?.text.trim()
    if (answer !== Array(3).fill(scratch.home).join('\n')) {
      throw new Error(`~ is not the scratch HOME inside the client: ${answer}\n${stderr}`)
    }
  } finally {
    scratch.remove()
  }
}

async function launch(run: ClientRun): Promise<ClientResult> {
  const root = scratchRootOf(run.home)
  guardPlace(run, run.args)
  guardTurns([...run.turns, ...(run.agentTurns ?? []), ...Object.values(run.hookTurns ?? {}).flat()], root)
  const binary = await ensureClient()
  const model = await startModel(run)
  const debugLog = path.join(root, `debug-${++runs}.log`)
  const plain: Started = [binary, argumentsOf(run, debugLog)]
  const [program, args] = run.managed ? withManaged(plain, root, run.managed) : plain
  const asked: ControlRequest[] = []
  try {
    const client = execa(program, args, {
      cwd: run.project,
      env: cleanEnvironment(run, model.url),
      extendEnv: false,
      stdin: run.moves ? 'pipe' : 'ignore',
      reject: false,
      stripFinalNewline: false,
      // The client ends its hooks and commands when it is asked to stop, so it is asked before it is killed.
      timeout: run.timeoutMs ?? 60_000,
      forceKillAfterDelay: 2000,
    })
    const talk = run.moves ? converse(client as Running, run.moves, hostOf(run, asked)) : Promise.resolve()
    // A move that fails ends the conversation, and with it the client, which must not outlive its folders.
    const fault = talk.then(() => undefined, asError)
    const done = await client
    const error = await fault
    if (error) throw error
    const { unused: unusedTurns } = model
    return { ...summary(done.stdout, model.requests), ...ending(done), asked, unusedTurns, debugLog }
  } finally {
    await model.close()
  }
}

function asError(cause: unknown): Error {
  return cause instanceof Error ? cause : new Error(String(cause))
}

/** The host of a run, who also keeps what was asked. */
function hostOf({ host }: ClientRun, asked: ControlRequest[]): Host {
  return (request) => {
    asked.push(request)
    return host?.(request)
  }
}

function argumentsOf(run: ClientRun, debugLog: string): string[] {
  const output = ['--output-format', 'stream-json', '--verbose', '--include-hook-events']
  // On the command line, because the settings files are what the tests are about: a file that the client
  // drops must not take the permissions along, and -p ignores a project's own permissions anyway.
  const allowed = ['--allowedTools', (run.allowedTools ?? ALLOWED).join(',')]
  const yes = run.approve ? ['--settings', JSON.stringify(SAY_YES)] : []
  const said = run.moves ? ['--input-format', 'stream-json'] : [run.prompt ?? 'go']
  const asks = run.host ? ['--permission-prompt-tool', 'stdio'] : []
  const session = ['-p', ...said, ...asks, '--debug-file', debugLog, ...output]
  return [...session, ...allowed, ...yes, ...(run.args ?? [])]
}

function ending(done: { exitCode?: number; timedOut: boolean; durationMs: number; stderr: string }) {
  const { exitCode = null, timedOut, durationMs, stderr } = done
  return { exitCode, timedOut, durationMs, stderr }
}

function summary(stdout: string, requests: ModelRequest[]) {
  const steps = readStream(stdout)
  return {
    steps,
    hookEvents: steps.filter((step) => step.kind === 'hook'),
    toolResults: seenByModel(steps, requests),
    hookTexts: hookTexts(requests),
    final: steps.findLast((step) => step.kind === 'final'),
    requests,
  }
}
