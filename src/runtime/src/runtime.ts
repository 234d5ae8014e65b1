// The process that a settings entry starts: node -e "require('…/hookpack/runtime.cjs')" <pack>/<hook> …
// It owns stdin, stdout, the exit status, time and failure; handlers are plain functions.
import fs from 'node:fs'
import path from 'node:path'
import type { Answer } from './encode.ts'
import { withoutEvent } from './failure.ts'
import { type Input, readInput } from './input.ts'
import { runHooks } from './run.ts'
import type { Table } from './types.ts'

declare const __dirname: string

/** How long to wait for the event. The client writes it at once (within 35 ms, measured). */
const STDIN_DEADLINE_MS = 5000

function main(): void {
  // `node -e script a b` puts a and b at 1; `node file a b` puts them at 2.
  const hooks = process.argv.slice(process.argv[1] === __filename ? 2 : 1)
  const table = readTable(path.join(__dirname, 'table.json'))
  if (typeof table === 'string') return finish(withoutEvent(table, 'continue'))
  const mode = hooks.some((name) => table.hooks[name]?.failure === 'block') ? 'block' : 'continue'
  keepStdoutClean()
  refuseEarlyExit(mode)
  readInput(STDIN_DEADLINE_MS, (input) => onInput(input, { hooks, table, mode }))
}

interface Job {
  readonly hooks: readonly string[]
  readonly table: Table
  readonly mode: 'block' | 'continue'
}

function onInput(input: Input, { hooks, table, mode }: Job): void {
  if (!input.ok) {
    const answer = withoutEvent(input.why, process.env['COPILOT_CLI'] === undefined ? mode : 'continue')
    // A read that waits in the thread pool keeps even process.exit from ending the process: the only way out
    // is a signal, which the client counts as a failure (`onFailure` of the entry then blocks).
    if (input.stuck) end(answer, () => process.kill(process.pid, 'SIGKILL'))
    else finish(answer)
    return
  }
  const load = (file: string): unknown => require(file)
  void runHooks({ root: __dirname, table, hooks, payload: input.payload, env: process.env, load }).then(finish)
}

function readTable(file: string): Table | string {
  try {
    const table = JSON.parse(fs.readFileSync(file, 'utf8')) as Table
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

let finished = false
const realExit = process.exit.bind(process)

/** A handler that calls process.exit, or whose promise never settles, must not pass for "no opinion". */
function refuseEarlyExit(mode: 'block' | 'continue'): void {
  process.exit = ((code?: number) => {
    throw new Error(`it called process.exit(${code ?? ''})`)
  }) as typeof process.exit
  process.on('exit', () => {
    if (!finished) finish(withoutEvent('a hook ended without deciding', mode))
  })
  process.on('uncaughtException', (error) => {
    finish(withoutEvent(`a hook failed outside its handler: ${error.message}`, mode))
  })
}

/** Writes the answer, once, and ends the process even if a handler left timers or children behind. */
function finish(answer: Answer): void {
  end(answer, () => realExit(answer.status))
}

function end(answer: Answer, exit: () => void): void {
  if (finished) return
  finished = true
  writeAll(1, answer.stdout)
  writeAll(2, answer.stderr === '' ? '' : `${answer.stderr}\n`)
  exit()
}

/** Writes all of `text`; a closed reader is not our failure. */
function writeAll(fd: number, text: string): void {
  let rest = Buffer.from(text)
  while (rest.length > 0) {
    try {
      rest = rest.subarray(fs.writeSync(fd, rest))
    } catch (error) {
      if ((error as NodeJS.ErrnoException).code !== 'EAGAIN') return
    }
  }
}

main()
