import type { Handler } from '../../../src/runtime/src/types.ts'
import { homedir } from '../../_shared/src/home.ts'
import type { Options } from './analysis.ts'

// One of these names has to be somewhere in the text, quotes and backslashes apart.
const NAMES = /npm|npx|pnpx|yarn|bun|corepack/i
const PYTHON = /pip|poetry|uv|pdm/i

/** Refuses commands of a package manager that is not the project's; says nothing about all others. */
const guard: Handler<'PreToolUse'> = (event, decide, context) => {
  const command = event.tool_input?.['command']
  if (typeof command !== 'string') return undefined
  const options = optionsOf(context.options)
  const bare = /['"\\]/.test(command) ? command.replace(/\\\r?\n|['"\\]/g, '') : command
  if (!NAMES.test(bare) && !(options.python && PYTHON.test(bare))) return undefined
  // Read here, not above: the shell parser behind it costs more than the rest of the hook.
  const { analyse } = require('./analysis.ts') as typeof import('./analysis.ts')
  const { projectDir } = context
  const reason = analyse(command, options, { cwd: event.cwd || projectDir, projectDir, home: homedir() })
  if (reason === undefined) return undefined
  return context.options['action'] === 'ask' ? decide.ask(reason) : decide.deny(reason)
}

export default guard

function optionsOf(given: Readonly<Record<string, unknown>>): Options {
  return {
    manager: (given['manager'] ?? 'auto') as Options['manager'],
    scripts: given['scripts'] !== false,
    executors: given['executors'] !== false,
    python: given['python'] === true,
    allow: (given['allow'] ?? []) as readonly string[],
  }
}
