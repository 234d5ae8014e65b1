import { scopeOf } from '../cli/context.ts'
import { type CommandDefinition, WRITE_FLAGS } from '../cli/define.ts'
import { changeResult, writingOf } from '../cli/writing.ts'

export const enableCommand: CommandDefinition = {
  name: 'enable',
  summary: 'let disabled packs or hooks run again',
  description: 'Their entries come back into the settings.',
  args: {
    name: 'name',
    summary: 'an installed pack, or one hook as <pack>/<id>',
    required: true,
    many: true,
  },
  flags: WRITE_FLAGS,
  examples: [
    ['enable block-dangerous-bash', 'all hooks of a pack'],
    ['enable team-hooks/lint', 'one hook of a pack'],
  ],
  run: async (invocation) => {
    const { switchHooks } = await import('../ops/switch-hooks.ts')
    const { context, consent, mode } = writingOf(invocation)
    const changed = await switchHooks(
      { ...mode, names: invocation.args, scope: scopeOf(invocation), to: 'on' },
      context,
      consent,
    )
    const names = changed.names.join(', ')
    return changeResult(changed, invocation, {
      done: `enabled ${names} in the`,
      would: `would enable ${names} in the`,
      already: `${names} ${changed.names.length === 1 ? 'is' : 'are'} enabled already`,
      why: changed.why,
      json: { names: changed.names, disabled: changed.plan.disabled.after },
    })
  },
}
