import { realpathSync, statSync } from 'node:fs'
import { mayBlockStop } from '../../../src/runtime/src/kit/stop-loop.ts'
import type { Handler } from '../../../src/runtime/src/types.ts'
import { jobsFor } from './jobs.ts'
import { openFiles, settle } from './memory.ts'
import { readOptions } from './options.ts'
import { newNotices, summary, textOf } from './report.ts'
import { runJobs } from './run-jobs.ts'

/** Runs the tests of the files that were edited since their tests passed; while they fail, the turn goes on. */
const handler: Handler<'Stop'> = async (event, decide, { options: raw, projectDir }) => {
  const options = readOptions(raw)
  if (!options.atStop || projectDir === '') return undefined
  const seen = openFiles(event)
  const edited = Object.keys(seen)
  if (edited.length === 0) return undefined
  const root = realpathSync(projectDir)
  const files = edited.filter((file) => statSync(file, { throwIfNoEntry: false })?.isFile())
  const jobs = jobsFor(files, root, options.runners)
  const { stopSeconds: seconds, outputLines: lines } = options
  const { failures, notices } = await runJobs(jobs, { root, seconds, lines })
  const failed = failures.flatMap(({ job }) => job.files)
  settle(
    event,
    edited.filter((file) => !failed.includes(file)),
    seen,
  )
  const told = newNotices(event, notices).map((text) => decide.tell(text))
  if (failures.length === 0) return told
  if (mayBlockStop({ event, name: 'test-related' }, { inARow: options.attempts }))
    return [decide.block(`${textOf(failures, root)}\n${LAST}`), ...told]
  // The next turn may be about something else.
  settle(event, edited, seen)
  const names = failures.map((failure) => summary(failure, root)).join('; ')
  return [decide.tell(`test-related: the turn ended all the same: ${names}.`), ...told]
}

export default handler

const LAST =
  'Mend the cause, not the test. If a test failed before your changes or cannot be mended now, tell the user so.'
