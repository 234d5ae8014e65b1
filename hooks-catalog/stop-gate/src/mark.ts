import { editedFiles } from '../../../src/runtime/src/kit/edits.ts'
import { insideProject } from '../../../src/runtime/src/kit/paths.ts'
import type { Handler } from '../../../src/runtime/src/types.ts'
import { shownPath } from '../../_shared/src/edited.ts'
import { matchesAny } from '../../_shared/src/globs.ts'
import { addMark } from './marks.ts'
import { readOptions } from './options.ts'

/** Remembers edits of files of the project, and when commands began. Decides nothing. */
const handler: Handler<'PostToolUse' | 'PostToolUseFailure'> = (event, _, { options: raw, projectDir }) => {
  const { bash, ignore, always } = readOptions(raw)
  if (always || projectDir === '') return
  if (event.tool_name === 'Bash') {
    const took = typeof event.duration_ms === 'number' && event.duration_ms > 0 ? event.duration_ms : 0
    if (bash) addMark(event, { edits: 0, bashSince: Date.now() - took })
    return
  }
  const counted = editedFiles(event).filter(
    ({ path }) => insideProject(path, projectDir) && !matchesAny(ignore, shownPath(path, projectDir)),
  )
  if (counted.length > 0) addMark(event, { edits: counted.length })
}

export default handler
