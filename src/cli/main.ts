// The full front end: every command through oclif. Loaded by bin/run.cjs when the small front end passes.
import { run } from '@oclif/core/run'
import { addCommand } from '../commands/add.ts'
import { auditCommand } from '../commands/audit.ts'
import { backtestCommand } from '../commands/backtest.ts'
import { completionCommand } from '../commands/completion.ts'
import { configCommand } from '../commands/config.ts'
import { devCommand } from '../commands/dev.ts'
import { disableCommand } from '../commands/disable.ts'
import { doctorCommand } from '../commands/doctor.ts'
import { enableCommand } from '../commands/enable.ts'
import { explainCommand } from '../commands/explain.ts'
import { exportCommand } from '../commands/export.ts'
import { importCommand } from '../commands/import.ts'
import { infoCommand } from '../commands/info.ts'
import { initCommand } from '../commands/init.ts'
import { installCommand } from '../commands/install.ts'
import { listCommand } from '../commands/list.ts'
import { logsCommand } from '../commands/logs.ts'
import { outdatedCommand } from '../commands/outdated.ts'
import { packCommand } from '../commands/pack.ts'
import { policyCommand } from '../commands/policy.ts'
import { publishCommand } from '../commands/publish.ts'
import { registryCommand } from '../commands/registry.ts'
import { removeCommand } from '../commands/remove.ts'
import { rollbackCommand } from '../commands/rollback.ts'
import { searchCommand } from '../commands/search.ts'
import { statsCommand } from '../commands/stats.ts'
import { testCommand } from '../commands/test.ts'
import { updateCommand } from '../commands/update.ts'
import { validateCommand } from '../commands/validate.ts'
import { verifyCommand } from '../commands/verify.ts'
import { watchCommand } from '../commands/watch.ts'
import { didYouMean } from '../core/nearest.ts'
import { HooksError } from '../errors.ts'
import type { CommandDefinition } from './define.ts'
import { oclifCommand } from './oclif.ts'
import { reportError } from './report.ts'
import { realWorld } from './world.ts'

const DEFINITIONS: readonly CommandDefinition[] = [
  addCommand,
  auditCommand,
  backtestCommand,
  completionCommand,
  configCommand,
  explainCommand,
  devCommand,
  doctorCommand,
  disableCommand,
  enableCommand,
  exportCommand,
  importCommand,
  infoCommand,
  initCommand,
  installCommand,
  listCommand,
  logsCommand,
  outdatedCommand,
  packCommand,
  policyCommand,
  publishCommand,
  registryCommand,
  removeCommand,
  rollbackCommand,
  searchCommand,
  statsCommand,
  testCommand,
  updateCommand,
  validateCommand,
  verifyCommand,
  watchCommand,
]

/** The commands by name, for oclif (`oclif.commands` in package.json). */
export const COMMANDS = Object.fromEntries(
  DEFINITIONS.map((definition) => [definition.name, oclifCommand(definition)]),
)

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

/** Runs a command line. Sets the process's exit status. */
export async function main(argv: readonly string[]): Promise<void> {
  const world = realWorld()
  const [name = '--help', ...rest] = argv[0] === 'help' ? [...argv.slice(1), '--help'] : argv
  const names = DEFINITIONS.map((definition) => definition.name)
  if (!name.startsWith('-') && !names.includes(name)) {
    const hint = didYouMean(name, names) ?? `commands: ${names.join(', ')}`
    process.exitCode = reportError(
      new HooksError('usage', `\`${name}\` is not a hooks command`, { hint }),
      world,
      rest.includes('--json'),
    )
    return
  }
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
