import { accessSync, constants, statSync } from 'node:fs'
import type { Payload } from '../document.ts'
import type { EventName } from '../events.ts'
import type { Decision } from '../types.ts'
import { type Ended, runToEnd } from './child.ts'
import { environmentOf, LITTLE_ROOM } from './environment.ts'
import { decisionsOf } from './output.ts'
import { type Program, programFor } from './program.ts'

// Else Python would write beside the modules of a pack, whose folder stays as it was installed.
const QUIET = { PYTHONDONTWRITEBYTECODE: '1' }

/** A script of a pack, and the event that it is to decide about. */
export interface ScriptRun {
  /** Absolute. */
  readonly file: string
  /** A program and its arguments, divided by spaces. */
  readonly interpreter?: string
  readonly event: EventName
  readonly payload: Payload
  /** The payload as text, for stdin. */
  readonly text: string
  /** Without secrets. */
  readonly env: Readonly<Record<string, string | undefined>>
  readonly options: Readonly<Record<string, unknown>>
  readonly projectDir: string
  readonly packDir: string
  readonly limitMs: number
}

/** Runs a script and gives its decisions. Rejects with an Error of one line when the hook has failed. */
export async function runScript(run: ScriptRun): Promise<readonly Decision[]> {
  const { platform, execPath: nodePath } = process
  const program = programFor(run, { platform, nodePath, env: run.env })
  return decisionsOf(await ended(run, program), run)
}

async function ended(run: ScriptRun, program: Program): Promise<Ended> {
  const start = { program, cwd: folderOf(run.payload), input: run.text, limitMs: run.limitMs }
  try {
    return await runToEnd({ ...start, env: { ...QUIET, ...environmentOf(run) } })
  } catch (error) {
    if (codeOf(error) !== 'E2BIG') throw notStarted(program, error)
  }
  try {
    return await runToEnd({ ...start, env: { ...QUIET, ...environmentOf(run, LITTLE_ROOM) } })
  } catch (error) {
    throw notStarted(program, error)
  }
}

function codeOf(error: unknown): string {
  const { code, message } = error as NodeJS.ErrnoException
  return code ?? message
}

function notStarted({ command }: Program, error: unknown): Error {
  const code = codeOf(error)
  const advice = code === 'ENOEXEC' ? '; it is no program of this system: name its interpreter' : ''
  return new Error(`\`${command}\` could not be started (${code})${advice}`)
}

/** The session's current folder, whatever another handler has made of the process's; none if it is gone. */
function folderOf({ cwd }: Payload): string | undefined {
  try {
    if (typeof cwd !== 'string' || !statSync(cwd).isDirectory()) return undefined
    accessSync(cwd, constants.X_OK)
    return cwd
  } catch {
    return undefined // Then it starts where we are, like everything else.
  }
}
