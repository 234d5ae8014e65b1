// The process that a settings entry starts: node -e "require('module')._load('…/runtime.cjs')" <pack>/<hook> …
// It owns stdin, stdout, the exit status, time and failure; handlers are plain functions.
import { readFileSync, writeSync } from 'node:fs'
import { after } from './after.ts'
import type { Answer } from './encode.ts'
import { type Job, withoutEvent } from './failure.ts'
import { type Input, readInput } from './input.ts'
import { runHooks } from './run.ts'
import type { Table } from './types.ts'

declare const __dirname: string

/** How long to wait for the event at most. The client writes it at once (within 35 ms, measured). */
const STDIN_DEADLINE_MS = 5000

/** How long what a handler left behind may keep the process after its answer. */
const LINGER_MS = 50

function main(): void {
  // `node -e script a b` has no main module and puts a and b at 1; `node file a b` puts them at 2.
  const hooks = process.argv.slice(require.main === undefined ? 1 : 2)
  const table = readTable(`${__dirname}/table.json`)
  // Any other status than 0 makes Copilot refuse every call; without a payload its variable is all to go by.
  const foreign = process.env['COPILOT_CLI'] !== undefined
  if (typeof table === 'string') {
    finish(withoutEvent(table, { hooks: [], table: { version: 1, hooks: {} }, foreign }))
    return
  }
  const job: Job = { hooks, table, foreign }
  keepStdoutClean()
  refuseEarlyExit(job)
  readInput(deadline(job), (input) => onInput(input, job))
}

/** Half a second before the client would kill the process. */
function deadline({ hooks, table }: Job): number {
  const limits = hooks.map((name) => (table.hooks[name]?.timeout ?? Number.POSITIVE_INFINITY) * 1000 - 500)
  return Math.max(100, Math.min(STDIN_DEADLINE_MS, ...limits))
}

function onInput(input: Input, job: Job): void {
  if (!input.ok) {
    end(withoutEvent(input.why, job), input.stuck ? leaveStuck : leave)
    return
  }
  // `require` would first look for a package.json above this file.
  const { _load: load } = module.constructor as unknown as { readonly _load: (file: string) => unknown }
  const run = { root: __dirname, ...job, payload: input.payload, env: process.env, load, interrupted }
  const answer = runHooks(run)
  if (answer instanceof Promise) void answer.then(finish)
  else finish(answer)
}

function readTable(file: string): Table | string {
  try {
    const table = JSON.parse(readFileSync(file, 'utf8')) as Table
    if (table.version === 1 && typeof table.hooks === 'object' && table.hooks !== null) return table
    return `${file} has a format this runtime does not know; run \`hooks add\` again with the newest hookpack`
  } catch (error) {
    return `${file} cannot be read (${(error as Error).message})`
  }
}

/** stdout carries our JSON and nothing else: any other line beside it makes the client drop the decision. */
function keepStdoutClean(): void {
  Object.defineProperty(process, 'stdout', { configurable: true, get: () => process.stderr })
}

let answered: Answer | undefined
const realExit = process.exit.bind(process)

/** A handler that calls process.exit must not pass for "no opinion", nor change the status afterwards. */
function refuseEarlyExit(job: Job): void {
  process.exit = ((code?: number) => {
    throw new Error(`it called process.exit(${code ?? ''})`)
  }) as typeof process.exit
  process.on('exit', () => {
    if (answered) process.exitCode = answered.status
    else finish(withoutEvent('a hook ended the process without deciding', job))
  })
}

let interruption: Promise<never> | undefined

/** Rejects when something fails outside of a handler's own call while hooks wait. */
function interrupted(): Promise<never> {
  interruption ??= new Promise((_, reject) => {
    process.on('uncaughtException', (error) =>
      reject(new Error(`outside its handler: ${error?.message ?? error}`)),
    )
  })
  return interruption
}

function finish(answer: Answer): void {
  end(answer, leave)
}

/** Writes the answer, once, and ends the process. */
function end(answer: Answer, exit: (status: number) => void): void {
  if (answered) return
  answered = answer
  if (answer.stdout !== '') writeAll(1, answer.stdout)
  if (answer.stderr !== '') writeAll(2, `${answer.stderr}\n`)
  exit(answer.status)
}

/**
 * Lets the process end by itself. On Node 24 and 26 process.exit can wait for ever for a compiler thread that
 * waits for a garbage collection, so it is only for what a handler left behind: timers, children, servers.
 */
function leave(status: number): void {
  process.exitCode = status
  after(LINGER_MS, () => {
    if (process.getActiveResourcesInfo().length > 0) realExit(status)
  })
}

/** A thread that waits for stdin keeps even process.exit waiting. The client then goes by what was written. */
function leaveStuck(): void {
  process.kill(process.pid, 'SIGKILL')
}

/** Writes all of `text`; a closed reader is not our failure. */
function writeAll(fd: number, text: string): void {
  let rest = Buffer.from(text)
  while (rest.length > 0) {
    try {
      rest = rest.subarray(writeSync(fd, rest))
    } catch (error) {
      if ((error as NodeJS.ErrnoException).code !== 'EAGAIN') return
      // The reader is slow and the pipe does not block: a millisecond's rest.
      Atomics.wait(new Int32Array(new SharedArrayBuffer(4)), 0, 0, 1)
    }
  }
}

main()
