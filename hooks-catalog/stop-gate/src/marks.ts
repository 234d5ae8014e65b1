import { readState, type StatePlace, updateState } from '../../../src/runtime/src/kit/session-state.ts'

/** What an agent did since the checks passed last: how many edits, and when its first command began. */
export interface Mark {
  readonly edits: number
  readonly bashSince?: number
}

/** Marks by agent; the empty name is the session itself. */
export type Marks = Readonly<Record<string, Mark>>

/** An event of the agent whose mark it is. */
interface AgentEvent {
  readonly session_id: string
  readonly agent_id?: string
}

// One state for all hooks of the pack.
const NAME = 'stop-gate'
const MOST_AGENTS = 200
const NONE: Mark = { edits: 0 }

/** Adds edits, or the time when a command began, to the agent's mark. */
export function addMark(event: AgentEvent, { edits, bashSince }: Mark): void {
  updateState<Marks>(placeOf(event), (old) => {
    const agent = agentOf(event)
    const { [agent]: mark = NONE, ...others } = old ?? {}
    const times = [mark.bashSince, bashSince].filter((time) => time !== undefined)
    const since = times.length > 0 ? { bashSince: Math.min(...times) } : {}
    const entries = [
      ...Object.entries(others).slice(1 - MOST_AGENTS),
      [agent, { edits: mark.edits + edits, ...since }],
    ]
    return Object.fromEntries(entries)
  })
}

/** The marks that the end of this agent's turn is about: its own, for the session itself those of all agents. */
export function marksFor(event: AgentEvent): Marks {
  const all = readState<Marks>(placeOf(event)) ?? {}
  const agent = agentOf(event)
  if (agent === '') return all
  return Object.hasOwn(all, agent) ? { [agent]: all[agent] ?? NONE } : {}
}

/** Takes away what has been checked; what came meanwhile stays. */
export function settle(event: AgentEvent, checked: Marks): void {
  if (Object.keys(checked).length === 0) return
  updateState<Marks>(placeOf(event), (old) => {
    const left = Object.entries(old ?? {}).filter(
      ([agent, mark]) => mark.edits > (checked[agent]?.edits ?? -1),
    )
    return Object.fromEntries(left)
  })
}

function placeOf(event: AgentEvent): StatePlace {
  return { event, name: NAME }
}

/** Texts that could be names of an object's own parts get a letter in front. */
function agentOf({ agent_id: id }: AgentEvent): string {
  return typeof id === 'string' && id !== '' ? `agent ${id}` : ''
}
