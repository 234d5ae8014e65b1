import path from 'node:path'
import type { Scope } from '../core/scope.ts'
import { stateFolder } from '../runtime/src/state-folder.ts'
import { realFolder } from './scopes.ts'

type Env = Readonly<Record<string, string | undefined>>

/**
 * A file in which the user's own decisions are remembered, whatever a project says. Undefined where there is no place for
 * it: what lies inside the project itself could have been written by whoever wrote the project.
 */
export function memoryFile(scope: Scope, env: Env, name: string): string | undefined {
  const folder = stateFolder(env, process.platform)
  if (folder === '') return undefined
  // The user's own scope is written by the user alone.
  if (scope.name === 'user') return path.join(folder, name)
  const inside = path.relative(realFolder(scope.root), realFolder(folder))
  return inside.startsWith('..') || path.isAbsolute(inside) ? path.join(folder, name) : undefined
}
