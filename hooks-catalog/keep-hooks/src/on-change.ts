import type { Handler } from '../../../src/runtime/src/types.ts'
import { settle, tellLater } from './settle.ts'

/** When a change of the settings drops installed hooks: puts them back, and the session keeps those that it has. */
const handler: Handler<'ConfigChange'> = async (event, decide, { options, projectDir, env }) => {
  const around = { event, options, projectDir, env }
  const lines = await settle(around)
  if (lines.length === 0) return
  tellLater(around, lines)
  if (options['keepSession'] === false) return
  return decide.block(
    `Hookpack: this change of the settings would drop installed hooks.\n${lines.join('\n')}`,
  )
}

export default handler
