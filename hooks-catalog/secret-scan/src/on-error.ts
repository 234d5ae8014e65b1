import type { Handler } from '../../../src/runtime/src/types.ts'
import { findSecrets } from './find-secrets.ts'
import { scanOf } from './options.ts'
import { told } from './told.ts'

/** Tells the model of a secret in the text of an error. */
const handler: Handler<'PostToolUseFailure'> = ({ error }, decide, { options }) => {
  if (typeof error !== 'string' || options['results'] === 'off') return undefined
  const secrets = findSecrets(error, scanOf(options))
  if (secrets.length === 0) return undefined
  return decide.context(
    `secret-scan: this error has ${told(error, secrets)} in it. Do not repeat it, write it into a file or put it into a command.`,
  )
}

export default handler
