import type { Handler } from '../../../src/runtime/src/types.ts'
import { oneLine } from '../../_shared/src/one-line.ts'
import { readOptions } from './options.ts'
import { recall } from './outcome.ts'

/** Tells the user where the transcript from before the summary is, or why it is nowhere. */
const handler: Handler<'PostCompact'> = (event, decide, { options: raw }) => {
  if (!readOptions(raw).tell) return
  const outcome = recall(event)
  if (outcome === undefined) return
  if ('why' in outcome)
    return decide.tell(`transcript-backup: the transcript before this summary was not kept: ${outcome.why}`)
  const kilobytes = Math.max(1, Math.round(outcome.bytes / 1024))
  return decide.tell(
    `transcript-backup: the transcript before this summary is in ${oneLine(outcome.file, 500)} (${kilobytes} KB)`,
  )
}

export default handler
