import { realpathSync, statSync } from 'node:fs'
import { mayBlockStop } from '../../../src/runtime/src/kit/stop-loop.ts'
import type { Handler } from '../../../src/runtime/src/types.ts'
import { jobsFor } from './jobs.ts'
import { look } from './look.ts'
import { recall, rememberStatus } from './memory.ts'
import { readOptions } from './options.ts'
import { textOf } from './report.ts'

/** Checks at the end of a turn what no check has covered since the last edit, or where errors were left. */
const handler: Handler<'Stop'> = async (event, decide, { options: raw, projectDir }) => {
  const options = readOptions(raw)
  if (!options.atStop || projectDir === '') return undefined
  const memory = recall(event)
  if (!Object.values(memory.projects).some((status) => status !== 'clean')) return undefined
  const root = realpathSync(projectDir)
  const files = memory.files.filter((file) => statSync(file, { throwIfNoEntry: false })?.isFile())
  const jobs = jobsFor(files, root, options.checkers).filter(
    ({ key }) => (memory.projects[key] ?? 'clean') !== 'clean',
  )
  const seen = await look(jobs, { event, memory, root, options, seconds: options.stopSeconds, atStop: true })
  const told = seen.notices.map((text) => decide.tell(`typecheck-on-edit: ${text}.`))
  if (seen.errors.length === 0) return told
  const text = textOf(seen.errors, { names: seen.names, root, most: options.maxErrors })
  if (mayBlockStop({ event, name: 'typecheck-on-edit' }, { inARow: options.attempts }))
    return [decide.block(`${text}\n${LAST}`), ...told]
  // The next turn may be about something else.
  for (const { key } of jobs) rememberStatus(event, key, { status: 'clean' })
  return [decide.tell(`${text}\nThe turn ended all the same.`), ...told]
}

export default handler

const LAST =
  'Mend them before you finish. If one was there before your changes or cannot be mended now, tell the user so.'
