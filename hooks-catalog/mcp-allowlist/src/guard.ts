import type { Handler } from '../../../src/runtime/src/types.ts'
import { optionsOf, verdictOf } from './verdict.ts'

/** Refuses and asks about calls of MCP tools as the lists and rules of the options say. */
const guard: Handler<'PreToolUse'> = (event, decide, { options, projectDir }) => {
  const verdict = verdictOf(event, optionsOf(options), { cwd: event.cwd || projectDir, projectDir })
  return 'reason' in verdict ? decide[verdict.kind](verdict.reason) : undefined
}

export default guard
