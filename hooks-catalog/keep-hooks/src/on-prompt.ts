import type { Handler } from '../../../src/runtime/src/types.ts'
import { newsOf } from './settle.ts'

/** Tells the user what has happened to their hooks since they were last there. */
const handler: Handler<'UserPromptSubmit'> = (event, decide, { env }) => {
  const lines = newsOf({ event, env })
  return lines.length === 0
    ? undefined
    : decide.tell(`Hookpack: installed hooks were dropped\n${lines.join('\n')}`)
}

export default handler
