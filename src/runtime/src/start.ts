import { type Beginning, begin, beginModule, type Called, callHandler, contextOf } from './begin.ts'
import { checkedDecisions, decideFor } from './decide.ts'
import type { EventName } from './events.ts'
import type { Verified } from './load.ts'
import type { Outcome } from './outcome.ts'
import type { Parts } from './parts.ts'
import { received, type Settled, Settling } from './settling.ts'
import type { Decision } from './types.ts'
import type { Pending } from './waiting.ts'

/** One hook that is about to be called, or has been. */
export interface Starting extends Omit<Beginning, 'received' | 'decideFor'> {
  readonly event: EventName
  readonly text: () => string
  readonly files: Verified
  /** Set when the front has called it. */
  readonly called: Called | undefined
  readonly failed: (why: string, ms: number) => Outcome
  readonly parts: Parts
}

/** Calls one hook, within its limit: its outcome, or that it waits. Never throws. */
export function start(starting: Starting): Outcome | Pending {
  const { name, event, failed, parts } = starting
  const called = starting.called ?? call(starting)
  const done = (settled: Settled): Outcome => {
    const ms = msBetween(called.since, settled.until)
    try {
      if ('error' in settled) throw settled.error
      const decisions = checkedDecisions(settled.value, event)
      return { hook: name, result: decisions.length > 0 ? 'decided' : 'none', decisions, ms }
    } catch (error) {
      return failed(messageOf(error), ms)
    }
  }
  if ('error' in called || !(called.value instanceof Settling)) return done(called)
  const settling = called.value
  if (settling.settled) return done(settling.settled)
  return parts.more().pendingHook(starting, {
    spent: () => msBetween(called.since, process.uptime()),
    listen: (listener) => {
      settling.onSettled = (settled) => listener(done(settled))
    },
  })
}

function call(starting: Starting): Called {
  const { root, hook, files } = starting
  const beginning: Beginning = { ...starting, decideFor, received }
  const { script } = hook
  if (script !== undefined) return begin(beginning, () => callScript(starting, script))
  const file = `${root}/${hook.module}`
  if (file.endsWith('.cjs') && hook.sha256 !== undefined)
    return beginModule(beginning, () => files.text(file), files.requireFor)
  return begin(beginning, () => callHandler(beginning, files.load(file)))
}

function callScript(starting: Starting, script: string): Promise<readonly Decision[]> {
  starting.files.check(`${starting.root}/${script}`)
  const { hook, event, payload, text, ms } = starting
  const { env, options, projectDir, packDir } = contextOf(starting)
  return starting.parts.more().runScript({
    file: `${starting.root}/${script}`,
    ...(hook.interpreter === undefined ? {} : { interpreter: hook.interpreter }),
    event,
    payload,
    text: text(),
    env,
    options,
    projectDir,
    packDir,
    // Time for its processes to end before the answer is due.
    limitMs: Math.max(ms - 250, ms / 2),
  })
}

/** Milliseconds between two times of process.uptime, to a hundredth. */
function msBetween(since: number, until: number): number {
  return Math.round((until - since) * 1e5) / 100
}

/** The first line: Node's "Cannot find module" goes on with a list of paths. */
export function messageOf(error: unknown): string {
  const message = error instanceof Error ? error.message || error.name : String(error)
  return message.split('\n', 1)[0] ?? ''
}
