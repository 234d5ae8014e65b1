import { contextOf, scopeOf, styleOf } from '../cli/context.ts'
import { type CommandDefinition, JSON_FLAG, NETWORK_FLAGS, SCOPE_FLAG } from '../cli/define.ts'
import { parseAssignments } from '../core/assignments.ts'
import { backtestLines } from '../views/backtest.ts'

const DEFAULT_LIMIT = '20000'
const DEFAULT_EXAMPLES = '3'

export const backtestCommand: CommandDefinition = {
  name: 'backtest',
  summary: 'try a pack on the tool calls of your own past sessions, without running them',
  description:
    'Reads the transcripts that Claude Code keeps, gives their tool calls and prompts to the hooks of a pack, and says what it would have blocked, asked or changed. Nothing is installed and no call is made. Handlers run in a process that cannot write files outside of a scratch folder, start programs or open connections. What they read is the disk as it is now. docs/backtest.md has the rest.',
  args: {
    name: 'spec',
    summary: 'a pack, as in `hooks add`; by its name alone, the installed one if there is one',
    required: true,
    many: false,
  },
  flags: {
    since: { kind: 'text', summary: 'only calls since then: 2h, 30d, 4w, or a date', value: 'when' },
    project: {
      kind: 'text',
      summary: 'sessions in this folder, not in the current project',
      value: 'folder',
    },
    'all-projects': { kind: 'switch', char: 'a', summary: 'sessions of all projects' },
    limit: {
      kind: 'text',
      char: 'n',
      summary: `at most so many calls, the newest (${DEFAULT_LIMIT}), or \`all\``,
      value: 'n',
    },
    examples: { kind: 'text', summary: `so many examples of each kind (${DEFAULT_EXAMPLES})`, value: 'n' },
    set: { kind: 'text', summary: 'an option of the pack', multiple: true, value: 'key=value' },
    scripts: {
      kind: 'switch',
      summary: 'start scripts of the pack too; they have your rights and can write files',
    },
    scope: { ...SCOPE_FLAG, summary: 'take the pack that is installed in user, project or local' },
    json: JSON_FLAG,
    ...NETWORK_FLAGS,
  },
  examples: [
    ['backtest block-dangerous-bash', 'what it would have done in this project'],
    ['backtest ./my-pack --all-projects --since 30d', 'a pack you write, on a month of everything'],
    ['backtest block-dangerous-bash --set groups.git=ask', 'with other options'],
    ['backtest @acme/guard --json', 'a pack on npm, for a program'],
  ],
  busy: 'reading transcripts',
  run: async (invocation) => {
    const { backtest } = await import('../ops/backtest.ts')
    const { args, flags, world } = invocation
    const text = (name: string): string | undefined => flags[name] as string | undefined
    const request = {
      ...{ spec: args[0] ?? '', scope: scopeOf(invocation), since: text('since'), project: text('project') },
      options: parseAssignments((flags['set'] as readonly string[] | undefined) ?? []),
      ...{ allProjects: flags['all-projects'] === true, scripts: flags['scripts'] === true },
      ...{ limit: text('limit') ?? DEFAULT_LIMIT, examples: text('examples') ?? DEFAULT_EXAMPLES },
    }
    const found = await backtest(request, contextOf(world, flags))
    return { lines: backtestLines(found, styleOf(invocation)), json: found }
  },
}
