// The front end for the commands that must start at once: `hooks list`, `logs`, `stats` and `hooks --version`. It
// takes only plain command lines; help, faults and everything else go to the full front end, so that there is one of each message.
import { parseArgs } from 'node:util'
import { listCommand } from '../commands/list.ts'
import { logsCommand } from '../commands/logs.ts'
import { statsCommand } from '../commands/stats.ts'
import type { CommandDefinition } from './define.ts'
import { runCommand } from './report.ts'
import { realWorld } from './world.ts'

const HOT: readonly CommandDefinition[] = [listCommand, logsCommand, statsCommand]

/** Answers the command line if it is a hot one; false when it is not ours. */
export async function runFast(argv: readonly string[], version: string): Promise<boolean> {
  const world = realWorld()
  if (argv.length === 1 && (argv[0] === '--version' || argv[0] === '-v')) {
    world.out(version)
    return true
  }
  const [name, ...rest] = argv
  const command = HOT.find((candidate) => candidate.name === name)
  const flags = command && plainFlags(command, rest)
  if (!flags) return false
  process.exitCode = await runCommand(command, { flags, args: [], world })
  return true
}

function plainFlags(
  command: CommandDefinition,
  args: readonly string[],
): Record<string, unknown> | undefined {
  const options = Object.fromEntries(
    Object.entries(command.flags).map(([name, flag]) => [
      name,
      {
        type: flag.kind === 'switch' ? ('boolean' as const) : ('string' as const),
        ...(flag.char ? { short: flag.char } : {}),
      },
    ]),
  )
  try {
    const { values } = parseArgs({ args: [...args], options, strict: true })
    const bad = Object.entries(values).some(
      ([name, value]) => command.flags[name]?.options?.includes(String(value)) === false,
    )
    return bad ? undefined : values
  } catch {
    // Not a plain command line: the full front end explains it.
    return undefined
  }
}
