import path from 'node:path'
import { editedFiles } from '../../../src/runtime/src/kit/edits.ts'
import type { Handler } from '../../../src/runtime/src/types.ts'
import { headOf, repositoryOf } from '../../_shared/src/git/repository.ts'
import { plain } from '../../_shared/src/shell/plain.ts'
import { isProtected } from './branches.ts'
import { optionsOf } from './options.ts'

/** Refuses or asks about edits of files while a protected branch is checked out, if the user wants that. */
const edits: Handler<'PreToolUse'> = (event, decide, context) => {
  if ((context.options['edits'] ?? 'off') === 'off') return undefined
  const options = optionsOf(context.options)
  for (const file of editedFiles({ ...event, cwd: event.cwd || context.projectDir })) {
    const repository = repositoryOf(path.dirname(file.path))
    const head = repository && headOf(repository)
    if (!repository || !head?.branch || head.unborn) continue
    const protection = { patterns: options.protected, remoteDefault: options.remoteDefault }
    if (!isProtected(head.branch, protection, repository)) continue
    const reason = `git-branch-guard (edit): ${plain(path.basename(file.path))} would be changed while ${plain(head.branch)}, which is protected, is checked out. Start a branch first: \`git switch -c my-change\`.`
    return options.edits === 'deny' ? decide.deny(reason) : decide.ask(reason)
  }
  return undefined
}

export default edits
