import { contextOf, homeIn, viewOf } from '../cli/context.ts'
import { type CommandDefinition, type Invocation, JSON_FLAG } from '../cli/define.ts'
import { confirmRun, questionOf } from '../cli/explain-request.ts'
import type { Explanation } from '../ops/explain.ts'
import type { RanHooks } from '../ops/explain-run.ts'
import { explainLines, hookName } from '../views/explain.ts'
import { explainJson } from '../views/explain-json.ts'
import { ranLines } from '../views/explain-run.ts'

export const explainCommand: CommandDefinition = {
  name: 'explain',
  summary: 'show which hooks an event would start here, which not, and why',
  description:
    'Matchers and `if` rules are read as Claude Code reads them. Without --payload the event is a sample. ' +
    '--run starts the command hooks that fire, in scratch folders with a scratch home, and shows what the client would ' +
    'make of their answers; they are real programs and run with your rights, so it asks first.',
  args: {
    name: 'event',
    summary: 'an event, and a tool or what else its matchers are tested against',
    required: false,
    many: true,
  },
  flags: {
    input: {
      kind: 'text',
      char: 'i',
      summary: 'a field of the tool input, or of the event',
      multiple: true,
      value: 'key=value',
    },
    payload: { kind: 'text', summary: 'a real payload: a file, or `-` for stdin', value: 'file' },
    run: { kind: 'switch', summary: 'also run the command hooks that fire, in scratch folders' },
    yes: { kind: 'switch', char: 'y', summary: 'do not ask before --run' },
    'allow-project': {
      kind: 'switch',
      summary: 'with --yes, also run hooks of a project that you have not approved; `--yes` alone does not',
    },
    json: JSON_FLAG,
  },
  examples: [
    ["explain PreToolUse Bash --input command='rm -rf ~'", 'what stands between a command and your files'],
    ['explain SessionStart resume', 'an event that is not about a tool'],
    ['explain --payload payload.json --run', 'run the hooks on a payload that was kept'],
  ],
  busy: 'looking at the hooks',
  run: async (invocation) => {
    const { explain } = await import('../ops/explain.ts')
    const { flags, world } = invocation
    const explanation = await explain(contextOf(world), questionOf(invocation))
    const ran = flags['run'] === true ? await runIt(explanation, invocation) : undefined
    const view = viewOf(invocation)
    return {
      lines: [...explainLines(explanation, view), ...(ran ? ranLines(ran, view) : [])],
      json: explainJson(explanation, ran),
    }
  },
}

async function runIt(explanation: Explanation, { flags, world }: Invocation): Promise<RanHooks> {
  const { runExplained, runnable } = await import('../ops/explain-run.ts')
  const { heldBack } = await import('../ops/held-back.ts')
  const all = runnable(explanation)
  const unapproved = flags['allow-project'] === true ? none : await heldBack(all, contextOf(world))
  const place = { cwd: world.cwd, home: homeIn(world.env) }
  if (flags['yes'] === true) return runExplained(explanation, { ...place, held: unapproved })
  await confirmRun(
    all.map((one) => ({ name: hookName(one.hook), unapproved: unapproved.has(one) })),
    world,
  )
  return runExplained(explanation, { ...place, held: none })
}

const none: ReadonlySet<never> = new Set()
