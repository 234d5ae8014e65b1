import type { Handler } from '../../../src/runtime/src/types.ts'
import { safeText } from '../../_shared/src/safe-value.ts'
import { agentOf, changeLedger, ended, runningIn } from './ledger.ts'
import { readOptions } from './options.ts'
import { writeLine } from './write-line.ts'

/** Writes down how long a subagent ran, and with what result. It never keeps one from ending. */
const handler: Handler<'SubagentStop'> = (event, _decide, { options: raw, projectDir }) => {
  const options = readOptions(raw)
  const now = Date.now()
  const id = String(event.agent_id)
  const { before, after } = changeLedger(event, (ledger) => ended(ledger, id, now))
  const since = agentOf(before, id)?.since
  const said = event.last_assistant_message
  const fields = {
    event: 'stop',
    ...(since === undefined ? {} : { ms: Math.max(0, now - since) }),
    // It was kept from ending by a hook before, and ends once more.
    ...(event.stop_hook_active === true ? { again: true } : {}),
    running: runningIn({ ...after, asked: [] }, now),
    ...(options.result && typeof said === 'string' && said !== ''
      ? { result: safeText(said, options.maxText) }
      : {}),
  }
  writeLine(event, fields, { options, projectDir })
}

export default handler
