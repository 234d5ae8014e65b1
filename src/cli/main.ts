// The full front end: every command through oclif. Loaded by bin/run.cjs when the small front end passes.
import { run } from '@oclif/core/run'
import { addCommand } from '../commands/add.ts'
import { auditCommand } from '../commands/audit.ts'
import { configCommand } from '../commands/config.ts'
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
import { didYouMean } from '../core/nearest.ts'
import { HooksError } from '../errors.ts'
import type { CommandDefinition } from './define.ts'
import { oclifCommand } from './oclif.ts'
import { reportError } from './report.ts'
import { realWorld } from './world.ts'

const DEFINITIONS: readonly CommandDefinition[] = [
  addCommand,
  auditCommand,
  configCommand,
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
]

/** The commands by name, for oclif (`oclif.commands` in package.json). */
export const COMMANDS = Object.fromEntries(
  DEFINITIONS.map((definition) => [definition.name, oclifCommand(definition)]),
)

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
