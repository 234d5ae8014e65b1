import { scopeOf } from '../cli/context.ts'
import { type CommandDefinition, WRITE_FLAGS } from '../cli/define.ts'
import { changeResult, writingOf } from '../cli/writing.ts'

export const disableCommand: CommandDefinition = {
  name: 'disable',
  summary: 'keep packs or single hooks from running, without removing them',
  description:
    'Their entries go from the settings, so the client starts nothing for them; `disabled` in hookpack.json says so.',
  args: {
    name: 'name',
    summary: 'an installed pack, or one hook as <pack>/<id>',
    required: true,
    many: true,
  },
  flags: WRITE_FLAGS,
  examples: [
    ['disable block-dangerous-bash', 'all hooks of a pack, in the scope it is installed in'],
    ['disable team-hooks/lint --scope project', 'one hook; `hooks list --json` has their names'],
  ],
  run: async (invocation) => {
    const { switchHooks } = await import('../ops/switch-hooks.ts')
    const { context, consent, mode } = writingOf(invocation)
    const changed = await switchHooks(
      { ...mode, names: invocation.args, scope: scopeOf(invocation), to: 'off' },
      context,
      consent,
    )
    const names = changed.names.join(', ')
    return changeResult(changed, invocation, {
      done: `disabled ${names} in the`,
      would: `would disable ${names} in the`,
      already: `${names} ${changed.names.length === 1 ? 'is' : 'are'} disabled already`,
      why: changed.why,
      json: { names: changed.names, disabled: changed.plan.disabled.after },
    })
  },
}
