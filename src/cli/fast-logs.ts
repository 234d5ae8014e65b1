// The front end for `hooks logs` and `hooks stats`, a file of its own so that `hooks list` need not read it.
import { logsCommand } from '../commands/logs.ts'
import { statsCommand } from '../commands/stats.ts'
import { runPlain } from './run-plain.ts'

/** Answers the command line if it is one of these; false when it is not ours. */
export function runFast(argv: readonly string[]): Promise<boolean> {
  return runPlain(argv, [logsCommand, statsCommand])
}
