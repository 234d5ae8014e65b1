import { type StatePlace, updateState } from './session-state.ts'

/** A Stop or SubagentStop event. */
interface StopEvent {
  readonly session_id: string
  readonly stop_hook_active: boolean
  /** Each subagent has a turn of its own. */
  readonly agent_id?: string
}

/** How often a hook may keep the agent from stopping. */
export interface StopLimits {
  /** In one turn; default 3. The client itself ends the turn after 8, of all hooks together. */
  readonly inARow?: number
  /** In the whole session; default 30. */
  readonly perSession?: number
}

interface Blocks {
  readonly inARow: Readonly<Record<string, number>>
  readonly all: number
}

const MOST_AGENTS = 200

/**
 * To be asked just before `decide.block` on Stop or SubagentStop: true when one more block cannot become a loop.
 * Counts it. When it cannot be counted, true only for the first block of a turn.
 */
export function mayBlockStop(
  place: StatePlace & { readonly event: StopEvent },
  { inARow = 3, perSession = 30 }: StopLimits = {},
): boolean {
  const { stop_hook_active: active, agent_id: id = '' } = place.event
  const agent = `agent ${id}`
  let allowed = false
  const kept = updateState<Blocks>({ ...place, name: `${place.name}\0stops` }, (old) => {
    const { [agent]: before = 0, ...others } = old?.inARow ?? {}
    const row = active ? before : 0
    const all = old?.all ?? 0
    allowed = row < inARow && all < perSession
    const rows = [...Object.entries(others), [agent, allowed ? row + 1 : row] as const].slice(-MOST_AGENTS)
    return { inARow: Object.fromEntries(rows), all: allowed ? all + 1 : all }
  })
  return kept.ok ? allowed : !active
}
