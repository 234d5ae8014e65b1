import { allValues, parseOptions, spec } from '../../../../src/runtime/src/kit/bash/options.ts'
import type { GitCall } from './call.ts'

const REBASE = spec('x: s: X: C: S i exec= strategy= strategy-option= onto= interactive')

/** The texts that a call of git gives to a shell. */
export function innerLines({ verb, args }: GitCall): readonly string[] {
  const words = args.map(({ text }) => text)
  if (verb === 'submodule') {
    const at = words.indexOf('foreach')
    return at < 0
      ? []
      : [
          words
            .slice(at + 1)
            .filter((word) => word !== '--recursive' && word !== '-q')
            .join(' '),
        ]
  }
  if (verb === 'bisect') return words[0] === 'run' ? [words.slice(1).join(' ')] : []
  if (verb !== 'rebase') return []
  return allValues(parseOptions(args, REBASE), 'x', 'exec').map(({ text }) => text)
}
