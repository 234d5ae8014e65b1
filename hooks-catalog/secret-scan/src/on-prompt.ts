import type { Handler } from '../../../src/runtime/src/types.ts'
import { findSecrets } from './find-secrets.ts'
import { scanOf } from './options.ts'
import { told } from './told.ts'

/** Stops a prompt with a secret in it, or warns of it. */
const handler: Handler<'UserPromptSubmit'> = ({ prompt }, decide, { options }) => {
  const mode = options['prompts'] ?? 'block'
  if (typeof prompt !== 'string' || mode === 'off') return undefined
  const secrets = findSecrets(prompt, scanOf(options))
  if (secrets.length === 0) return undefined
  const what = told(prompt, secrets)
  if (mode === 'warn')
    return [
      decide.context(
        `secret-scan: the user's prompt has ${what} in it. Do not repeat it, write it into a file or put it into a command.`,
      ),
      decide.tell(`secret-scan: your prompt has ${what} in it, and the model has read it. Better renew it.`),
    ]
  return [
    decide.block(
      `secret-scan: the prompt was not sent: it has ${what} in it. Put the value into an environment variable or a file that is not committed, and name that instead. The option \`allow\` takes what is no secret.`,
    ),
    // It would stand in the terminal otherwise.
    decide.hidePrompt(),
  ]
}

export default handler
