// The full front end: every command through oclif. Loaded by bin/run.cjs when the small front end passes.
import type { Command } from '@oclif/core/command'
import { run } from '@oclif/core/run'
import { didYouMean } from '../core/nearest.ts'
import { HooksError } from '../errors.ts'
import type { CommandDefinition } from './define.ts'
import { oclifCommand } from './oclif.ts'
import { reportError } from './report.ts'
import { realWorld } from './world.ts'

/** Every command is a part of its own, so that the others need not be read for it. */
const COMMAND_PARTS: Readonly<Record<string, () => Promise<CommandDefinition>>> = {
  add: async () => (await import('../commands/add.ts')).addCommand,
  audit: async () => (await import('../commands/audit.ts')).auditCommand,
  backtest: async () => (await import('../commands/backtest.ts')).backtestCommand,
  completion: async () => (await import('../commands/completion.ts')).completionCommand,
  config: async () => (await import('../commands/config.ts')).configCommand,
  dev: async () => (await import('../commands/dev.ts')).devCommand,
  disable: async () => (await import('../commands/disable.ts')).disableCommand,
  doctor: async () => (await import('../commands/doctor.ts')).doctorCommand,
  enable: async () => (await import('../commands/enable.ts')).enableCommand,
  explain: async () => (await import('../commands/explain.ts')).explainCommand,
  export: async () => (await import('../commands/export.ts')).exportCommand,
  import: async () => (await import('../commands/import.ts')).importCommand,
  info: async () => (await import('../commands/info.ts')).infoCommand,
  init: async () => (await import('../commands/init.ts')).initCommand,
  install: async () => (await import('../commands/install.ts')).installCommand,
  list: async () => (await import('../commands/list.ts')).listCommand,
  logs: async () => (await import('../commands/logs.ts')).logsCommand,
  outdated: async () => (await import('../commands/outdated.ts')).outdatedCommand,
  pack: async () => (await import('../commands/pack.ts')).packCommand,
  policy: async () => (await import('../commands/policy.ts')).policyCommand,
  publish: async () => (await import('../commands/publish.ts')).publishCommand,
  registry: async () => (await import('../commands/registry.ts')).registryCommand,
  remove: async () => (await import('../commands/remove.ts')).removeCommand,
  rollback: async () => (await import('../commands/rollback.ts')).rollbackCommand,
  search: async () => (await import('../commands/search.ts')).searchCommand,
  stats: async () => (await import('../commands/stats.ts')).statsCommand,
  test: async () => (await import('../commands/test.ts')).testCommand,
  update: async () => (await import('../commands/update.ts')).updateCommand,
  validate: async () => (await import('../commands/validate.ts')).validateCommand,
  verify: async () => (await import('../commands/verify.ts')).verifyCommand,
  watch: async () => (await import('../commands/watch.ts')).watchCommand,
}

/** The commands that are loaded, by name, for oclif (`oclif.commands` in package.json). The others it knows by its manifest. */
export const COMMANDS: Record<string, typeof Command> = {}

/** Loads commands by their names; all of them for the manifest. */
export async function loadCommands(names: readonly string[] = Object.keys(COMMAND_PARTS)): Promise<void> {
  for (const name of names) {
    const definition = await COMMAND_PARTS[name]?.()
    if (definition) COMMANDS[name] = oclifCommand(definition)
  }
}

/** Below the list of commands: what to begin with, and where there is more. */
function firstSteps(): readonly string[] {
  return [
    'EXAMPLES',
    '  what there is, and what it does',
    '',
    '    $ hooks search',
    '    $ hooks info block-dangerous-bash',
    '',
    '  what it would have done in your past sessions, before you take it',
    '',
    '    $ hooks backtest block-dangerous-bash',
    '',
    '  install it, look at it, take it out again',
    '',
    '    $ hooks add block-dangerous-bash',
    '    $ hooks list',
    '    $ hooks remove block-dangerous-bash',
    '',
    '`hooks <command> --help` has the flags of a command, with examples.',
    '`hooks completion <shell>` completes commands and names with the Tab key.',
    '',
  ]
}

/** What package managers call these commands; some of their names are near to others of ours. */
const ELSEWHERE: ReadonlyMap<string, string> = new Map([
  ['i', 'add'],
  ['uninstall', 'remove'],
  ['un', 'remove'],
  ['rm', 'remove'],
  ['ls', 'list'],
  ['show', 'info'],
  ['view', 'info'],
  ['find', 'search'],
  ['upgrade', 'update'],
  ['up', 'update'],
  ['why', 'explain'],
  ['undo', 'rollback'],
  ['check', 'doctor'],
])

/** Runs a command line. Sets the process's exit status. */
export async function main(argv: readonly string[]): Promise<void> {
  const world = realWorld()
  const [name = '--help', ...rest] = argv[0] === 'help' ? [...argv.slice(1), '--help'] : argv
  const names = Object.keys(COMMAND_PARTS)
  if (!name.startsWith('-') && !names.includes(name)) {
    const here = ELSEWHERE.get(name)
    const hint =
      here === undefined
        ? (didYouMean(name, names) ?? `commands: ${names.join(', ')}`)
        : `here it is \`hooks ${here}\``
    process.exitCode = reportError(
      new HooksError('usage', `\`${name}\` is not a hooks command`, { hint }),
      world,
      rest.includes('--json'),
    )
    return
  }
  await loadCommands([name])
  try {
    await run([name, ...rest], { root: world.packageRoot, version: '' } as unknown as string)
    if (name === '--help') for (const line of firstSteps()) world.out(line)
  } catch (error) {
    const exit = (error as { oclif?: { exit?: number } }).oclif?.exit
    if (exit === 0) return
    process.exitCode = reportError(
      error instanceof HooksError ? error : new HooksError('usage', (error as Error).message),
      world,
      rest.includes('--json'),
    )
  }
}
