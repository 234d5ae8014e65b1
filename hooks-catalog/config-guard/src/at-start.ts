import type { Handler } from '../../../src/runtime/src/types.ts'
import { remember } from './snapshot.ts'

/** Remembers what the session starts with. */
const handler: Handler<'SessionStart'> = (event, _decide, { options, projectDir, env }) => {
  // A summary or a cleared screen is no new session: what has changed before is still to be told.
  if (options['changes'] === 'off' || event.source === 'compact' || event.source === 'clear') return undefined
  remember({ event, projectDir, env })
  return undefined
}

export default handler
