import { contextOf, viewOf } from '../cli/context.ts'
import { type CommandDefinition, JSON_FLAG } from '../cli/define.ts'
import { PLACE_KINDS, type PlaceKind } from '../core/seen/source.ts'
import { list } from '../ops/list.ts'
import { listLines } from '../views/list.ts'
import { listTable } from '../views/list-table.ts'

export const listCommand: CommandDefinition = {
  name: 'list',
  summary: 'show every hook of every place, who put it there, and whether it will run',
  description:
    'Looks into user, project, local and managed settings, into plugins, and into skills and agents. What counts is ' +
    'what Claude Code would do if it were started in this folder.',
  flags: {
    scope: {
      kind: 'text',
      char: 's',
      summary: 'only hooks of this place',
      options: PLACE_KINDS,
      value: 'place',
    },
    event: { kind: 'text', summary: 'only hooks on this event', value: 'event' },
    pack: { kind: 'text', summary: 'only hooks of this pack', value: 'name' },
    foreign: { kind: 'switch', summary: 'only hooks that no pack has brought' },
    table: { kind: 'switch', summary: 'one line for each hook, instead of a tree' },
    json: JSON_FLAG,
  },
  examples: [
    ['list', 'all places, as a tree'],
    ['list --table --event PreToolUse', 'one line for each hook on an event'],
    ['list --foreign --scope plugin', 'what plugins have brought'],
    ['list --scope project --json', 'one place, for a program'],
  ],
  // It is done before anybody could ask what it does, and a timer is a thirtieth of it.
  busy: null,
  run: async (invocation) => {
    const { flags, world } = invocation
    const listed = await list(contextOf(world), flags['scope'] as PlaceKind | undefined, {
      event: flags['event'] as string | undefined,
      pack: flags['pack'] as string | undefined,
      foreign: flags['foreign'] === true,
    })
    const lines = flags['table'] === true ? listTable : listLines
    const { chosen: _, ...json } = listed
    return { lines: lines(listed, viewOf(invocation)), json }
  },
}
