import { updateState } from '../../../src/runtime/src/kit/session-state.ts'
import type { Handler } from '../../../src/runtime/src/types.ts'
import { type Account, accountFrom } from './account.ts'
import { placeOf } from './count.ts'

/** Remembers that what is in the transcript already is not of this run, unless it was counted as it came. */
const handler: Handler<'SessionStart'> = (event) => {
  updateState<Account>(placeOf(event), (old) => {
    const account = accountFrom(old)
    if (Object.keys(account.files).length > 0) return account
    return { ...account, since: new Date().toISOString() }
  })
}

export default handler
