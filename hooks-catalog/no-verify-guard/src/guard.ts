import type { Handler } from '../../../src/runtime/src/types.ts'
import { onlyLooks } from '../../_shared/src/git-looks.ts'
import { homedir } from '../../_shared/src/home.ts'
import { optionsOf } from './options.ts'

// One of these has to be somewhere in the text, quotes and backslashes apart: nothing else goes around hooks.
const WORDS = /git|hub|husky|lefthook|hooks|overcommit|pre.?commit|hook\b/i
// Names can be put together: `$'\x67it'`, `{git,commit}`.
const ASSEMBLED = /\$'[^']*\\|\{[^}\s]*,/

/** Refuses Bash commands that go around the hooks of a repository; says nothing about all others. */
const guard: Handler<'PreToolUse'> = (event, decide, context) => {
  const command = event.tool_input?.['command']
  if (typeof command !== 'string' || onlyLooks(command)) return undefined
  const bare = /['"\\]/.test(command) ? command.replace(/\\\r?\n|['"\\]/g, '') : command
  if (!WORDS.test(bare) && !ASSEMBLED.test(command)) return undefined
  // Read here, not above: the shell parser behind it costs more than the rest of the hook.
  const { analyse } = require('./analysis.ts') as typeof import('./analysis.ts')
  const { projectDir } = context
  const answer = analyse(command, optionsOf(context.options), {
    cwd: event.cwd || projectDir,
    projectDir,
    home: homedir(),
  })
  return answer && decide[answer.verdict](answer.reason)
}

export default guard
