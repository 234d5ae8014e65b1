import type { ChildProcessWithoutNullStreams } from 'node:child_process'
import { type Capture, newCapture } from './capture.ts'
import { endWithUs } from './end-with-us.ts'
import { endTree } from './process-tree.ts'
import type { Program } from './program.ts'

/** How long what a script has started may keep its stdout open after its exit. */
const DRAIN_MS = 80

/** How long a script may take to end when its time is over. */
const GRACE_MS = 150

/** One run of a program. */
export interface Start {
  readonly program: Program
  readonly cwd: string | undefined
  readonly env: Readonly<Record<string, string>>
  /** What it gets on stdin, which is then closed. */
  readonly input: string
  readonly limitMs: number
}

/** How a program ended, and what it printed. */
export interface Ended {
  readonly status: number | null
  readonly signal: string | null
  /** Its time was over. */
  readonly late: boolean
  readonly stdout: string
  readonly stderr: string
}

/** Runs a program in a process group of its own, which is ended at the limit. Rejects when it cannot be started. */
export function runToEnd(start: Start): Promise<Ended> {
  return new Promise((resolve, reject) => {
    const child = spawned(start)
    child.once('error', reject)
    // Without a pid there will be an error, and nothing else.
    if (child.pid === undefined) return
    const stdout = captured(child.stdout)
    const stderr = captured(child.stderr)
    // A script need not read its stdin, nor all of it.
    child.stdin.on('error', () => undefined)
    child.stdin.end(start.input)
    onEnd(child, start.limitMs, (late) =>
      resolve({
        status: child.exitCode,
        signal: child.signalCode,
        late,
        stdout: stdout.text(),
        stderr: stderr.text(),
      }),
    )
  })
}

function spawned({ program, cwd, env }: Start): ChildProcessWithoutNullStreams {
  const { spawn } = process.getBuiltinModule('node:child_process')
  return spawn(program.command, program.args, {
    cwd,
    env,
    // On Windows this would open a window; there the tree is known by its parents.
    detached: process.platform !== 'win32',
    windowsHide: true,
    windowsVerbatimArguments: program.verbatim,
  })
}

function captured(stream: NodeJS.ReadableStream): Capture {
  const capture = newCapture()
  stream.on('data', capture.add)
  stream.on('error', () => undefined) // What was printed until then counts.
  return capture
}

/** Calls `done` once: when all is read, soon after the exit, or soon after the limit. */
function onEnd(child: ChildProcessWithoutNullStreams, limitMs: number, done: (late: boolean) => void): void {
  const pid = child.pid as number
  const forget = endWithUs(pid)
  let late = false
  let timer: NodeJS.Timeout | undefined
  let settled = false
  const settle = (): void => {
    if (settled) return
    settled = true
    clearTimeout(timer)
    if (late) endTree(pid, 'SIGKILL')
    forget()
    for (const stream of [child.stdin, child.stdout, child.stderr]) stream.destroy()
    child.unref()
    done(late)
  }
  // A timer may be overdue because this process was busy: what happened meanwhile is looked at before it counts.
  const inMs = (ms: number, act: () => void): void => {
    clearTimeout(timer)
    timer = setTimeout(() => setImmediate(act), ms)
  }
  child.once('close', settle)
  child.once('exit', () => (late ? settle() : inMs(DRAIN_MS, settle)))
  inMs(limitMs, () => {
    if (settled || child.exitCode !== null || child.signalCode !== null) return
    late = true
    endTree(pid, 'SIGTERM')
    inMs(GRACE_MS, settle)
  })
}
