import { accessSync, constants, existsSync, statSync } from 'node:fs'
import path from 'node:path'
import { type Ended, runToEnd } from '../script/child.ts'
import { findProgram } from '../script/find-program.ts'
import { endTree } from '../script/process-tree.ts'
import { cleanEnvironment } from './clean-environment.ts'

const LIMIT_MS = 10_000

/** Bytes of each stream that are kept. */
export const MOST_OUTPUT = 1024 * 1024

/** How to run a command. */
export interface CommandOptions {
  /** Default: the folder of this process, which follows the session's `cd`. */
  readonly cwd?: string
  /** Default: 10 seconds. */
  readonly timeoutMs?: number
  /** Variables besides PATH, HOME, the locale and the folder for temporary files. */
  readonly env?: Readonly<Record<string, string>>
  /** Text for its standard input, which is closed then; default: none. */
  readonly input?: string
}

/** How a command ended. */
export interface CommandResult {
  /** Absent (null) when a signal ended it, its time was over, or it could not be started. */
  readonly status: number | null
  readonly signal: string | null
  readonly stdout: string
  readonly stderr: string
  readonly timedOut: boolean
  /** Why it could not be started, for people. */
  readonly problem?: string
}

/**
 * Runs a program without a shell, in a clean environment. At the time limit, and when the hook itself has to end,
 * it is ended with everything it started. Of long output the middle is left out. Never rejects.
 */
export async function runCommand(
  program: string,
  args: readonly string[],
  options: CommandOptions = {},
): Promise<CommandResult> {
  const { timeoutMs = LIMIT_MS, input = '' } = options
  try {
    const start = prepared(program, options)
    if ('problem' in start) return failed(start.problem)
    const run = { program: { command: start.file, args, verbatim: false }, cwd: start.cwd, env: start.env }
    return resultOf(await runToEnd({ ...run, input, limitMs: timeoutMs }))
  } catch (error) {
    return failed(whyNot(program, error))
  }
}

/**
 * The same, waiting. It has to wait until all that was started has closed its output; output over a megabyte ends
 * the program; and a client that ends the hook meanwhile leaves it running until its own limit: prefer `runCommand`.
 */
export function runCommandSync(
  program: string,
  args: readonly string[],
  options: CommandOptions = {},
): CommandResult {
  const { spawnSync } = process.getBuiltinModule('node:child_process')
  try {
    const start = prepared(program, options)
    if ('problem' in start) return failed(start.problem)
    const { status, signal, stdout, stderr, pid, error } = spawnSync(start.file, args, {
      cwd: start.cwd,
      env: start.env,
      input: options.input ?? '',
      timeout: options.timeoutMs ?? LIMIT_MS,
      killSignal: 'SIGKILL',
      maxBuffer: MOST_OUTPUT,
      encoding: 'utf8',
      windowsHide: true,
      // A group of its own, so that all of it can be ended.
      ...{ detached: process.platform !== 'win32' },
    })
    // EPIPE: it did not read its input, which is its right.
    const { code } = (error ?? { code: undefined }) as NodeJS.ErrnoException
    if (pid === 0) return failed(whyNot(program, error))
    if (code === 'ETIMEDOUT' || code === 'ENOBUFS') endTree(pid, 'SIGKILL')
    return resultOf({ status, signal, stdout, stderr, late: code === 'ETIMEDOUT' })
  } catch (error) {
    return failed(whyNot(program, error))
  }
}

interface Prepared {
  readonly file: string
  readonly cwd: string
  readonly env: Readonly<Record<string, string>>
}

function prepared(program: string, options: CommandOptions): Prepared | { readonly problem: string } {
  const { cwd = process.cwd(), env: given = {} } = options
  const { platform, execPath: nodePath } = process
  const env = { ...cleanEnvironment(process.env, platform), ...given }
  const isPath = program.includes('/') || (platform === 'win32' && program.includes('\\'))
  const name = isPath ? path.resolve(cwd, program) : program
  const file = findProgram(name, { platform, nodePath, env }, isProgram)
  if (file === undefined)
    return {
      problem: `\`${program}\` ${isPath ? 'is not a program that can be run' : 'was not found in PATH'}`,
    }
  return existsSync(cwd) ? { file, cwd, env } : { problem: `the folder ${cwd} does not exist` }
}

function isProgram(file: string): boolean {
  try {
    accessSync(file, constants.X_OK)
    return statSync(file).isFile()
  } catch {
    // Not there or not executable, which is the question.
    return false
  }
}

function resultOf({ status, signal, late, stdout, stderr }: Ended): CommandResult {
  return { status: late ? null : status, signal, stdout, stderr, timedOut: late }
}

function failed(problem: string): CommandResult {
  return { status: null, signal: null, stdout: '', stderr: '', timedOut: false, problem }
}

function whyNot(program: string, error: unknown): string {
  const { code, message } = error as NodeJS.ErrnoException
  return `\`${program}\` could not be started (${code ?? message})`
}
