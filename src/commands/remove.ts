import { consentOf } from '../cli/consent.ts'
import { contextOf, scopeOf, styleOf } from '../cli/context.ts'
import { type CommandDefinition, WRITE_FLAGS } from '../cli/define.ts'
import { outcomeJson, scopeLine } from '../views/outcome.ts'
import { planLines } from '../views/plan.ts'

export const removeCommand: CommandDefinition = {
  name: 'remove',
  summary: 'take hook packs out again, and give the settings back as they were',
  args: { name: 'name', summary: 'an installed pack', required: true, many: true },
  flags: WRITE_FLAGS,
  examples: [
    ['remove block-dangerous-bash', 'from the scope it is installed in'],
    ['remove notify-done --scope user --yes', 'without a question'],
  ],
  run: async (invocation) => {
    const { remove } = await import('../ops/remove.ts')
    const { flags, args, world } = invocation
    const style = styleOf(invocation)
    const dryRun = flags['dry-run'] === true
    const consent = consentOf(world, {
      yes: flags['yes'] === true,
      json: flags['json'] === true,
      show: (plan) => planLines(plan, [], style),
    })
    const removed = await remove(
      { names: args, scope: scopeOf(invocation), dryRun, force: flags['force'] === true },
      contextOf(world),
      consent,
    )
    const where = scopeLine(removed, removed.why)
    const what = `${removed.names.join(', ')} from the ${where}`
    return {
      lines: dryRun
        ? [...planLines(removed.plan, [], style), `would remove ${what}; nothing was written`]
        : [`removed ${what}`],
      json: { ...outcomeJson(removed, removed.why), packs: removed.names },
    }
  },
}
