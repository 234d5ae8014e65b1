import type { Call } from '../shell/call.ts'
import { resolve } from '../shell/paths.ts'
import { HOLE, isKnown, known, type Text } from '../shell/text.ts'
import { assign, lookup } from '../shell/variables.ts'

/** `cd` and `pushd`: later relative paths start from there. */
export function changeDirectory({ args, scope }: Call): Text {
  const [target] = args.filter((arg) => !/^-[LPen@]+$/.test(arg.text) && arg.text !== '--')
  const before = scope.cwd
  if (!target) scope.cwd = scope.world.place.home
  else if (target.text === '-') scope.cwd = previous(lookup(scope, 'OLDPWD')?.[0])
  else if (/^[+-]\d+$/.test(target.text)) scope.cwd = undefined
  else scope.cwd = isKnown(target) ? resolve(target, scope) : undefined
  assign(scope, 'OLDPWD', [before === undefined ? known(HOLE) : known(before)])
  return known('')
}

/** `popd`: where that leads is in a stack that is not followed. */
export function popDirectory({ scope }: Call): Text {
  scope.cwd = previous(lookup(scope, 'OLDPWD')?.[0])
  return known('')
}

function previous(text: Text | undefined): string | undefined {
  return text && isKnown(text) ? text.text : undefined
}
