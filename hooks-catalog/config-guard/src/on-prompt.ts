import type { Handler } from '../../../src/runtime/src/types.ts'
import { newsOf } from './snapshot.ts'

/** Tells the user what has changed since the prompt before. */
const handler: Handler<'UserPromptSubmit'> = (event, decide, { options, projectDir, env }) => {
  if (options['changes'] === 'off') return undefined
  const news = newsOf({ event, projectDir, env })
  if (news.length === 0) return undefined
  const kept = options['changes'] === 'block' ? ' This session goes on as before; the next one does not.' : ''
  return decide.tell(
    `config-guard: hooks or permissions have changed since your last prompt.${kept}\n${news.map((one) => `- ${one}`).join('\n')}`,
  )
}

export default handler
