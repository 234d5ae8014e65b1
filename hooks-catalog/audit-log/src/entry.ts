import { oneLine } from '../../_shared/src/one-line.ts'
import { type Bounds, boundedJson, safeText, safeValue } from '../../_shared/src/safe-value.ts'

/** How much of an event is written down. */
export type Detail = 'names' | 'inputs' | 'all'

/** An event of any kind, as it came: no field can be relied on. */
export type Fields = Readonly<Record<string, unknown>>

/** Fields that have a place of their own in a line, or say nothing. */
const PLACED = new Set([
  ...['hook_event_name', 'session_id', 'transcript_path', 'cwd', 'prompt_id', 'permission_mode', 'effort'],
  ...['agent_id', 'agent_type', 'tool_name', 'tool_use_id', 'duration_ms', 'mcp_server'],
  // Suggestions repeat the input; an agent's transcript is found by its id.
  ...['permission_suggestions', 'agent_transcript_path', 'stop_hook_active', 'session_crons'],
])

/** What came out of a call or was said: written down for `all` only. */
const RESULTS = new Set(['tool_response', 'last_assistant_message', 'compact_summary', 'content'])

/** Texts that say which or why, and nothing of what was worked on: written down for `names`, too. */
const SHORT = new Set([
  ...['source', 'reason', 'trigger', 'notification_type', 'is_interrupt', 'command_name', 'expansion_type'],
  ...['from_model', 'to_model', 'model', 'task_id', 'memory_type', 'load_reason', 'file_path', 'event'],
  ...['old_cwd', 'new_cwd', 'directory', 'mcp_server_name', 'mode', 'action', 'teammate_name'],
])

/** Of a tool's input, what says where it worked. */
const PLACES = ['file_path', 'notebook_path', 'path', 'pattern', 'url', 'subagent_type', 'skill']

/** The line for an event, of at most `maxBytes`. Texts are redacted and cut; nothing that was sent can break it. */
export function lineFor(
  event: Fields,
  { detail, maxText, maxBytes, project, now, pid }: LineOptions,
): string {
  const head = { v: 1, time: now.toISOString(), ...headOf(event, project), pid }
  const bounds: Bounds = { text: maxText, items: 100, depth: 6 }
  return boundedJson((bound) => ({ ...head, data: dataOf(event, detail, bound) }), bounds, maxBytes)
}

/** What a line depends on besides its event. */
export interface LineOptions {
  readonly detail: Detail
  readonly maxText: number
  readonly maxBytes: number
  readonly project: string
  readonly now: Date
  readonly pid: number
}

type Named = readonly [string, unknown]

/** Fields that have the same name on every line; those that an event does not have are left out. */
function headOf(event: Fields, project: string): Fields {
  const cwd = name(event['cwd'], 1000)
  return {
    event: name(event['hook_event_name'], 60),
    session: name(event['session_id'], 100),
    prompt: name(event['prompt_id'], 100),
    project: name(project, 1000),
    cwd: cwd === name(project, 1000) ? undefined : cwd,
    mode: name(event['permission_mode'], 40),
    agent: name(event['agent_id'], 100),
    agentType: name(event['agent_type'], 100),
    tool: name(event['tool_name'], 120),
    call: name(event['tool_use_id'], 100),
    ms: typeof event['duration_ms'] === 'number' ? event['duration_ms'] : undefined,
  }
}

function dataOf(event: Fields, detail: Detail, bounds: Bounds): unknown {
  const kept = Object.entries(event).flatMap(([field, value]): readonly Named[] => {
    if (PLACED.has(field) || (detail !== 'all' && RESULTS.has(field))) return []
    if (detail === 'names') return shortOf(field, value)
    return [[field, value]]
  })
  return kept.length === 0 ? undefined : safeValue(Object.fromEntries(kept), bounds)
}

function shortOf(field: string, value: unknown): readonly Named[] {
  if (field === 'tool_input' && typeof value === 'object' && value !== null) {
    const places = PLACES.flatMap((place) => {
      const where = (value as Fields)[place]
      return typeof where === 'string' ? [[place, where] as const] : []
    })
    return places.length === 0 ? [] : [[field, Object.fromEntries(places)]]
  }
  return SHORT.has(field) && typeof value !== 'object' ? [[field, value]] : []
}

function name(value: unknown, most: number): string | undefined {
  return typeof value === 'string' && value !== '' ? safeText(oneLine(value, most), most) : undefined
}
