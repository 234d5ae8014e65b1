import { absolutePath } from '../../../src/runtime/src/kit/paths.ts'
import type { Handler } from '../../../src/runtime/src/types.ts'
import { check } from '../../_shared/src/files/check.ts'
import { homedir } from '../../_shared/src/home.ts'
import { rulesOf } from './options.ts'

const MOST_FILES = 2000

/** Takes the lines of files that may not be read out of the result of a search through folders. */
const search: Handler<'PostToolUse'> = (event, decide, { options, projectDir }) => {
  const response = event.tool_response as Readonly<Record<string, unknown>> | null
  const content = response?.['content']
  if (typeof content !== 'string' || content === '') return undefined
  const rules = rulesOf(options)
  const place = { cwd: event.cwd || projectDir, projectDir, home: homedir() }
  const known = new Map<string, boolean>()
  const isSecret = (name: string): boolean => {
    const before = known.get(name)
    if (before !== undefined) return before
    const file = absolutePath(name, place.cwd)
    const answer = known.size < MOST_FILES && check({ file, access: 'read' }, rules, place) !== undefined
    known.set(name, answer)
    return answer
  }
  const lines = content.split('\n')
  const kept = lines.filter((line) => !namesIn(line).some(isSecret))
  if (kept.length === lines.length) return undefined
  const gone = lines.length - kept.length
  return [
    decide.context(
      `protect-files: ${gone} ${gone === 1 ? 'line' : 'lines'} of files that may not be read ${gone === 1 ? 'was' : 'were'} taken out of this result.`,
    ),
    decide.replaceOutput({ ...response, content: kept.join('\n'), numLines: kept.length }),
  ]
}

export default search

/** What may be the name of the file: `name:12:text` for a hit, `name-12-text` for a line around one. */
function namesIn(line: string): readonly string[] {
  const drive = /^[A-Za-z]:[\\/]/.test(line) ? 2 : 0
  const colon = line.indexOf(':', drive)
  const hit = colon > 0 ? [line.slice(0, colon)] : []
  const around = /^(.{1,500}?)-\d{1,9}-/.exec(line)?.[1]
  return around === undefined ? hit : [...hit, around]
}
