// The front end for what must start at once: `hooks list` and `hooks --version`.
import { listCommand } from '../commands/list.ts'
import { runPlain } from './run-plain.ts'
import { realWorld } from './world.ts'

/** Answers the command line if it is a hot one; false when it is not ours. */
export async function runFast(argv: readonly string[], version: string): Promise<boolean> {
  if (argv.length === 1 && (argv[0] === '--version' || argv[0] === '-v')) {
    realWorld().out(version)
    return true
  }
  return runPlain(argv, [listCommand])
}
