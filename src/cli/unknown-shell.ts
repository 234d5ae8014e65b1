import { didYouMean } from '../core/nearest.ts'
import { HooksError } from '../errors.ts'

/** There is no script for this shell. */
export function unknownShell(shell: string, shells: readonly string[]): HooksError {
  return new HooksError('usage', `there is no completion for \`${shell}\``, {
    hint: didYouMean(shell, shells) ?? `shells: ${shells.join(', ')}`,
  })
}
