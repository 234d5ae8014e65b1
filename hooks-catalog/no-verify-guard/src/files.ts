import path from 'node:path'
import { editedFiles } from '../../../src/runtime/src/kit/edits.ts'
import type { Handler } from '../../../src/runtime/src/types.ts'
import { homedir } from '../../_shared/src/home.ts'
import type { Finding } from './finding.ts'
import { isGitConfig, placeOf } from './hook-places.ts'
import { optionsOf } from './options.ts'

/** Refuses edits of git's hooks and of the setting that says where they are; asks about hook files of the project. */
const files: Handler<'PreToolUse'> = (event, decide, context) => {
  const options = optionsOf(context.options)
  const cwd = event.cwd || context.projectDir
  for (const file of editedFiles({ ...event, cwd })) {
    const finding = findingFor(file.path, event.tool_input)
    const verdict = finding?.soft ? options.hookFiles : options.action
    if (!finding || verdict === 'off' || options.off.includes(finding.rule)) continue
    const name = path
      .basename(file.path)
      .replace(/[^\w.-]/g, '?')
      .slice(0, 80)
    const reason = `no-verify-guard (${finding.rule}): this ${finding.does} (${name}). Leave hooks as they are, and mend what they find. If one has to change, ask for it.`
    return decide[verdict](reason)
  }
  return undefined
}

export default files

function findingFor(file: string, input: Readonly<Record<string, unknown>>): Finding | undefined {
  if (isGitConfig(file)) {
    const { content, old_string, new_string, edits } = input
    const named = /hookspath/i.test(JSON.stringify([content, old_string, new_string, edits]))
    return named ? { rule: 'hooks-path', does: 'changes where git looks for hooks' } : undefined
  }
  const place = placeOf(file, homedir())
  if (place === 'git') return { rule: 'hook-files', does: 'changes a hook of git' }
  return place && { rule: 'hook-files', does: 'changes what hooks of the project do', soft: true }
}
