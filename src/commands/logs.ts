import { styleOf } from '../cli/context.ts'
import { type CommandDefinition, type Invocation, JSON_FLAG, type Result, RUN_FLAGS } from '../cli/define.ts'
import { runQueryOf } from '../cli/run-query.ts'
import type { Note } from '../core/notes.ts'
import type { ShownRuns } from '../ops/logs.ts'
import { logHeading, recordLines } from '../views/logs.ts'
import { noRunsLines } from '../views/no-runs.ts'
import { noteLine } from '../views/notes.ts'
import { jsonText } from '../views/style.ts'

const DEFAULT_LIMIT = '50'

export const logsCommand: CommandDefinition = {
  name: 'logs',
  summary: 'show what hooks did: failures and skips, or every run with HOOKS_LOG=all',
  description:
    'Shows the records of this project and of hooks in the user scope, oldest first. `--follow` goes on until Ctrl-C, and then ends with status 130.',
  flags: {
    follow: { kind: 'switch', char: 'f', summary: 'show new records as they come' },
    failed: { kind: 'switch', summary: 'only hooks that failed' },
    event: { kind: 'text', summary: 'only this event, such as PreToolUse', value: 'event' },
    ...RUN_FLAGS,
    limit: {
      kind: 'text',
      char: 'n',
      summary: `at most so many, the newest (${DEFAULT_LIMIT}), or \`all\``,
      value: 'n',
    },
    json: { ...JSON_FLAG, summary: 'print one JSON document; with --follow, one JSON line per record' },
  },
  examples: [
    ['logs --failed --since 1d', 'what went wrong since yesterday'],
    ['logs --follow --hook block-dangerous-bash', 'watch a pack'],
  ],
  busy: null,
  run: async (invocation) => {
    if (invocation.flags['follow'] === true) return follow(invocation)
    const { logs } = await import('../ops/logs.ts')
    const { world } = invocation
    const query = runQueryOf(invocation)
    const shown = await logs(world, query, limitOf(invocation))
    tell(shown, invocation)
    const { log, records, left, skipped } = shown
    const lines = records.length === 0 ? noRunsLines(shown) : tableOf(shown, invocation)
    return { lines, json: { log, records, left, skippedLines: skipped } }
  },
}

async function follow(invocation: Invocation): Promise<Result> {
  const { followLogs } = await import('../ops/follow-logs.ts')
  const { world, flags } = invocation
  const json = flags['json'] === true
  const style = styleOf(invocation)
  const all = flags['all'] === true
  const signal = world.interrupted()
  if (!json) world.out(logHeading(style))
  const show = (runs: ShownRuns): boolean => {
    tell(runs, invocation)
    const lines = runs.records.flatMap((record) =>
      json ? [jsonText(record, 0)] : recordLines(record, style, all),
    )
    return lines.every((line) => world.out(line))
  }
  await followLogs(world, { ...runQueryOf(invocation), limit: limitOf(invocation) }, { show, signal })
  return { lines: [], json: undefined, ...(signal.aborted ? { status: 130 } : {}) }
}

function limitOf({ flags }: Invocation): string {
  return (flags['limit'] as string | undefined) ?? DEFAULT_LIMIT
}

function tableOf({ records }: ShownRuns, invocation: Invocation): readonly string[] {
  const style = styleOf(invocation)
  const all = invocation.flags['all'] === true
  return [logHeading(style), ...records.flatMap((record) => recordLines(record, style, all))]
}

/** What is not data goes to stderr. */
function tell({ log, left, skipped }: ShownRuns, { world }: Invocation): void {
  const notes: readonly Note[] = [
    ...(skipped > 0 ? [{ code: 'log-lines-skipped', lines: skipped, folder: log } as const] : []),
    ...(left > 0 ? [{ code: 'log-records-left', records: left } as const] : []),
  ]
  for (const note of notes) world.say(noteLine(note))
}
