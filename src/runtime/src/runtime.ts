// The process that a settings entry starts: node "…/runtime.cjs" <pack>/<hook> …, or code given with -e that loads it.
// It owns stdin, stdout, the exit status, time and failure; handlers are plain functions.
import { readFileSync } from 'node:fs'
import type { Answer } from './encode.ts'
import { type Engine, newEngine, type Occasion } from './engine.ts'
import type { Job } from './failure.ts'
import { type Input, readInput } from './input.ts'
import type { Result } from './outcome.ts'
import type { Parts } from './parts.ts'
import { keepStdoutClean, leave, leaveStuck, refuseEarlyExit, say } from './process.ts'
import { takeSecrets } from './secrets.ts'
import { withSlashes } from './slashes.ts'
import type { Table } from './types.ts'

declare const __dirname: string

/** How long to wait for the event at most. The client writes it at once (within 35 ms, measured). */
const STDIN_DEADLINE_MS = 5000

const root = withSlashes(__dirname)

const parts: Parts = {
  answer: () => require('./answer.ts') as typeof import('./answer.ts'),
  more: () => require('./more.ts') as typeof import('./more.ts'),
}

function main(): void {
  // `node -e script a b` has no main module and puts a and b at 1; `node file a b` puts them at 2.
  const hooks = process.argv.slice(require.main === undefined ? 1 : 2)
  const table = readTable(`${root}/table.json`)
  // Any other status than 0 makes Copilot refuse every call; without a payload its variable is all to go by.
  const foreign = process.env['COPILOT_CLI'] !== undefined
  if (typeof table === 'string') {
    giveUp(table, { hooks, table: { version: 1, hooks: {} }, foreign })
    leave()
    return
  }
  const job: Job = { hooks, table, foreign }
  const engine = newEngine(root, table, parts)
  keepStdoutClean()
  refuseEarlyExit(() => {
    engine.dismiss()
    return withoutAnswer(job, engine.lost())
  })
  if (hooks[0] === '--drain') {
    parts.more().drainQueue({ root, table, engine, say, leave })
    return
  }
  readInput(deadline(job), parts, (input) => onInput(input, job, engine))
}

/** The answer of a process that ends without one. It has to be right even if a file of the runtime is missing. */
function withoutAnswer(job: Job, lost: unknown): Answer {
  try {
    const why =
      lost === undefined ? 'a hook ended the process without deciding' : `the runtime failed: ${lost}`
    return parts.answer().withoutEvent(why, job)
  } catch (error) {
    const blocks = job.hooks.some((name) => job.table.hooks[name]?.failure === 'block')
    const [why] = String(error).split('\n', 1)
    return {
      stdout: '',
      stderr: `hookpack: the runtime is damaged: ${why}`,
      status: blocks && !job.foreign ? 2 : 1,
    }
  }
}

/** Half a second before the client would kill the process. */
function deadline({ hooks, table }: Job): number {
  const limits = hooks.map((name) => (table.hooks[name]?.timeout ?? Number.POSITIVE_INFINITY) * 1000 - 500)
  return Math.max(100, Math.min(STDIN_DEADLINE_MS, ...limits))
}

function onInput(input: Input, job: Job, engine: Engine): void {
  if (!input.ok) {
    giveUp(input.why, job)
    if (input.stuck) leaveStuck()
    else leave()
    return
  }
  const { payload, text } = input
  const env = takeSecrets(process.env)
  const elapsed = (): number => process.uptime() * 1000
  const occasion: Occasion = { root, table: job.table, hooks: job.hooks, payload, text, env, elapsed }
  if (job.hooks.some((name) => job.table.hooks[name]?.async)) {
    parts.more().runInTurn(occasion, { engine, say, leave, runNow: (ready) => runNow(ready, engine) })
  } else runNow(occasion, engine)
}

function runNow(occasion: Occasion, engine: Engine): void {
  const finish = (result: Result): void => {
    engine.conclude(result, occasion, say)
    leave()
  }
  const result = engine.run(occasion)
  if (result instanceof Promise) void result.then(finish)
  else finish(result)
}

/** Without an event there is nothing to run; every hook has failed. */
function giveUp(why: string, job: Job): void {
  say(parts.answer().withoutEvent(why, job))
  const outcomes = job.hooks.map((hook) => ({ hook, result: 'failed' as const, decisions: [], why, ms: 0 }))
  parts.more().remember({ outcomes }, { root, table: job.table, payload: {}, env: process.env })
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

main()
