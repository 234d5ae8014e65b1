// Run at every press of the Tab key: it reads local files, and imports nothing that is large.
import { type Candidate, type Completion, complete, type Known } from '../core/completion/complete.ts'
import { EVENT_NAMES } from '../core/completion/grammar.ts'
import type { LockedPack } from '../core/lockfile.ts'
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
  const installed = await installedPacks(place)
  const known: Known = (kind) => {
    switch (kind) {
      case 'pack':
        return plain([...new Set([...packNamesIn(place.registryDir), ...Object.keys(installed)])])
      case 'installed':
        return Object.entries(installed).map(([value, { version }]) => ({ value, summary: version }))
      case 'hook':
        return Object.entries(installed).flatMap(([name, { hooks }]) => [
          { value: name, summary: 'all hooks of the pack' },
          ...hooks.map(({ id, event }) => ({ value: `${name}/${id}`, summary: event })),
        ])
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

async function installedPacks(place: Place): Promise<Readonly<Record<string, LockedPack>>> {
  const scopes = await Promise.all(SCOPE_NAMES.map((name) => packsOf(place, name).catch(() => ({}))))
  return Object.assign({}, ...scopes) as Record<string, LockedPack>
}

/** Rejects for a scope that is not there, or whose lockfile is none: it has nothing to complete. */
async function packsOf(place: Place, name: ScopeName): Promise<Readonly<Record<string, LockedPack>>> {
  return (await readState(await scopeNamed(place, name))).lockfile.packs
}
