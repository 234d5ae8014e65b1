import type { Handler } from '../../../src/runtime/src/types.ts'
import { redacted } from './deep.ts'
import { scanOf } from './options.ts'
import { isFree } from './paths.ts'

/** Results that are what the model has written itself, or have no text of others in them. */
const OWN = new Set([
  'Edit',
  'MultiEdit',
  'Write',
  'NotebookEdit',
  'TodoWrite',
  'TaskCreate',
  'TaskUpdate',
  'Glob',
])

/** Takes secrets out of the result of a tool, or tells the model of them. */
const handler: Handler<'PostToolUse'> = (event, decide, { options, projectDir }) => {
  const mode = options['results'] ?? 'redact'
  if (mode === 'off' || OWN.has(event.tool_name)) return undefined
  const { value, kinds } = redacted(event.tool_response, scanOf(options))
  if (kinds.length === 0) return undefined
  const file = event.tool_name === 'Read' ? event.tool_input?.['file_path'] : undefined
  if (typeof file === 'string' && isFree(file, { options, projectDir, env: false })) return undefined
  const what = `${kinds.slice(0, 3).join(', ')}${kinds.length > 3 ? ' and others' : ''}`
  if (mode === 'warn')
    return decide.context(
      `secret-scan: this result has ${what} in it. Do not repeat it, write it into a file or put it into a command.`,
    )
  return [
    decide.context(
      `secret-scan: ${what} ${kinds.length > 1 ? 'were' : 'was'} taken out of this result. Do not write the marked text back into a file: the values would be lost.`,
    ),
    decide.replaceOutput(value),
  ]
}

export default handler
