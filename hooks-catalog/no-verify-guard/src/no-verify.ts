import { parseOptions, type Spec, spec } from '../../../src/runtime/src/kit/bash/options.ts'
import type { BashWord } from '../../../src/runtime/src/kit/bash/view-types.ts'
import type { Finding, GitScene } from './finding.ts'

const COMMON = 'no-verify verify v verbose q quiet'

// The subcommands that run hooks which `--no-verify` leaves out. What `-n` means differs: of `commit` and `am` it is
// this, of `push` a dry run, of `merge`, `pull` and `rebase` a matter of statistics.
const VERBS: Readonly<Record<string, { readonly options: Spec; readonly short?: true }>> = {
  commit: {
    options: spec(
      `${COMMON} n m: F: C: c: t: a p e i o s z S u message= file= reuse-message= reedit-message= template= author= date= cleanup= fixup= squash= trailer= pathspec-from-file= gpg-sign untracked-files amend dry-run`,
    ),
    short: true,
  },
  am: {
    options: spec(`${COMMON} n i s k c m C: p: S 3 directory= exclude= include= patch-format= whitespace=`),
    short: true,
  },
  merge: {
    options: spec(
      `${COMMON} n m: F: s: X: e S message= file= strategy= strategy-option= into-name= cleanup= verify-signatures`,
    ),
  },
  pull: { options: spec(`${COMMON} n r s: X: S j: strategy= strategy-option= depth= verify-signatures`) },
  push: { options: spec(`${COMMON} n f d u o: push-option= repo= receive-pack= exec= dry-run`) },
  rebase: {
    options: spec(
      `${COMMON} n i m r f x: s: X: C: S exec= strategy= strategy-option= onto= whitespace= empty=`,
    ),
  },
  'cherry-pick': { options: spec(`${COMMON} n e x s S m: X: mainline= strategy= strategy-option= cleanup=`) },
  revert: { options: spec(`${COMMON} n e s S m: X: mainline= strategy= strategy-option= cleanup=`) },
}

/** `--no-verify` in each of its spellings; the last of it and `--verify` counts. */
export function noVerify({ call }: Pick<GitScene, 'call'>): readonly Finding[] {
  const verb = Object.hasOwn(VERBS, call.verb) ? VERBS[call.verb] : undefined
  if (!verb) return []
  const { flags } = parseOptions(call.args.map(plain), verb.options)
  const short = verb.short && flags.has('n')
  if (!short && !flags.has('no-verify')) return []
  const spelling = flags.has('no-verify') ? '--no-verify' : '-n'
  return [{ rule: 'no-verify', does: `skips the hooks of the repository (${spelling})` }]
}

const ABBREVIATED = /^--no-v(?:e(?:r(?:i(?:fy?)?)?)?)?$/
// Behind these letters of `commit` comes a value, if anything does.
const OPTIONAL_VALUE = /^(-[aepiovqszn]*[Su]).+$/

/** Git takes the beginning of an option for the whole, and refuses it where it is not clear. */
function plain(word: BashWord): BashWord {
  if (ABBREVIATED.test(word.text)) return { ...word, text: '--no-verify' }
  return { ...word, text: word.text.replace(OPTIONAL_VALUE, '$1') }
}
