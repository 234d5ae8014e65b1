import type { Handler } from '../../../src/runtime/src/types.ts'
import { appendLine } from '../../_shared/src/json-lines.ts'
import { logOf } from '../../_shared/src/log-place.ts'
import { type Fields, lineFor } from './entry.ts'
import { readOptions } from './options.ts'

/** Writes one line for the event. It never decides; a log that cannot be written is a failure in the run log. */
const handler: Handler = (event, _decide, { options: raw, projectDir }) => {
  const options = readOptions(raw)
  const { events, ignoreTools, detail, maxText } = options
  if (events.length > 0 && !events.includes(event.hook_event_name)) return
  const { tool_name: tool } = event as unknown as Fields
  if (typeof tool === 'string' && ignoreTools.includes(tool)) return
  const line = lineFor(event as unknown as Fields, {
    detail,
    maxText,
    maxBytes: options.maxEntryKilobytes * 1024,
    project: projectDir,
    now: new Date(),
    pid: process.pid,
  })
  appendLine(logOf(options, { pack: 'audit-log', name: 'audit', projectDir }), line)
}

export default handler
