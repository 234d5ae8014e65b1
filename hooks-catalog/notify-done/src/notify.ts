import { oncePerSession } from '../../../src/runtime/src/kit/limits.ts'
import type { Handler } from '../../../src/runtime/src/types.ts'
import { show } from '../../_shared/src/notice/show.ts'
import { postFor, webhookUrl } from '../../_shared/src/notice/webhook.ts'
import { isTold, noteFor } from './note.ts'
import { readOptions } from './options.ts'
import { send } from './send.ts'

/** Tells the user that a turn has finished or that the client waits. Throws what failed; no desktop is no failure. */
const handler: Handler<'Stop' | 'Notification'> = async (
  event,
  decide,
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
  let unseen: string | undefined
  if (via !== 'webhook') {
    await attempt(() => {
      const note = noteFor(event, projectDir, { ...options, withMessage: message !== 'off' })
      unseen = show(note, { sound: options.sound, seconds })
    })
  }
  if (via !== 'desktop') {
    await attempt(() => {
      const note = noteFor(event, projectDir, { ...options, withMessage: message === 'short' })
      return send(postFor(options.kind, webhookUrl(options, env), note), seconds)
    })
  }
  if (problems.length > 0) throw new Error(problems.join('; '))
  // Nothing changes about it from turn to turn; with a webhook they are told anyway.
  if (unseen === undefined || via === 'both' || event.hook_event_name !== 'Stop' || !('tell' in decide))
    return
  if (!oncePerSession({ event, name: 'notify-done' }, 'no desktop')) return
  const { tell } = decide as { tell: (text: string) => never }
  return tell(
    `notify-done: no desktop notifications here: ${unseen}. Set via=webhook to be told elsewhere. (Said once in a session.)`,
  )
}

export default handler
