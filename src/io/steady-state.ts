import { isDeepStrictEqual } from 'node:util'
import type { Scope } from '../core/scope.ts'
import type { State } from '../core/state.ts'
import { whenFree } from './mutex.ts'

/** A scope that is changed without end is read as it is. */
const PATIENCE_MS = 10_000

/** Reads a scope as it is between two changes, so that all of its files are of the same moment. */
export async function readSteady(scope: Scope, read: (scope: Scope) => Promise<State>): Promise<State> {
  const deadline = Date.now() + PATIENCE_MS
  for (;;) {
    const free = await whenFree(scope.folder, Math.max(0, deadline - Date.now()))
    const state = await read(scope)
    if (!free) return state
    const same = isDeepStrictEqual(await read(scope), state)
    if ((same && (await whenFree(scope.folder, 0))) || Date.now() > deadline) return state
  }
}
