import { readState } from '../../../src/runtime/src/kit/session-state.ts'
import type { Handler } from '../../../src/runtime/src/types.ts'
import { duration } from '../../_shared/src/duration.ts'
import { type Agent, changeLedger, runningIn } from './ledger.ts'
import { type Options, readOptions } from './options.ts'

const SHOWN = 8

/** Tells the user which subagents have ended since the last time, and how many still run. */
const handler: Handler<'Stop'> = (event, decide, { options: raw }) => {
  const options = readOptions(raw)
  // Most turns have no subagents: a look is cheaper than a change.
  if (!options.tell || readState({ event, name: 'subagent-monitor' }) === undefined) return
  const now = Date.now()
  const { before } = changeLedger(event, (ledger) => ({ ...ledger, toldUntil: now }))
  const done = Object.values(before.agents).filter(
    ({ until }) => until !== undefined && until > before.toldUntil,
  )
  if (done.length === 0) return
  const running = runningIn({ ...before, asked: [] }, now)
  return decide.tell(textFor(done, running, options))
}

function textFor(done: readonly Agent[], running: number, { longMinutes }: Options): string {
  const sorted = done
    .map(({ type, since, until = since }) => ({ type, seconds: Math.max(0, until - since) / 1000 }))
    .sort((a, b) => b.seconds - a.seconds)
  const shown = sorted.slice(0, SHOWN).map(({ type, seconds }) => {
    const long = longMinutes > 0 && seconds > longMinutes * 60 ? ' (long)' : ''
    return `${type || 'without a type'} ${duration(seconds)}${long}`
  })
  const more = sorted.length > SHOWN ? ` and ${sorted.length - SHOWN} more` : ''
  const still = running === 0 ? '' : `; ${running} still ${running === 1 ? 'runs' : 'run'}`
  const count = `${sorted.length} ${sorted.length === 1 ? 'subagent' : 'subagents'}`
  return `subagent-monitor: ${count}: ${shown.join(', ')}${more}${still}`
}

export default handler
