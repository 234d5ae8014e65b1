import path from 'node:path'
import { EMPTY_LOCKFILE, type Lockfile } from '../core/lockfile.ts'
import { FILES, type Scope } from '../core/scope.ts'
import type { State } from '../core/state.ts'
import { parseLockfile } from '../schema/lockfile.ts'
import { exists, readText } from './read.ts'

/** Reads what is on disk in a scope. Absent is empty; unreadable is an error. */
export async function readState(
  scope: Scope,
  parse: (text: string, file: string) => Lockfile = parseLockfile,
): Promise<State> {
  const names = Object.keys(FILES) as (keyof typeof FILES)[]
  const texts = await Promise.all(names.map((name) => readText(path.join(scope.folder, FILES[name]))))
  const files = Object.fromEntries(
    names.flatMap((name, index) => (typeof texts[index] === 'string' ? [[name, texts[index]]] : [])),
  )
  const { lockfile } = files as State['files']
  return {
    scope,
    settings: await readText(scope.settingsFile),
    lockfile:
      lockfile === undefined ? EMPTY_LOCKFILE : parse(lockfile, path.join(scope.folder, FILES.lockfile)),
    files,
    homeExists: await exists(scope.home),
  }
}
