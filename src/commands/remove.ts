import { scopeOf } from '../cli/context.ts'
import { type CommandDefinition, WRITE_FLAGS } from '../cli/define.ts'
import { changeResult, writingOf } from '../cli/writing.ts'

export const removeCommand: CommandDefinition = {
  name: 'remove',
  summary: 'take hook packs out again, and give the settings back as they were',
  description: 'Packs that it has brought go with it, unless somebody else wants them.',
  args: { name: 'name', summary: 'an installed pack', required: true, many: true },
  flags: WRITE_FLAGS,
  examples: [
    ['remove block-dangerous-bash', 'from the scope it is installed in'],
    ['remove notify-done --scope user --yes', 'without a question'],
  ],
  run: async (invocation) => {
    const { remove } = await import('../ops/remove.ts')
    const { context, consent, mode } = writingOf(invocation)
    const removed = await remove(
      { ...mode, names: invocation.args, scope: scopeOf(invocation) },
      context,
      consent,
    )
    const gone = removed.plan.changes.filter(({ after }) => after === null).map(({ name }) => name)
    const names = gone.length === 0 ? removed.names : gone
    return changeResult(removed, invocation, {
      done: `removed ${names.join(', ')} from the`,
      would: `would remove ${names.join(', ')} from the`,
      why: removed.why,
      json: { packs: names },
    })
  },
}
