import { spawn } from 'node:child_process'
import { existsSync } from 'node:fs'
import path from 'node:path'
import { stripVTControlCharacters } from 'node:util'
import { HooksError } from '../errors.ts'
import { codeOf, reason } from './read.ts'

type Env = Readonly<Record<string, string | undefined>>

/** How npm is run. */
export interface NpmCall {
  readonly cwd: string
  readonly env: Env
  /** The user sees what npm says, and npm can ask; else its output is only read. */
  readonly onTerminal: boolean
}

/** How npm ended, and what it said; for a call on the terminal only stderr is known. */
export interface NpmEnd {
  readonly status: number
  readonly stdout: string
  readonly stderr: string
}

/** More than any error of npm; its debug output may be endless. */
const KEPT = 100_000

/**
 * Runs npm's own program. On the terminal its stdout goes to our stderr: stdout is for our result alone. Throws
 * `npm-not-found`, and `cancelled` when the user interrupts it.
 */
export async function runNpm(args: readonly string[], call: NpmCall): Promise<NpmEnd> {
  const [program, ...before] = npmProgram(call.env)
  // npm gets Ctrl-C from the terminal too; we stay to tidy up after it.
  const stay = (): void => undefined
  process.on('SIGINT', stay)
  try {
    return await ended(program, [...before, ...args], call)
  } finally {
    process.off('SIGINT', stay)
  }
}

function ended(program: string, args: readonly string[], call: NpmCall): Promise<NpmEnd> {
  const { cwd, env, onTerminal } = call
  return new Promise((resolve, reject) => {
    const child = spawn(program, args, {
      cwd,
      env: { ...env },
      stdio: onTerminal ? ['inherit', 2, 'pipe'] : ['ignore', 'pipe', 'pipe'],
      windowsHide: true,
    })
    const said = { stdout: '', stderr: '' }
    child.stdout?.on('data', (chunk: Buffer) => {
      said.stdout = `${said.stdout}${chunk}`.slice(-KEPT)
    })
    child.stderr?.on('data', (chunk: Buffer) => {
      said.stderr = `${said.stderr}${chunk}`.slice(-KEPT)
      if (onTerminal) process.stderr.write(chunk)
    })
    child.once('error', (error) => reject(codeOf(error) === 'ENOENT' ? notFound(error) : notStarted(error)))
    child.once('close', (status, signal) => {
      if (signal === 'SIGINT' || status === 130) reject(new HooksError('cancelled', 'npm was interrupted'))
      else
        resolve({ status: status ?? 1, stdout: said.stdout, stderr: stripVTControlCharacters(said.stderr) })
    })
  })
}

/**
 * What to start for `npm`. Windows has a batch file, which only a shell could start, with all that shells do to
 * arguments; the program behind it is a script beside it.
 */
export function npmProgram(
  env: Env,
  { platform, isThere }: { platform: NodeJS.Platform; isThere: (file: string) => boolean } = {
    platform: process.platform,
    isThere: existsSync,
  },
): readonly [program: string, ...args: string[]] {
  if (platform !== 'win32') return ['npm']
  const name = Object.keys(env).find((key) => key.toUpperCase() === 'PATH') ?? 'PATH'
  for (const folder of (env[name] ?? '').split(';').filter(Boolean)) {
    const script = path.win32.join(folder, 'node_modules', 'npm', 'bin', 'npm-cli.js')
    if (isThere(path.win32.join(folder, 'npm.exe'))) return [path.win32.join(folder, 'npm.exe')]
    if (isThere(path.win32.join(folder, 'npm.cmd')) && isThere(script)) return [process.execPath, script]
  }
  throw notFound()
}

function notFound(cause?: unknown): HooksError {
  return new HooksError(
    'npm-not-found',
    'publishing is done by npm itself, and there is no `npm` on the PATH',
    {
      hint: 'install npm, or use `--registry-dir <folder>` for a static registry',
      cause,
    },
  )
}

function notStarted(error: unknown): HooksError {
  return new HooksError('npm-not-found', `npm cannot be started: ${reason(error)}`, { cause: error })
}
