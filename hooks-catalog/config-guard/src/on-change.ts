import type { Handler } from '../../../src/runtime/src/types.ts'
import { changesSince } from './snapshot.ts'

/** Notes what a change of the settings has done to hooks and permissions; with `block` the session keeps what it has. */
const handler: Handler<'ConfigChange'> = (event, decide, { options, projectDir, env }) => {
  const mode = options['changes'] ?? 'tell'
  if (mode === 'off' || !/settings$/.test(String(event.source))) return undefined
  const changes = changesSince({ event, projectDir, env })
  if (mode !== 'block' || changes.length === 0) return undefined
  return decide.block(`config-guard: hooks or permissions have changed.\n${changes.join('\n')}`)
}

export default handler
