import type { Switch } from '../core/disabled.ts'
import { scopeOf } from './context.ts'
import { type CommandDefinition, type Invocation, type Result, WRITE_FLAGS } from './define.ts'
import { changeResult, writingOf } from './writing.ts'

/** What `enable` and `disable` have in common: what they are given, and how they are run and told. */
export function switching(to: Switch): Pick<CommandDefinition, 'args' | 'flags' | 'run'> {
  return {
    args: {
      name: 'name',
      summary: 'an installed pack, or one hook as <pack>/<id>',
      required: true,
      many: true,
    },
    flags: WRITE_FLAGS,
    run: (invocation) => runSwitch(invocation, to),
  }
}

async function runSwitch(invocation: Invocation, to: Switch): Promise<Result> {
  const { switchHooks } = await import('../ops/switch-hooks.ts')
  const { context, consent, mode } = writingOf(invocation)
  const request = { ...mode, names: invocation.args, scope: scopeOf(invocation), to }
  const changed = await switchHooks(request, context, consent)
  const names = changed.names.join(', ')
  const verb = to === 'on' ? 'enable' : 'disable'
  return changeResult(changed, invocation, {
    done: `${verb}d ${names} in the`,
    would: `would ${verb} ${names} in the`,
    already: `${names} ${changed.names.length === 1 ? 'is' : 'are'} ${verb}d already`,
    why: changed.why,
    json: { names: changed.names, disabled: changed.plan.disabled.after },
  })
}
