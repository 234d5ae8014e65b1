import { scopeOf, styleOf } from '../cli/context.ts'
import { type CommandDefinition, JSON_FLAG, SCOPE_FLAG } from '../cli/define.ts'
import { list } from '../ops/list.ts'
import { listLines } from '../views/list.ts'

export const listCommand: CommandDefinition = {
  name: 'list',
  summary: 'show what is installed in every scope, and the other hooks in the same files',
  flags: { scope: SCOPE_FLAG, json: JSON_FLAG },
  examples: [
    ['list', 'all scopes'],
    ['list --scope project --json', 'one scope, for a program'],
  ],
  run: async (invocation) => {
    const listed = await list(invocation.world, scopeOf(invocation))
    return { lines: listLines(listed, styleOf(invocation)), json: listed }
  },
}
