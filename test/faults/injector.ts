import { execFileSync, spawn } from 'node:child_process'
import { existsSync, mkdirSync, readFileSync, rmSync } from 'node:fs'
import path from 'node:path'
import type { Readable } from 'node:stream'
import { execa } from 'execa'
import { BIN } from '../scenarios/cli.ts'

/** What goes wrong at the n-th call that changes a file; `on` from then on. */
export interface Fault {
  readonly mode: 'count' | 'kill' | 'tear' | 'once' | 'on'
  readonly at: number
  readonly error: ErrorName
}

/** The errors of the system that are tried, with their numbers on Linux. */
const ERRORS = {
  ENOSPC: 28,
  EDQUOT: 122,
  EIO: 5,
  EROFS: 30,
  EACCES: 13,
  EMFILE: 24,
  EXDEV: 18,
} as const

export type ErrorName = keyof typeof ERRORS

/** A command line and where it is run. */
export interface Run {
  readonly args: readonly string[]
  readonly cwd: string
  readonly env: Readonly<Record<string, string>>
}

/** How a run ended. */
export interface Ended {
  readonly status: number
  /** The number of the signal that ended it; 0 for none. */
  readonly signal: number
  readonly ms: number
  readonly stdout: string
  readonly stderr: string
  /** The counted calls, each as its name and what it was about. */
  readonly calls: readonly string[]
}

/** Runs command lines with faults below one folder. */
export interface Injector {
  /** In a fork of a process that is warm. */
  readonly run: (run: Run, fault?: Fault) => Promise<Ended>
  /** In a process of its own, as people start it. */
  readonly runCold: (run: Run, fault?: Fault) => Promise<Ended>
  readonly stop: () => void
}

const UNHARMED: Fault = { mode: 'count', at: 0, error: 'EIO' }

/** Builds the injector into `folder` and starts the warm process; faults come below `root`. */
export async function startInjector(folder: string, root: string, warm: readonly Run[]): Promise<Injector> {
  mkdirSync(folder, { recursive: true })
  const library = path.join(folder, 'inject.so')
  const source = path.join(import.meta.dirname, 'inject.c')
  execFileSync('gcc', ['-shared', '-fPIC', '-O1', '-o', library, source, '-ldl'])
  const preload = {
    LD_PRELOAD: library,
    FAULT_ROOTS: root,
    UV_THREADPOOL_SIZE: '1',
    UV_USE_IO_URING: '0',
  }
  const request = path.join(folder, 'request')
  // Without threads of its own, a process can be forked.
  const flags = ['--single-threaded', '--v8-pool-size=0', '--no-flush-bytecode']
  const worker = spawn(process.execPath, [...flags, path.join(import.meta.dirname, 'worker.cjs')], {
    env: {
      ...preload,
      FAULT_REQUEST: request,
      FAULT_PROGRAM: path.resolve(path.dirname(BIN), '../dist/cli.cjs'),
    },
    stdio: ['pipe', 'ignore', 'inherit', 'pipe'],
  })
  const answers = worker.stdio[3] as Readable
  const ask = (job: object): Promise<void> =>
    new Promise((resolve, reject) => {
      const failed = (status: number | null): void => reject(new Error(`the warm process ended: ${status}`))
      worker.once('exit', failed)
      answers.once('data', () => {
        worker.off('exit', failed)
        resolve()
      })
      worker.stdin?.write(`${JSON.stringify(job)}\n`)
    })
  for (const run of warm) await ask({ warm: true, ...run })
  const files = {
    out: path.join(folder, 'out'),
    err: path.join(folder, 'err'),
    log: path.join(folder, 'log'),
  }
  const endedFile = path.join(folder, 'ended')
  return {
    run: async (run, fault = UNHARMED) => {
      for (const file of [...Object.values(files), endedFile]) rmSync(file, { force: true })
      await ask({ ...run, ...files, ended: endedFile, fault: inWords(fault) })
      const [status = -1, signal = 0, ms = 0] = textOf(endedFile).trim().split(' ').map(Number)
      return { status, signal, ms, ...shown(files) }
    },
    runCold: async (run, fault = UNHARMED) => {
      const from = process.hrtime.bigint()
      const env = { ...run.env, ...preload, FAULT: inWords(fault), FAULT_LOG: files.log }
      const ended = await execa(process.execPath, [BIN, ...run.args], {
        cwd: run.cwd,
        env,
        extendEnv: false,
        reject: false,
        stdin: 'ignore',
        stripFinalNewline: false,
      })
      return {
        status: ended.exitCode ?? -1,
        signal: ended.signal === 'SIGKILL' ? 9 : 0,
        ms: Number((process.hrtime.bigint() - from) / 1_000_000n),
        stdout: String(ended.stdout),
        stderr: String(ended.stderr),
        calls: callsIn(textOf(files.log)),
      }
    },
    stop: () => worker.kill('SIGKILL'),
  }
}

function inWords({ mode, at, error }: Fault): string {
  return `${mode} ${at} ${ERRORS[error]}`
}

function shown(files: { out: string; err: string; log: string }): Pick<Ended, 'stdout' | 'stderr' | 'calls'> {
  return { stdout: textOf(files.out), stderr: textOf(files.err), calls: callsIn(textOf(files.log)) }
}

function callsIn(text: string): readonly string[] {
  return text
    .split('\n')
    .filter((line) => line !== '')
    .map((line) => line.slice(line.indexOf(' ') + 1))
}

function textOf(file: string): string {
  return existsSync(file) ? readFileSync(file, 'utf8') : ''
}
