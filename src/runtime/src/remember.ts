import { type RunRecord, record } from './log/record.ts'
import { headline, type Outcome, type Result } from './outcome.ts'
import { stateFolder } from './state-folder.ts'
import type { Table } from './types.ts'

/** Where and for whom hooks ran: what the run log says besides the outcomes. */
export interface Circumstances {
  /** The folder of table.json. */
  readonly root: string
  readonly table: Table
  readonly payload: Readonly<Record<string, unknown>>
  readonly env: Readonly<Record<string, string | undefined>>
}

/**
 * The records that this run leaves in the log: failures and skips, with HOOKS_LOG=all those of all hooks, with
 * HOOKS_LOG=off none.
 */
export function recordsOf({ outcomes }: Pick<Result, 'outcomes'>, at: Circumstances): readonly RunRecord[] {
  const wish = at.env['HOOKS_LOG']
  if (wish === 'off' || wish === '0') return []
  const all = wish === 'all' || wish === '1'
  return outcomes.flatMap((outcome) =>
    outcome.result !== 'elsewhere' && (all || outcome.result === 'failed' || outcome.result === 'skipped')
      ? [recordOf(outcome, at)]
      : [],
  )
}

function recordOf(
  { hook, result, decisions, why, ms }: Outcome,
  { root, table, payload, env }: Circumstances,
): RunRecord {
  const text = (field: string): string | undefined => {
    const value = payload[field]
    return typeof value === 'string' ? value : undefined
  }
  const { decision, reason } = headline(decisions)
  const optional = {
    decision,
    reason: why ?? reason,
    async: table.hooks[hook]?.async || undefined,
    tool: text('tool_name'),
    project: env['CLAUDE_PROJECT_DIR'] ?? text('cwd'),
    session: text('session_id'),
  }
  return {
    v: 1,
    time: new Date().toISOString(),
    event: text('hook_event_name') ?? table.hooks[hook]?.event ?? '',
    hook,
    outcome: result as RunRecord['outcome'],
    ms,
    scope: root,
    pid: process.pid,
    ...(Object.fromEntries(Object.entries(optional).filter(([, value]) => value !== undefined)) as object),
  }
}

/** Writes what the run leaves in the log. A log that cannot be written changes nothing. */
export function remember(result: Pick<Result, 'outcomes'>, at: Circumstances): void {
  const records = recordsOf(result, at)
  if (records.length > 0) record(records, logFolder(at.env))
}

/** The folder of the run log; empty when there is no place for it. */
export function logFolder(env: Circumstances['env']): string {
  const state = stateFolder(env, process.platform)
  return state === '' ? '' : `${state}/log`
}
