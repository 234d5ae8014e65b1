import type { Handler } from '../../../src/runtime/src/types.ts'
import { homedir } from '../../_shared/src/home.ts'
import { optionsOf } from './options.ts'

// One of these has to be somewhere in the text, quotes and backslashes apart.
const NAMES =
  /psql|mysql|mariadb|sqlite|duckdb|sqlcmd|pgcli|mycli|litecli|usql|cockroach|clickhouse|snowsql|dropdb|dropuser|wrangler|trino|presto|beeline|hive|spark-sql|impala|cqlsh|\bbq\b/i

/** Refuses SQL that does harm, given to a database client on the command line; says nothing about all others. */
const guard: Handler<'PreToolUse'> = (event, decide, context) => {
  const command = event.tool_input?.['command']
  if (typeof command !== 'string') return undefined
  const bare = /['"\\]/.test(command) ? command.replace(/\\\r?\n|['"\\]/g, '') : command
  if (!NAMES.test(bare)) return undefined
  // Read here, not above: the shell parser behind it costs more than the rest of the hook.
  const { analyse } = require('./analysis.ts') as typeof import('./analysis.ts')
  const { projectDir } = context
  const start = { cwd: event.cwd || projectDir, projectDir, home: homedir() }
  const answer = analyse(command, optionsOf(context.options), start)
  return answer && decide[answer.verdict](answer.reason)
}

export default guard
