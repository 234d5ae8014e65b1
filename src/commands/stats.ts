import { styleOf } from '../cli/context.ts'
import { type CommandDefinition, JSON_FLAG, RUN_FLAGS } from '../cli/define.ts'
import { runQueryOf } from '../cli/run-query.ts'
import { noRunsLines } from '../views/no-runs.ts'
import { noteLine } from '../views/notes.ts'
import { statsLines } from '../views/stats.ts'

export const statsCommand: CommandDefinition = {
  name: 'stats',
  summary: 'count calls, decisions and failures per hook, with how long they took',
  description:
    'Counts the records of this project and of hooks in the user scope. Without HOOKS_LOG=all, only failures and skips are recorded.',
  flags: { ...RUN_FLAGS, json: JSON_FLAG },
  examples: [
    ['stats', 'the hooks of this project'],
    ['stats --since 1w --all --json', 'a week of all projects, for a program'],
  ],
  run: async (invocation) => {
    const { stats } = await import('../ops/stats.ts')
    const { world } = invocation
    const query = runQueryOf(invocation)
    const counted = await stats(world, query)
    const { log, records, skipped } = counted
    if (skipped > 0) world.say(noteLine({ code: 'log-lines-skipped', lines: skipped, folder: log }))
    if (records.length > 0 && records.every(({ outcome }) => outcome === 'failed' || outcome === 'skipped'))
      world.say(noteLine({ code: 'log-failures-only' }))
    return {
      lines: records.length === 0 ? noRunsLines(counted) : statsLines(counted.stats, styleOf(invocation)),
      json: { log, records: records.length, hooks: counted.stats, skippedLines: skipped },
    }
  },
}
