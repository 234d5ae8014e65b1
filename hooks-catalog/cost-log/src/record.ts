import type { Handler } from '../../../src/runtime/src/types.ts'
import { appendLine } from '../../_shared/src/json-lines.ts'
import { logOf } from '../../_shared/src/log-place.ts'
import { oneLine } from '../../_shared/src/one-line.ts'
import { closed, type Sum } from './account.ts'
import { count } from './count.ts'
import { addToDay, dayOf } from './day.ts'
import { readOptions } from './options.ts'

/** Counts on, and writes a line for what was used since the last one; none if that is nothing. */
const handler: Handler<'Stop' | 'SubagentStop' | 'SessionEnd'> = (
  event,
  _decide,
  { options: raw, projectDir },
) => {
  const options = readOptions(raw)
  const now = new Date()
  const { account, added } = count(event, options.prices, closed)
  addToDay(dayOf(now), added)
  if (Object.keys(account.open.models).length === 0) return
  const line = {
    v: 1,
    time: now.toISOString(),
    event: event.hook_event_name,
    session: oneLine(String(event.session_id), 100),
    ...(typeof event.prompt_id === 'string' ? { prompt: oneLine(event.prompt_id, 100) } : {}),
    project: oneLine(projectDir, 1000),
    ...('agent_id' in event && typeof event.agent_id === 'string'
      ? { agent: oneLine(event.agent_id, 100), agentType: oneLine(String(event.agent_type), 100) }
      : {}),
    turn: shown(account.open),
    session_usd: money(account.total.usd),
    ...(account.unpriced.length === 0 ? {} : { unpriced: account.unpriced }),
  }
  appendLine(logOf(options, { pack: 'cost-log', name: 'cost', projectDir }), JSON.stringify(line))
}

function shown({ models, usd }: Sum): object {
  return { usd: money(usd), models }
}

/** Dollars to the ten thousandth of a cent: sums of many lines stay right. */
function money(usd: number): number {
  return Math.round(usd * 1e6) / 1e6
}

export default handler
