import type { Scope, ScopeName } from '../core/scope.ts'
import { HooksError } from '../errors.ts'
import { chooseScope, type Place } from '../io/scopes.ts'

/** The scope whose registries a command looks at. Without a home and outside of a project there is only what comes with hookpack. */
export async function usualScope(name: ScopeName | undefined, place: Place): Promise<Scope | undefined> {
  try {
    return (await chooseScope(place, name)).scope
  } catch (error) {
    if (name === undefined && error instanceof HooksError && error.code === 'no-home') return undefined
    throw error
  }
}
