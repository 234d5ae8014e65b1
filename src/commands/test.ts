import { styleOf } from '../cli/context.ts'
import { type CommandDefinition, JSON_FLAG } from '../cli/define.ts'
import { testJson, testLines } from '../views/test-pack.ts'

export const testCommand: CommandDefinition = {
  name: 'test',
  summary: 'run the cases of a pack that you write',
  description:
    'Runs every case in cases/*.json through the real runtime, each in a process of its own with a scratch project, home and state folder, on the files as they would be published. Handlers that the client runs itself (http, prompt, agent, mcp_tool) are not run; their cases are only checked. Exit status 1 if a case fails.',
  args: { name: 'folder', summary: 'the pack; without it, the current folder', required: false, many: false },
  flags: {
    filter: {
      kind: 'text',
      summary: 'only cases with this text in their file, hook or name',
      value: 'text',
    },
    json: JSON_FLAG,
  },
  examples: [
    ['test', 'the pack in the current folder'],
    ['test ./my-pack --filter harmless', 'some of its cases'],
  ],
  busy: 'running the cases',
  run: async (invocation) => {
    const { testPack } = await import('../ops/test-pack.ts')
    const { world, flags, args } = invocation
    const report = await testPack(args[0] ?? '.', flags['filter'] as string | undefined, world.cwd)
    const wrong = report.invalid.length > 0 || report.cases.some(({ result }) => result === 'failed')
    return { lines: testLines(report, styleOf(invocation)), json: testJson(report), status: wrong ? 1 : 0 }
  },
}
