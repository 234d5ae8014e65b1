import { resolve, sep } from 'node:path'
import type { EventOf, Handler } from '../../../src/runtime/src/types.ts'
import { extensionOf } from '../../_shared/src/evidence.ts'
import { targetOf } from '../../_shared/src/target.ts'
import { findFormatter } from './find-formatter.ts'
import { formatFile } from './format-file.ts'
import { type Options, readOptions } from './options.ts'
import { type Outcome, report } from './report.ts'

/** Formats the file that Edit or Write just wrote, with the formatter its project is set up for. */
const handler: Handler<'PostToolUse'> = (event, decide, context) => {
  const options = readOptions(context.options)
  return report(outcomeOf(event, context.projectDir, options), decide, {
    level: options.report,
    session: event.session_id,
  })
}

export default handler

function outcomeOf(event: EventOf<'PostToolUse'>, projectDir: string, options: Options): Outcome {
  const edited = event.tool_input?.['file_path']
  // An empty path must never become "the whole project".
  if (typeof edited !== 'string' || edited === '' || projectDir === '') return { kind: 'none' }
  const shown = edited.startsWith(projectDir + sep) ? edited.slice(projectDir.length + 1) : edited
  const formatters = options.formatters.filter(({ extensions }) => extensions.includes(extensionOf(edited)))
  if (formatters.length === 0) return { kind: 'left', shown, why: 'no formatter is known for such files' }
  const target = targetOf(resolve(event.cwd, edited), projectDir, options.ignore)
  if (target.kind === 'leave') return { kind: 'left', shown, why: target.why }
  const wanted = findFormatter(target.file, target.root, formatters)
  if (wanted === undefined) return { kind: 'left', shown, why: 'the project configures no formatter for it' }
  return formatFile(target, wanted, options.timeoutSeconds)
}
