import { rateLimit } from '../../../src/runtime/src/kit/limits.ts'
import type { Handler } from '../../../src/runtime/src/types.ts'
import { editedTarget } from '../../_shared/src/edited.ts'
import { extensionOf } from '../../_shared/src/evidence.ts'
import { jobsFor } from './jobs.ts'
import { look } from './look.ts'
import { rememberEdit } from './memory.ts'
import { readOptions } from './options.ts'
import { textOf } from './report.ts'

/** Checks the types of the projects that the edited file belongs to, unless that was done a moment ago. */
const handler: Handler<'PostToolUse'> = async (event, decide, { options: raw, projectDir }) => {
  const options = readOptions(raw)
  const path = event.tool_input?.['file_path']
  if (typeof path !== 'string') return undefined
  if (!options.checkers.some(({ extensions }) => extensions.includes(extensionOf(path)))) return undefined
  const target = editedTarget(event, projectDir, options.ignore)
  if (!target) return undefined
  const { file, root } = target
  const keys = jobsFor([file], root, options.checkers).map(({ key }) => key)
  if (keys.length === 0) return undefined
  const memory = rememberEdit(event, file, keys)
  if (!options.onEdit) return undefined
  // With all edited files of the project: what this edit has broken may lie in another one.
  const jobs = jobsFor(memory.files.slice(-MOST_FILES), root, options.checkers)
    .filter(({ key }) => keys.includes(key) && !memory.slow.includes(key))
    .filter(({ key }) => isDue(event, key, options.everySeconds))
  const { errors, names, notices } = await look(jobs, {
    ...{ event, memory, root, options },
    seconds: options.timeoutSeconds,
    atStop: false,
  })
  const told = notices.map((text) => decide.tell(`typecheck-on-edit: ${text}.`))
  if (errors.length === 0) return told
  const text = textOf(errors, { names, root, most: options.maxErrors, first: file })
  return [decide.block(`${text}\n${LAST}`), ...told]
}

export default handler

/** More would make the command long, and the older ones are checked at the end of the turn. */
const MOST_FILES = 50

const LAST = 'Mend those that come from your changes. Go on if your next edit takes care of them anyway.'

function isDue(event: { readonly session_id: string }, key: string, seconds: number): boolean {
  const place = { event, name: 'typecheck-on-edit' }
  return seconds === 0 || rateLimit(place, key, { count: 1, perMs: seconds * 1000 })
}
