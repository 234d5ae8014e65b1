import { disabledIn, hooksOf, isKnown, packOf, type Switch, switched } from '../core/disabled.ts'
import type { Packs } from '../core/entries.ts'
import { didYouMean } from '../core/nearest.ts'
import { editDisabled } from '../core/request.ts'
import { ownName } from '../core/requirements.ts'
import type { Scope, ScopeName } from '../core/scope.ts'
import { HooksError } from '../errors.ts'
import { changeScope, type Mode, type Outcome } from './change.ts'
import type { Consent, Context } from './context.ts'
import { scopeHaving } from './scope-having.ts'

/** Which packs and hooks are to run, or not to run, where. */
export interface SwitchRequest extends Mode {
  readonly names: readonly string[]
  readonly scope: ScopeName | undefined
  readonly to: Switch
}

/** What `hooks disable` and `hooks enable` did. */
export interface Switched extends Outcome {
  readonly names: readonly string[]
  readonly why: string | undefined
}

/** Switches packs or single hooks off or on: what is off stays installed, has no entry in the settings, and never runs. */
export async function switchHooks(
  request: SwitchRequest,
  context: Context,
  consent: Consent,
): Promise<Switched> {
  const names = [...new Set(request.names.map(ownName))]
  const { scope, why } = await scopeHaving({ names, scope: request.scope, has: isKnown }, context)
  const outcome = await changeScope({ scope, mode: request, context, consent }, async (state) => {
    const { packs } = state.lockfile
    checkNames(names, packs, scope)
    const text = state.files.request ?? null
    const words = switched(disabledIn(text), names, { packs, to: request.to })
    return {
      packs,
      place: [],
      request: editDisabled(text, words),
      touched: new Set(names.map((name) => packOf(name, packs))),
      widening: 'of-none',
    }
  })
  return { ...outcome, names, why }
}

function checkNames(names: readonly string[], packs: Packs, scope: Scope): void {
  for (const name of names) {
    if (!isKnown(name, packs)) throw unknownName(name, packs, scope)
    const { packs: brought = {}, hooks = [] } = packs[name] ?? {}
    if (hooks.length === 0 && Object.hasOwn(packs, name))
      throw new HooksError('usage', `\`${name}\` has no hooks of its own`, {
        hint: `name the packs that it brings: ${Object.keys(brought).map(ownName).join(', ')}`,
      })
  }
}

function unknownName(name: string, packs: Packs, { name: scope, settingsFile }: Scope): HooksError {
  const own = hooksOf(packOf(name), packs)
  const all = [...Object.keys(packs), ...Object.keys(packs).flatMap((one) => hooksOf(one, packs))]
  const what = own.length > 0 ? `\`${packOf(name)}\` has no such hook` : 'no such pack or hook is installed'
  return new HooksError('not-installed', `\`${name}\`: ${what} in the ${scope} scope (${settingsFile})`, {
    hint:
      didYouMean(name, own.length > 0 ? own : all) ??
      (own.length > 0 ? `it has ${own.join(', ')}` : '`hooks list` shows what is installed where'),
  })
}
