import { type ChildProcess, spawn } from 'node:child_process'
import { readFileSync } from 'node:fs'
import { BIN, type Scratch } from '../scenarios/cli.ts'

/** How one command ended. */
export interface Ran {
  readonly args: readonly string[]
  readonly status: number | null
  readonly stdout: string
  readonly stderr: string
  /** It did not end by itself. */
  readonly hung: boolean
}

/** Commands that run at the same time, which somebody may stop for a moment. */
export interface Crowd {
  readonly run: (args: readonly string[]) => Promise<Ran>
  readonly stop: () => void
  readonly letGo: () => void
  /** How long the last command took, on this machine as busy as it is. */
  readonly lastMs: () => number
}

/** No command of these tests has a reason to take so long. */
const HUNG_MS = 300_000

/** Starts commands in a scratch project. */
export function crowdIn(at: Scratch): Crowd {
  const running = new Set<ChildProcess>()
  let lastMs = 0
  const each = (signal: NodeJS.Signals): void => {
    for (const child of running) child.kill(signal)
  }
  return {
    run: (args) =>
      new Promise((resolve) => {
        const child = spawn(process.execPath, [BIN, ...args], { cwd: at.project, env: at.env })
        running.add(child)
        const begun = performance.now()
        const said = { stdout: '', stderr: '' }
        for (const stream of ['stdout', 'stderr'] as const)
          child[stream].on('data', (chunk: Buffer) => {
            said[stream] += chunk.toString()
          })
        let hung = false
        const timer = setTimeout(() => {
          hung = true
          child.kill('SIGKILL')
        }, HUNG_MS)
        child.on('exit', () => running.delete(child))
        child.on('close', (status) => {
          clearTimeout(timer)
          lastMs = performance.now() - begun
          resolve({ args, status, hung, ...said })
        })
      }),
    stop: () => {
      each('SIGSTOP')
      for (const { pid } of running) while (!isStopped(pid));
    },
    letGo: () => each('SIGCONT'),
    lastMs: () => lastMs,
  }
}

/** A signal takes effect a little later than it is sent. */
function isStopped(pid: number | undefined): boolean {
  try {
    const text = readFileSync(`/proc/${pid}/stat`, 'utf8')
    return /^[TtZX]$/.test(text.slice(text.lastIndexOf(')') + 2, text.lastIndexOf(')') + 3))
  } catch {
    // It has ended.
    return true
  }
}
