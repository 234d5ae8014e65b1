import * as Args from '@oclif/core/args'
import { Command } from '@oclif/core/command'
import * as Flags from '@oclif/core/flags'
import type { CommandDefinition, FlagDefinition } from './define.ts'
import { reportError, runCommand } from './report.ts'
import { usageError } from './usage-error.ts'
import { realWorld } from './world.ts'

/** The oclif class of a command definition. */
export function oclifCommand(definition: CommandDefinition): typeof Command {
  const { args } = definition
  return class extends Command {
    static override id = definition.name
    static override summary = definition.summary
    // Below a line of its own: oclif takes the first for the summary, which stands on top already.
    static override description = definition.description === undefined ? '' : `\n${definition.description}`
    static override examples = definition.examples.map(([command, description]) => ({
      command: `<%= config.bin %> ${command}`,
      description,
    }))
    static override flags = Object.fromEntries(
      Object.entries(definition.flags).map(([name, flag]) => [name, oclifFlag(flag)]),
    )
    static override args = args
      ? {
          [args.name]: Args.string({ description: args.summary, required: args.required, ignoreStdin: true }),
        }
      : {}
    static override strict = args?.many !== true
    static override usage = args
      ? `${definition.name} ${args.required ? usageName(args) : `[${usageName(args)}]`} [flags]${passedOn(args)}`
      : `${definition.name} [flags]`

    override async run(): Promise<void> {
      const end = args?.passesOn === undefined ? -1 : this.argv.indexOf('--')
      const [own, rest] = end < 0 ? [this.argv, []] : [this.argv.slice(0, end), this.argv.slice(end + 1)]
      const { flags, argv } = await this.parse(undefined, own)
      const world = realWorld()
      process.exitCode = await runCommand(definition, { flags, args: argv as string[], rest, world })
    }

    override async catch(error: Error & { readonly oclif?: unknown }): Promise<void> {
      // Only the command line itself can fail here; what a command does reports its own errors.
      if ((error as { code?: unknown }).code === 'EEXIT') throw error
      const refused = usageError(error, definition, this.argv)
      process.exitCode = reportError(refused, realWorld(), this.argv.includes('--json'))
    }
  }
}

function usageName({ name, many }: NonNullable<CommandDefinition['args']>): string {
  return many ? `<${name}…>` : `<${name}>`
}

function passedOn({ passesOn }: NonNullable<CommandDefinition['args']>): string {
  return passesOn === undefined ? '' : ` [-- <${passesOn}>]`
}

function oclifFlag(flag: FlagDefinition): ReturnType<typeof Flags.string> | ReturnType<typeof Flags.boolean> {
  const common = { summary: flag.summary, ...(flag.char === undefined ? {} : { char: flag.char as 's' }) }
  if (flag.kind === 'switch') return Flags.boolean(common)
  return Flags.string({
    ...common,
    ...(flag.options === undefined ? {} : { options: [...flag.options] }),
    ...(flag.multiple ? { multiple: true, multipleNonGreedy: true } : {}),
    ...(flag.value === undefined ? {} : { helpValue: `<${flag.value}>` }),
  } as Parameters<typeof Flags.string>[0]) as ReturnType<typeof Flags.string>
}
