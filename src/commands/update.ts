import { scopeOf } from '../cli/context.ts'
import { type CommandDefinition, NETWORK_FLAGS, TRUST_FLAGS, WRITE_FLAGS } from '../cli/define.ts'
import { changeResult, writingOf } from '../cli/writing.ts'

export const updateCommand: CommandDefinition = {
  name: 'update',
  summary: 'bring packs to the newest version that hookpack.json allows',
  description:
    'Looks packs up where they came from, and shows which files, capabilities and settings change before it writes. A pack that could do more than the installed one needs --allow-wider, or a yes of its own.',
  args: { name: 'name', summary: 'an installed pack; without any, all of them', required: false, many: true },
  flags: {
    ...WRITE_FLAGS,
    latest: {
      kind: 'switch',
      summary: 'the newest version, whatever range hookpack.json has; the range changes',
    },
    ...TRUST_FLAGS,
    ...NETWORK_FLAGS,
  },
  examples: [
    ['update', 'all packs of this scope'],
    ['update block-dangerous-bash --latest', 'one, also to a new major version'],
    ['update --dry-run', 'only look'],
  ],
  busy: 'looking for newer versions',
  run: async (invocation) => {
    const { update } = await import('../ops/update.ts')
    const { context, consent, mode } = writingOf(invocation)
    const updated = await update(
      {
        ...mode,
        names: invocation.args,
        scope: scopeOf(invocation),
        latest: invocation.flags['latest'] === true,
      },
      context,
      consent,
    )
    const changes = updated.plan.changes.map(({ name, before, after }) => ({
      name,
      from: before?.version ?? null,
      to: after?.version ?? null,
    }))
    const what = changes.map(({ name, from, to }) => `${name} ${from ?? 'new'} → ${to ?? 'gone'}`).join(', ')
    return changeResult(updated, invocation, {
      done: `updated ${what || 'what was not as it should be'} in the`,
      would: `would update ${what || 'what is not as it should be'} in the`,
      why: updated.why,
      json: { packs: changes, wider: updated.plan.wider },
    })
  },
}
