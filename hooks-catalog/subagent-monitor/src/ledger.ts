import { updateState } from '../../../src/runtime/src/kit/session-state.ts'

/** A subagent that was seen. Times are in milliseconds since 1970. */
export interface Agent {
  readonly type: string
  readonly since: number
  readonly until?: number
}

/** What is remembered of a session's subagents. */
export interface Ledger {
  /** By id; the ones that ended long ago are forgotten. */
  readonly agents: Readonly<Record<string, Agent>>
  /** Calls that were let through and whose subagent has not been seen yet. */
  readonly asked: readonly number[]
  readonly inSession: number
  readonly inTurn: number
  readonly prompt: string
  /** What was told already: agents that ended before. */
  readonly toldUntil: number
}

const EMPTY: Ledger = { agents: {}, asked: [], inSession: 0, inTurn: 0, prompt: '', toldUntil: 0 }
const MOST_AGENTS = 500

/** A call whose subagent has not started by then was refused, or has failed. */
const ASKED_MS = 60_000

/** Without an end for so long it was killed, and its end is not seen any more. */
const LOST_MS = 24 * 60 * 60 * 1000

/** Changes the ledger of a session, and gives what it was before; both are empty when it cannot be kept. */
export function changeLedger(
  event: { readonly session_id: string },
  change: (ledger: Ledger) => Ledger,
): { readonly before: Ledger; readonly after: Ledger } {
  let before = EMPTY
  const kept = updateState<Ledger>({ event, name: 'subagent-monitor' }, (old) => {
    before = ledgerFrom(old)
    return change(before)
  })
  return { before, after: kept.ok ? kept.state : EMPTY }
}

function ledgerFrom(old: unknown): Ledger {
  const known = { ...EMPTY, ...(typeof old === 'object' && old !== null ? old : {}) } as Ledger
  const isWhole = typeof known.agents === 'object' && known.agents !== null && Array.isArray(known.asked)
  return isWhole && typeof known.inSession === 'number' ? known : EMPTY
}

/** The ledger with a subagent that has started. */
export function started(ledger: Ledger, id: string, agent: Agent): Ledger {
  const agents = Object.entries({ ...ledger.agents, [id]: agent }).slice(-MOST_AGENTS)
  return { ...ledger, agents: Object.fromEntries(agents), asked: waiting(ledger, agent.since).slice(1) }
}

/** The ledger with a subagent that has ended; one that was not seen to start is left out. */
export function ended(ledger: Ledger, id: string, now: number): Ledger {
  const agent = agentOf(ledger, id)
  return agent ? { ...ledger, agents: { ...ledger.agents, [id]: { ...agent, until: now } } } : ledger
}

/** A subagent by its id. */
export function agentOf({ agents }: Ledger, id: string): Agent | undefined {
  return Object.hasOwn(agents, id) ? agents[id] : undefined
}

/** The ledger with a further call, which may be let through or not; with another prompt the turn begins anew. */
export function askedFor(ledger: Ledger, prompt: string, now: number): Ledger {
  return {
    ...ledger,
    prompt,
    asked: [...waiting(ledger, now), now],
    inSession: ledger.inSession + 1,
    inTurn: (ledger.prompt === prompt ? ledger.inTurn : 0) + 1,
  }
}

/** How many run, and those that are about to. */
export function runningIn(ledger: Ledger, now: number): number {
  const running = Object.values(ledger.agents).filter(
    (one) => one.until === undefined && now - one.since < LOST_MS,
  )
  return running.length + waiting(ledger, now).length
}

function waiting({ asked }: Ledger, now: number): readonly number[] {
  return asked.filter((time) => time <= now && now - time < ASKED_MS)
}
