import type { Handler } from '../../../src/runtime/src/types.ts'
import { readOptions } from './options.ts'
import { linkedAt } from './places.ts'
import { setUp, takeUnsaid } from './setup.ts'

/** Sets up the worktree in which a session begins, once, and says what was done in it. */
const handler: Handler<'SessionStart'> = async (event, decide, { options: raw, projectDir }) => {
  const place = linkedAt(typeof event.cwd === 'string' && event.cwd !== '' ? event.cwd : projectDir)
  if (place === undefined) return
  await setUp(place, readOptions(raw), false)
  const done = takeUnsaid(place)
  if (done === '') return
  return [
    decide.context(`worktree-setup: this is a git worktree that was set up now. Done: ${done}.`),
    decide.tell(`worktree-setup: ${done}`),
  ]
}

export default handler
