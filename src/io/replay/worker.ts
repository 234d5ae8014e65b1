// A process of its own: `hooks backtest` starts it to call the handlers of a pack, thousands of times.
import { pathToFileURL } from 'node:url'
import type { EventName } from '../../runtime/src/events.ts'
import type { CasePayload } from '../../runtime/src/testing/case.ts'
import { runCase } from '../../runtime/src/testing/run-case.ts'
import type { Handler } from '../../runtime/src/types.ts'
import { fence } from './fence.ts'
import type { ReplayCall, Replayed } from './protocol.ts'

const refused = fence()
const send = ownChannel()
const handlers = new Map<string, Promise<Handler>>()
const waiting: ReplayCall[] = []
let busy = false

process.on('message', (calls: readonly ReplayCall[]) => {
  waiting.push(...calls)
  if (!busy) void work()
})
// Nobody waits for results any more.
process.on('disconnect', () => process.exit())
// What a handler leaves behind must not end the others' calls.
process.on('uncaughtException', () => undefined)

async function work(): Promise<void> {
  busy = true
  for (let call = waiting.shift(); call; call = waiting.shift()) await tell(await replayed(call))
  busy = false
}

async function replayed({ hook, payload, projectDir }: ReplayCall): Promise<Replayed> {
  const { file, packDir, options, failure, timeout } = hook
  let since = performance.now()
  try {
    const handler = await handlerIn(file)
    const event = JSON.parse(payload) as CasePayload<EventName>
    since = performance.now()
    const result = await runCase(handler, event, { options, failure, timeout, packDir, projectDir })
    const ms = performance.now() - since
    const { decision, reason, decisions } = result
    return { decision, reason, kinds: decisions.map(({ kind }) => kind), ms, refused: wanted(reason) }
  } catch (error) {
    const reason = error instanceof Error ? error.message : String(error)
    return { decision: 'failed', reason, kinds: [], ms: performance.now() - since, refused: wanted(reason) }
  }
}

/** Node says so itself when a file was to be written. */
function wanted(reason: string): Replayed['refused'] {
  const all = refused()
  return all.length === 0 && reason.includes('Access to this API has been restricted') ? ['file'] : all
}

function handlerIn(file: string): Promise<Handler> {
  const known = handlers.get(file)
  if (known) return known
  const loading = import(pathToFileURL(file).href).then(({ default: exported }: { default: unknown }) =>
    // A CommonJS module that was made of an ES module has its default in a field.
    typeof exported === 'function' ? exported : (exported as { default?: unknown } | undefined)?.default,
  ) as Promise<Handler>
  handlers.set(file, loading)
  return loading
}

function tell(replayed: Replayed): Promise<void> {
  return new Promise((resolve) => send(replayed, () => resolve()))
}

type Send = (message: unknown, handle: undefined, options: undefined, done: () => void) => boolean

/** The way to whoever has started this process. Handlers have none in a session, and could say anything there. */
function ownChannel(): (message: unknown, done: () => void) => void {
  const whole = process as unknown as Record<'send' | '_send', Send | undefined>
  const { send: first, _send: inner } = whole
  whole.send = undefined
  whole._send = undefined
  const own = Object.assign(Object.create(process) as object, { _send: inner })
  return (message, done) => void first?.call(own, message, undefined, undefined, done)
}
