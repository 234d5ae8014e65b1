import { contextOf, scopeOf, styleOf } from '../cli/context.ts'
import { type CommandDefinition, JSON_FLAG, SCOPE_FLAG } from '../cli/define.ts'
import { searchLines } from '../views/search.ts'

export const searchCommand: CommandDefinition = {
  name: 'search',
  summary: 'find packs in the registry',
  args: {
    name: 'text',
    summary: 'words that a pack must have; without any, every pack',
    required: false,
    many: true,
  },
  flags: { scope: SCOPE_FLAG, json: JSON_FLAG },
  examples: [
    ['search', 'every pack'],
    ['search format', 'packs about formatting'],
  ],
  run: async (invocation) => {
    const { search } = await import('../ops/search.ts')
    const text = invocation.args.join(' ')
    const hits = await search(text, scopeOf(invocation), contextOf(invocation.world))
    return { lines: searchLines(hits, text, styleOf(invocation)), json: { packs: hits } }
  },
}
