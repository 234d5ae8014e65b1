import type { Handler } from '../../../src/runtime/src/types.ts'
import { isTold, noteFor } from './note.ts'
import { readOptions } from './options.ts'
import { send } from './send.ts'
import { show } from './show.ts'
import { postFor, webhookUrl } from './webhook.ts'

/** Tells the user that a turn has finished or that the client waits. Throws when that was not possible. */
const handler: Handler<'Stop' | 'Notification'> = async (
  event,
  _decide,
  { options: raw, projectDir, env },
) => {
  const options = readOptions(raw)
  if (!isTold(event, options.onlyTypes)) return
  const { via, message, timeoutSeconds: seconds } = options
  const problems: string[] = []
  const attempt = async (way: () => void | Promise<void>): Promise<void> => {
    try {
      await way()
    } catch (error) {
      // Reported below: one way that fails must not keep the other from being tried.
      problems.push((error as Error).message)
    }
  }
  if (via !== 'webhook') {
    await attempt(() => {
      const note = noteFor(event, projectDir, { ...options, withMessage: message !== 'off' })
      show(note, { sound: options.sound, seconds })
    })
  }
  if (via !== 'desktop') {
    await attempt(() => {
      const note = noteFor(event, projectDir, { ...options, withMessage: message === 'short' })
      return send(postFor(options.kind, webhookUrl(options, env), note), seconds)
    })
  }
  if (problems.length > 0) throw new Error(problems.join('; '))
}

export default handler
