import type { Handler } from '../../../src/runtime/src/types.ts'
import { isApproved, REASON } from './approve.ts'

/** Answers the client's question about a Bash command that only reads; has no opinion about all others. */
const request: Handler<'PermissionRequest'> = (event, decide, context) =>
  isApproved(event, context) ? decide.allow(REASON) : undefined

export default request
