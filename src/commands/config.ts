import { contextOf, scopeOf, styleOf } from '../cli/context.ts'
import { type CommandDefinition, NETWORK_FLAGS, WIDER_FLAG, WRITE_FLAGS } from '../cli/define.ts'
import { changeResult, writingOf } from '../cli/writing.ts'
import { parseAssignments } from '../core/assignments.ts'
import { configLines } from '../views/config.ts'

export const configCommand: CommandDefinition = {
  name: 'config',
  summary: 'show or change the options of an installed pack',
  args: { name: 'name', summary: 'an installed pack', required: true, many: false },
  flags: {
    set: { kind: 'text', summary: 'an option', multiple: true, value: 'key=value' },
    unset: { kind: 'text', summary: 'give an option its default back', multiple: true, value: 'key' },
    'allow-wider': WIDER_FLAG,
    ...WRITE_FLAGS,
    ...NETWORK_FLAGS,
  },
  examples: [
    ['config block-dangerous-bash', 'its options, with their values'],
    ['config block-dangerous-bash --set groups.git=ask', 'change one'],
    ['config notify-done --unset via', 'the default again'],
  ],
  run: async (invocation) => {
    const { changeOptions, readOptions } = await import('../ops/config.ts')
    const { flags, args, world } = invocation
    const [name = ''] = args
    const set = (flags['set'] as readonly string[] | undefined) ?? []
    const unset = (flags['unset'] as readonly string[] | undefined) ?? []
    const place = { name, scope: scopeOf(invocation) }
    if (set.length === 0 && unset.length === 0) {
      const found = await readOptions(place, contextOf(world, flags))
      return { lines: configLines(found, styleOf(invocation)), json: { ...found, scope: found.scope.name } }
    }
    const { context, consent, mode } = writingOf(invocation)
    const changed = await changeOptions(
      { ...place, ...mode, set: parseAssignments(set), unset },
      context,
      consent,
    )
    return changeResult(changed, invocation, {
      done: `changed ${name} in the`,
      would: `would change ${name} in the`,
      why: undefined,
      json: { pack: name },
    })
  },
}
