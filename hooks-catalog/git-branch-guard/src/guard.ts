import type { Handler } from '../../../src/runtime/src/types.ts'
import { homedir } from '../../_shared/src/home.ts'
import { optionsOf } from './options.ts'
import { mayMatter } from './prefilter.ts'

/** Refuses Bash commands that would change a protected branch; says nothing about all others. */
const guard: Handler<'PreToolUse'> = (event, decide, context) => {
  const command = event.tool_input?.['command']
  if (typeof command !== 'string' || !mayMatter(command)) return undefined
  // Read here, not above: the shell parser behind it costs more than the rest of the hook.
  const { analyse } = require('./analysis.ts') as typeof import('./analysis.ts')
  const { projectDir } = context
  const start = { cwd: event.cwd || projectDir, projectDir, home: homedir() }
  const answer = analyse(command, optionsOf(context.options), start)
  return answer && decide[answer.verdict](answer.reason)
}

export default guard
