// The front end for what must start at once: `hooks list` and `hooks --version`.
import { listCommand } from '../commands/list.ts'
import { runPlain } from './run-plain.ts'
import { realWorld } from './world.ts'

/** The package's version, filled in by the build. */
declare const VERSION: string

/** Answers the command line if it is a hot one; false when it is not ours. */
export async function runFast(argv: readonly string[]): Promise<boolean> {
  if (argv.length === 1 && (argv[0] === '--version' || argv[0] === '-v')) {
    realWorld().out(VERSION)
    return true
  }
  return runPlain(argv, [listCommand])
}
