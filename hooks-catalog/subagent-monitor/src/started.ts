import type { Handler } from '../../../src/runtime/src/types.ts'
import { changeLedger, runningIn, started } from './ledger.ts'
import { readOptions } from './options.ts'
import { typeOf, writeLine } from './write-line.ts'

/** Writes down that a subagent has started. */
const handler: Handler<'SubagentStart'> = (event, _decide, { options: raw, projectDir }) => {
  const now = Date.now()
  const agent = { type: typeOf(event.agent_type), since: now }
  const { after } = changeLedger(event, (ledger) => started(ledger, String(event.agent_id), agent))
  const fields = { event: 'start', running: runningIn({ ...after, asked: [] }, now) }
  writeLine(event, fields, { options: readOptions(raw), projectDir })
}

export default handler
