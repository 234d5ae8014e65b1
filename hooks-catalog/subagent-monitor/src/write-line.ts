import { appendLine } from '../../_shared/src/json-lines.ts'
import { logOf } from '../../_shared/src/log-place.ts'
import { oneLine } from '../../_shared/src/one-line.ts'
import type { Options } from './options.ts'

/** As much of an event as is on every line. */
interface AgentEvent {
  readonly session_id: string
  readonly prompt_id?: string
  readonly agent_id: string
  readonly agent_type: string
}

/** Writes a line about a subagent. Throws when it cannot be written. */
export function writeLine(
  event: AgentEvent,
  fields: Readonly<Record<string, unknown>>,
  { options, projectDir }: { readonly options: Options; readonly projectDir: string },
): void {
  const line = {
    v: 1,
    time: new Date().toISOString(),
    ...fields,
    session: oneLine(String(event.session_id), 100),
    ...(typeof event.prompt_id === 'string' ? { prompt: oneLine(event.prompt_id, 100) } : {}),
    project: oneLine(projectDir, 1000),
    agent: oneLine(String(event.agent_id), 100),
    type: typeOf(event.agent_type),
  }
  appendLine(
    logOf(options, { pack: 'subagent-monitor', name: 'subagents', projectDir }),
    JSON.stringify(line),
  )
}

/** The type of a subagent as a short name; the one that summarises has an empty type. */
export function typeOf(type: unknown): string {
  return oneLine(String(type ?? ''), 80)
}
