import { styleOf } from '../cli/context.ts'
import { type CommandDefinition, type Invocation, JSON_FLAG, type Result, RUN_FLAGS } from '../cli/define.ts'
import { runQueryOf } from '../cli/run-query.ts'
import type { RunRecord } from '../core/run-log/parse.ts'
import type { ShownRuns } from '../ops/logs.ts'
import { jsonText } from '../views/style.ts'
import { watchLine, watchScreen } from '../views/watch.ts'

/** More than any screen has rows. */
const MOST_KEPT = 500

export const watchCommand: CommandDefinition = {
  name: 'watch',
  summary: 'watch hooks as they run: event, tool, decision, time, failures',
  description:
    'Reads the run log as it grows, of this project and of hooks in the user scope. At a terminal it is one screen; `q` or Ctrl-C ends it and gives the screen back. Elsewhere, and with --plain, each run is one line. Unless HOOKS_LOG is `all` in the session, only failures and skips are recorded; `hooks logs` shows what was before.',
  flags: {
    failed: { kind: 'switch', summary: 'only hooks that failed' },
    event: { kind: 'text', summary: 'only this event, such as PreToolUse', value: 'event' },
    ...RUN_FLAGS,
    plain: { kind: 'switch', summary: 'lines instead of a screen, for a screen reader or a small terminal' },
    json: { ...JSON_FLAG, summary: 'print one JSON line per run' },
  },
  examples: [
    ['watch', 'the hooks of this project'],
    ['watch --hook block-dangerous-bash --plain', 'one pack, line by line'],
    ['watch --all --failed --json', 'failures of all projects, for a program'],
  ],
  busy: null,
  run: async (invocation) => {
    const { hasScreen } = await import('../cli/terminal.ts')
    const { flags, world } = invocation
    const lines = flags['json'] === true || flags['plain'] === true || !hasScreen(world.env)
    return lines ? watchLines(invocation) : watchOnScreen(invocation)
  },
}

/** What comes from now on, or from `--since`. */
async function watchLines(invocation: Invocation): Promise<Result> {
  const { followLogs } = await import('../ops/follow-logs.ts')
  const { world, flags } = invocation
  const signal = world.interrupted()
  const asked = runQueryOf(invocation)
  const query = { ...asked, since: asked.since ?? new Date(world.now()).toISOString(), limit: 'all' }
  const line = flags['json'] === true ? (record: RunRecord) => jsonText(record, 0) : watchLine
  const show = ({ records }: ShownRuns): boolean => records.every((record) => world.out(line(record)))
  await followLogs(world, query, { show, signal })
  return { lines: [], json: undefined, ...(signal.aborted ? { status: 130 } : {}) }
}

async function watchOnScreen(invocation: Invocation): Promise<Result> {
  const { openTerminal } = await import('../cli/terminal.ts')
  const { followLogs } = await import('../ops/follow-logs.ts')
  const { world, flags } = invocation
  const style = styleOf(invocation)
  const where = flags['all'] === true ? 'all projects' : world.cwd
  const ended = new AbortController()
  const interrupted = world.interrupted()
  let records: readonly RunRecord[] = []
  const key = (pressed: string): void => {
    if (pressed === 'q' || pressed === '\u0003' || pressed === '\u0004') ended.abort(pressed)
  }
  const draw = (): boolean => screen.draw(watchScreen({ records, where }, screen.size(), style))
  const screen = openTerminal({ key, resized: () => void draw() }, world.colours)
  try {
    const show = (runs: ShownRuns): boolean => {
      records = [...records, ...runs.records].slice(-MOST_KEPT)
      return draw()
    }
    const query = { ...runQueryOf(invocation), limit: String(MOST_KEPT) }
    await followLogs(world, query, { show, signal: AbortSignal.any([interrupted, ended.signal]) })
  } finally {
    screen.close()
  }
  const byQ = ended.signal.aborted && ended.signal.reason !== '\u0003'
  return { lines: [], json: undefined, ...(byQ ? {} : { status: 130 }) }
}
