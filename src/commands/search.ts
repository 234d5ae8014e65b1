import { contextOf, scopeOf, styleOf } from '../cli/context.ts'
import { type CommandDefinition, JSON_FLAG, NETWORK_FLAGS, SCOPE_FLAG } from '../cli/define.ts'
import { noteLine } from '../views/notes.ts'
import { searchLines } from '../views/search.ts'

export const searchCommand: CommandDefinition = {
  name: 'search',
  summary: 'find packs in the registries',
  description:
    'Looks in the embedded registry and in all static ones that are configured; one that cannot be reached is left out, with a warning.',
  args: {
    name: 'text',
    summary: 'words that a pack must have; without any, every pack',
    required: false,
    many: true,
  },
  flags: {
    registry: { kind: 'text', summary: 'only in this registry', value: 'name' },
    npm: { kind: 'switch', summary: 'on npm as well: packages with the keyword `hookpack`' },
    scope: SCOPE_FLAG,
    json: JSON_FLAG,
    ...NETWORK_FLAGS,
  },
  examples: [
    ['search', 'every pack'],
    ['search format', 'packs about formatting'],
    ['search --registry acme', 'every pack of one registry'],
    ['search format --npm', 'what others have published'],
  ],
  busy: 'asking the registries',
  run: async (invocation) => {
    const { search } = await import('../ops/search.ts')
    const { args, flags, world } = invocation
    const text = args.join(' ')
    const registry = flags['registry'] as string | undefined
    const request = { text, registry, scope: scopeOf(invocation), npm: flags['npm'] === true }
    const { hits, notes } = await search(request, contextOf(world, flags))
    for (const note of notes) world.say(noteLine(note))
    return { lines: searchLines(hits, text, styleOf(invocation)), json: { packs: hits, notes } }
  },
}
