// Run at every press of the Tab key: it reads local files, and imports nothing that is large.
import { type Candidate, type Completion, complete, type Known } from '../core/completion/complete.ts'
import { EVENT_NAMES } from '../core/completion/grammar.ts'
import type { Lockfile } from '../core/lockfile.ts'
import { SCOPE_NAMES, type ScopeName } from '../core/scope.ts'
import { builtGrammar, packNamesIn } from '../io/known-names.ts'
import { type Place, scopeNamed } from '../io/scopes.ts'
import { readState } from '../io/state.ts'

/** Where names are read. */
export interface CompletionPlace extends Place {
  readonly packageRoot: string
  readonly registryDir: string
}

const SHELLS = ['bash', 'zsh', 'fish', 'powershell']
const ACTIONS = ['list', 'add', 'remove', 'build', 'keys', 'sign']

/** What can stand for the last of the words. Never throws for what cannot be read: there is just less to complete. */
export async function completeWords(words: readonly string[], place: CompletionPlace): Promise<Completion> {
  const scopes = await lockfiles(place)
  const installed: Lockfile['packs'] = Object.assign({}, ...scopes.map(({ packs }) => packs))
  const known: Known = (kind) => {
    switch (kind) {
      case 'pack':
        return plain([...new Set([...packNamesIn(place.registryDir), ...Object.keys(installed)])])
      case 'installed':
        return Object.entries(installed).map(([value, { version }]) => ({ value, summary: version }))
      case 'hook':
      case 'enabled-hook':
      case 'disabled-hook':
        return hooksOf(scopes, kind)
      case 'event':
        return plain(EVENT_NAMES)
      case 'shell':
        return plain(SHELLS)
      case 'action':
        return plain(ACTIONS)
      default:
        return []
    }
  }
  return complete(words, builtGrammar(place.packageRoot), known)
}

function plain(values: readonly string[]): readonly Candidate[] {
  return values.map((value) => ({ value, summary: '' }))
}

/** Packs with such hooks, and the hooks: all, or what can be switched off or on in one of the scopes. */
function hooksOf(scopes: readonly Lockfile[], kind: HookKind): readonly Candidate[] {
  const found = scopes.flatMap(({ packs, disabled = [] }) =>
    Object.entries(packs).flatMap(([name, { hooks }]) => {
      const some = hooks.filter(
        ({ id }) => kind === 'hook' || disabled.includes(`${name}/${id}`) === (kind === 'disabled-hook'),
      )
      if (some.length === 0) return []
      const those =
        kind === 'hook' ? 'all hooks' : kind === 'disabled-hook' ? 'disabled hooks' : 'enabled hooks'
      return [
        { value: name, summary: `${those} of the pack` },
        ...some.map(({ id, event }) => ({ value: `${name}/${id}`, summary: event })),
      ]
    }),
  )
  return [...new Map(found.map((one) => [one.value, one])).values()]
}

type HookKind = 'hook' | 'enabled-hook' | 'disabled-hook'

async function lockfiles(place: Place): Promise<readonly Lockfile[]> {
  return (await Promise.all(SCOPE_NAMES.map((name) => lockfileOf(place, name).catch(() => [])))).flat()
}

/** Rejects for a scope that is not there, or whose lockfile is none: it has nothing to complete. */
async function lockfileOf(place: Place, name: ScopeName): Promise<readonly Lockfile[]> {
  return [(await readState(await scopeNamed(place, name))).lockfile]
}
