// What runtime.cjs loads once a hook decides or fails, or anything else is out of the ordinary; a file of its own.
import { readFileSync } from 'node:fs'
import { type Engine, newEngine, type Occasion } from './engine.ts'
import { type Job, withoutEvent } from './failure.ts'
import type { Arrived, Front } from './front.ts'
import type { Input } from './input.ts'
import { verified } from './load.ts'
import type { Requirer } from './loader.ts'
import type { Result } from './outcome.ts'
import type { Parts } from './parts.ts'
import { say } from './say.ts'
import type { Table } from './types.ts'

export { decideFor } from './decide.ts'
export { received } from './settling.ts'

const NO_HOOKS: Table = { version: 1, hooks: {} }

const parts: Parts = { more: () => require('./more.ts') as typeof import('./more.ts') }

let running: Engine | undefined

/** `require` of a pack's module. */
export function requireFor(front: Front, file: string): Requirer {
  return verified(front, front.table ?? NO_HOOKS).requireFor(file)
}

/** Goes on reading an event that did not come whole in the first piece. */
export function readOn(...given: Parameters<ReturnType<Parts['more']>['readOn']>): void {
  parts.more().readOn(...given)
}

/** Runs hooks on an event, from where the front has come to. */
export function takeOver(front: Front, { payload, text, env, called }: Arrived): void {
  const { root, hooks, leave, table = NO_HOOKS } = front
  const engine = newEngine(front, table, parts)
  running = engine
  const elapsed = (): number => process.uptime() * 1000
  // Handlers that were called may have changed theirs.
  const own = called.length === 0 ? payload : (JSON.parse(text()) as Arrived['payload'])
  const occasion: Occasion = { root, table, hooks, payload: own, text, env: env(), elapsed, called }
  const runNow = (ready: Occasion): void => run(front, engine, ready)
  if (!hooks.some((name) => table.hooks[name]?.async)) runNow(occasion)
  else parts.more().runInTurn(occasion, { engine, say: (answer) => say(front, answer), leave, runNow })
}

function run(front: Front, engine: Engine, occasion: Occasion): void {
  const finish = (result: Result): void => {
    engine.conclude(result, occasion)
    front.leave()
  }
  const result = engine.run(occasion)
  if (result instanceof Promise) void result.then(finish)
  else finish(result)
}

/** Works off the queue of async hooks, or says why nothing can be run. */
export function startWithoutEvent(front: Front): void {
  const { root, table, leave } = front
  if (table === undefined) {
    giveUp(front, { why: faultOfTable(`${root}/table.json`), stuck: false })
  } else {
    running = newEngine(front, table, parts)
    parts.more().drainQueue({ root, table, engine: running, say: (answer) => say(front, answer), leave })
  }
}

/** Without an event there is nothing to run; every hook has failed. */
export function giveUp(front: Front, { why, stuck }: Pick<Input & { ok: false }, 'why' | 'stuck'>): void {
  const { root, hooks, table = NO_HOOKS } = front
  say(front, withoutEvent(why, jobOf(front)))
  const outcomes = hooks.map((hook) => ({ hook, result: 'failed' as const, decisions: [], why, ms: 0 }))
  parts.more().remember({ outcomes }, { root, table, payload: {}, env: process.env })
  // A thread that waits for stdin keeps even process.exit waiting. The client then goes by what was written.
  if (stuck) process.kill(process.pid, 'SIGKILL')
  else front.leave()
}

/** Says something for a process that ends without an answer. */
export function answerAtExit(front: Front): void {
  running?.dismiss()
  const [stray] = front.strays
  const why =
    stray === undefined
      ? 'a hook ended the process without deciding'
      : `the runtime failed: ${String(stray.error)}`
  say(front, withoutEvent(why, jobOf(front)))
}

/** Any other status than 0 makes Copilot refuse every call; without a payload its variable is all to go by. */
function jobOf({ hooks, table = NO_HOOKS }: Front): Job {
  return { hooks, table, foreign: process.env['COPILOT_CLI'] !== undefined }
}

function faultOfTable(file: string): string {
  try {
    JSON.parse(readFileSync(file, 'utf8'))
    return `${file} has a format this runtime does not know; run \`hooks add\` again with the newest hookpack`
  } catch (error) {
    return `${file} cannot be read (${(error as Error).message})`
  }
}
