import type { Handler } from '../../../src/runtime/src/types.ts'
import { isApproved, REASON } from './approve.ts'

/** Approves before the client decides whether to ask, if the option `beforeAsking` says so. */
const before: Handler<'PreToolUse'> = (event, decide, context) =>
  context.options['beforeAsking'] === true && isApproved(event, context) ? decide.allow(REASON) : undefined

export default before
