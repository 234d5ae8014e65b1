import type { Handler } from '../../../src/runtime/src/types.ts'
import { editedTarget } from '../../_shared/src/edited.ts'
import { extensionOf, wantedTools } from '../../_shared/src/evidence.ts'
import { textOf } from '../../_shared/src/text-file.ts'
import { writtenLines } from './edited-lines.ts'
import { fixFile, lintFile } from './lint-file.ts'
import { readOptions } from './options.ts'
import { report } from './report.ts'

/** Lints the file that an edit just wrote, with the linters its project is set up for. */
const handler: Handler<'PostToolUse'> = async (event, decide, { options: raw, projectDir, hook }) => {
  const options = readOptions(raw)
  const path = event.tool_input?.['file_path']
  if (typeof path !== 'string') return undefined
  const linters = options.linters.filter(({ extensions }) => extensions.includes(extensionOf(path)))
  const target = linters.length === 0 ? undefined : editedTarget(event, projectDir, options.ignore)
  if (!target) return undefined
  const wanted = wantedTools(target.file, target.root, linters)
  if (wanted.length === 0) return undefined
  const fixedBy: string[] = []
  // One after the other: two that write the same file at once would spoil it.
  for (const one of options.fix ? wanted : [])
    if (await fixFile(target, one, options.timeoutSeconds / 2 / wanted.length)) fixedBy.push(one.tool.name)
  const seconds = options.fix ? options.timeoutSeconds / 2 : options.timeoutSeconds
  const outcomes = await Promise.all(wanted.map((one) => lintFile(target, one, seconds)))
  // After a fix the lines are others than those of the patch; a formatter of another hook may have moved them, too.
  const now = () => textOf(target.file)
  const written = fixedBy.length > 0 ? () => true : writtenLines(event.tool_response, now)
  const place = { event, name: hook }
  return report({ shown: target.shown, outcomes, fixedBy, written }, decide, { options, place })
}

export default handler
