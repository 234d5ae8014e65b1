import { LONGEST_COMMAND } from '../../../src/runtime/src/kit/bash/limits.ts'
import type { Handler } from '../../../src/runtime/src/types.ts'
import { mayMatter } from './prefilter.ts'
import type { Allowance, Group, GroupSetting, Options } from './types.ts'

/** Stops Bash commands that do harm nobody can undo; says nothing about all others. */
const guard: Handler<'PreToolUse'> = (event, decide, context) => {
  const command = event.tool_input?.['command']
  if (typeof command !== 'string' || !mayMatter(command)) return undefined
  const options = optionsOf(context.options)
  if (command.length > LONGEST_COMMAND) {
    if (options.groups.dynamic === 'off') return undefined
    return decide.ask(
      `block-dangerous-bash (dynamic/too-long): the command has ${command.length} characters, more than can be read in time. Safer: write long texts with the file tools.`,
    )
  }
  // Read here, not above: the shell parser behind it costs more than the rest of the hook.
  const { analyse } = require('./analysis.ts') as typeof import('./analysis.ts')
  const place = {
    cwd: event.cwd || context.projectDir,
    projectDir: context.projectDir,
    home: process.env['HOME'] ?? (require('node:os') as typeof import('node:os')).homedir(),
  }
  const answer = analyse(command, { options, place })
  if (!answer) return undefined
  return answer.verdict === 'deny' ? decide.deny(answer.reason) : decide.ask(answer.reason)
}

export default guard

function optionsOf(options: Readonly<Record<string, unknown>>): Options {
  return {
    groups: (options['groups'] ?? {}) as Partial<Record<Group, GroupSetting>>,
    allow: (options['allow'] ?? []) as Allowance[],
    protectedPaths: (options['protectedPaths'] ?? []) as string[],
  }
}
