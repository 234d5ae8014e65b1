import { contextOf, scopeOf, styleOf } from '../cli/context.ts'
import { type CommandDefinition, JSON_FLAG, NETWORK_FLAGS, SCOPE_FLAG } from '../cli/define.ts'
import { noteLine } from '../views/notes.ts'
import { outdatedLines } from '../views/outdated.ts'

export const outdatedCommand: CommandDefinition = {
  name: 'outdated',
  summary: 'show which packs have a newer version, or were taken back or deprecated',
  description: 'Ends with 1 when there are any, as npm and pnpm do; not for versions that are too new yet.',
  flags: { scope: SCOPE_FLAG, json: JSON_FLAG, ...NETWORK_FLAGS },
  examples: [
    ['outdated', 'all scopes'],
    ['outdated --scope project --json', 'one scope, for a program'],
  ],
  busy: 'looking for newer versions',
  run: async (invocation) => {
    const { outdated } = await import('../ops/outdated.ts')
    const { world, flags } = invocation
    const found = await outdated(scopeOf(invocation), contextOf(world, flags), (note) =>
      world.say(noteLine(note)),
    )
    return {
      lines: outdatedLines(found, styleOf(invocation)),
      json: found,
      ...(found.due ? { status: 1 } : {}),
    }
  },
}
