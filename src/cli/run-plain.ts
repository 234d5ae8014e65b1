import { parseArgs } from 'node:util'
import type { CommandDefinition } from './define.ts'
import { runCommand } from './report.ts'
import { realWorld } from './world.ts'

/**
 * Runs one of these commands without oclif if the command line is a plain one; false when it is not ours. Help,
 * faults and everything else go to the full front end, so that there is one of each message.
 */
export async function runPlain(
  argv: readonly string[],
  commands: readonly CommandDefinition[],
): Promise<boolean> {
  const [name, ...rest] = argv
  const command = commands.find((candidate) => candidate.name === name)
  const flags = command && plainFlags(command, rest)
  if (!flags) return false
  process.exitCode = await runCommand(command, { flags, args: [], world: realWorld() })
  return true
}

function plainFlags(
  command: CommandDefinition,
  args: readonly string[],
): Record<string, unknown> | undefined {
  // The parser is a part of Node that takes as long to load as the command itself.
  if (args.length === 0) return {}
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
