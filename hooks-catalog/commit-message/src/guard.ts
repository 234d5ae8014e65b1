import type { Handler } from '../../../src/runtime/src/types.ts'
import { homedir } from '../../_shared/src/home.ts'
import type { Options } from './rules.ts'

/** Refuses `git commit` with a message that is not in the form that is wanted; says nothing about all others. */
const guard: Handler<'PreToolUse'> = (event, decide, context) => {
  const command = event.tool_input?.['command']
  if (typeof command !== 'string') return undefined
  const bare = /['"\\]/.test(command) ? command.replace(/\\\r?\n|['"\\]/g, '') : command
  // An alias may stand for `commit`, but no message comes without an option.
  if (!/git|hub/i.test(bare) || !/\s-{1,2}\w|<<|\|/.test(command)) return undefined
  // Read here, not above: the shell parser behind it costs more than the rest of the hook.
  const { analyse } = require('./analysis.ts') as typeof import('./analysis.ts')
  const { projectDir } = context
  const start = { cwd: event.cwd || projectDir, projectDir, home: homedir() }
  const reason = analyse(command, optionsOf(context.options), start)
  if (reason === undefined) return undefined
  return context.options['action'] === 'ask' ? decide.ask(reason) : decide.deny(reason)
}

export default guard

const TYPES = ['feat', 'fix', 'docs', 'style', 'refactor', 'perf', 'test', 'build', 'ci', 'chore', 'revert']

function optionsOf(given: Readonly<Record<string, unknown>>): Options {
  return {
    format: (given['format'] ?? 'conventional') as Options['format'],
    types: (given['types'] ?? TYPES) as readonly string[],
    scopes: (given['scopes'] ?? []) as readonly string[],
    requireScope: given['requireScope'] === true,
    maxSubject: (given['maxSubject'] ?? 72) as number,
    maxBodyLine: (given['maxBodyLine'] ?? 0) as number,
    ticket: (given['ticket'] ?? '') as string,
    forbidTrailers: (given['forbidTrailers'] ?? []) as readonly string[],
    forbid: (given['forbid'] ?? []) as readonly string[],
  }
}
