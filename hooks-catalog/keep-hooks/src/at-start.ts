import type { Handler } from '../../../src/runtime/src/types.ts'
import { settle, tellLater } from './settle.ts'

/** Says at the start of a session which installed hooks will not run in it. */
const handler: Handler<'SessionStart'> = async (event, decide, { options, projectDir, env }) => {
  const around = { event, options, projectDir, env }
  const lines = await settle(around)
  if (lines.length === 0) return
  tellLater(around, lines)
  const text = lines.join('\n')
  return [
    decide.tell(`Hookpack: hooks of this project are not as installed\n${text}`),
    decide.context(`Hooks that should watch over this session are not as they were installed:\n${text}`),
  ]
}

export default handler
