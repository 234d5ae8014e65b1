import { LONGEST_COMMAND } from '../../../src/runtime/src/kit/bash/limits.ts'
import type { Handler } from '../../../src/runtime/src/types.ts'
import { mayMatter, mayMatterInPowerShell, mayStart } from './prefilter.ts'
import type { Allowance, Group, GroupSetting, Options, OwnRule } from './types.ts'

/** Stops commands of Bash and PowerShell that do harm nobody can undo; says nothing about all others. */
const guard: Handler<'PreToolUse'> = (event, decide, context) => {
  const command = event.tool_input?.['command']
  const powershell = event.tool_name === 'PowerShell'
  if (typeof command !== 'string') return undefined
  const options = optionsOf(context.options)
  const matters =
    mayMatter(command) ||
    (powershell && mayMatterInPowerShell(command)) ||
    options.rules.some(({ program }) => mayStart(program, command))
  if (!matters) return undefined
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
  const answer = analyse(command, { options, place, powershell })
  if (!answer) return undefined
  return answer.verdict === 'deny' ? decide.deny(answer.reason) : decide.ask(answer.reason)
}

export default guard

function optionsOf(options: Readonly<Record<string, unknown>>): Options {
  return {
    groups: (options['groups'] ?? {}) as Partial<Record<Group, GroupSetting>>,
    allow: (options['allow'] ?? []) as Allowance[],
    protectedPaths: (options['protectedPaths'] ?? []) as string[],
    rules: (options['rules'] ?? []) as OwnRule[],
  }
}
