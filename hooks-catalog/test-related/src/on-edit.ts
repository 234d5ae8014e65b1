import type { Handler } from '../../../src/runtime/src/types.ts'
import { editedTarget } from '../../_shared/src/edited.ts'
import { extensionOf } from '../../_shared/src/evidence.ts'
import { jobsFor } from './jobs.ts'
import { openFiles, rememberEdit, settle } from './memory.ts'
import { readOptions } from './options.ts'
import { newNotices, textOf } from './report.ts'
import { runJobs } from './run-jobs.ts'

/** Remembers the edited file, and runs its tests if that is wanted after each edit. */
const handler: Handler<'PostToolUse'> = async (event, decide, { options: raw, projectDir }) => {
  const options = readOptions(raw)
  const path = event.tool_input?.['file_path']
  if (typeof path !== 'string') return undefined
  if (!options.runners.some(({ extensions }) => extensions.includes(extensionOf(path)))) return undefined
  const target = editedTarget(event, projectDir, options.ignore)
  if (!target) return undefined
  const { file, root } = target
  if (options.atStop) rememberEdit(event, file)
  if (!options.onEdit) return undefined
  const seen = openFiles(event)
  const { timeoutSeconds: seconds, outputLines: lines } = options
  const results = await runJobs(jobsFor([file], root, options.runners), { root, seconds, lines })
  settle(event, results.passed, seen)
  const told = newNotices(event, results.notices).map((text) => decide.tell(text))
  if (results.failures.length === 0) return told
  return [decide.block(`${textOf(results.failures, root)}\n${LAST}`), ...told]
}

export default handler

const LAST = 'Go on if your next edit takes care of it anyway; else mend the cause, not the test.'
