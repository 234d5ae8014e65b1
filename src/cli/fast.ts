// The front end for what must start at once: `hooks list`.
import { listCommand } from '../commands/list.ts'
import { runPlain } from './run-plain.ts'

/** Answers the command line if it is a hot one; false when it is not ours. */
export async function runFast(argv: readonly string[]): Promise<boolean> {
  return runPlain(argv, [listCommand])
}
