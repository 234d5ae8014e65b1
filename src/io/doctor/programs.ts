import path from 'node:path'
import type { Place } from '../scopes.ts'
import { isExecutable } from './called-files.ts'

/** Where PATH has a program; undefined when it has none. A path is looked at where it leads. */
export function findProgram(name: string, env: Place['env']): string | undefined {
  const windows = process.platform === 'win32'
  const endings = windows ? ['', ...(env['PATHEXT'] ?? '.COM;.EXE;.BAT;.CMD').split(';')] : ['']
  const folders = /[\\/]/.test(name) ? [''] : (env['PATH'] ?? env['Path'] ?? '').split(path.delimiter)
  for (const folder of folders)
    for (const ending of endings) {
      const file = path.join(folder, name + ending)
      if (isExecutable(file)) return file
    }
  return undefined
}

/** Which of these programs there are. */
export function lookedUp(names: readonly string[], env: Place['env']): ReadonlyMap<string, boolean> {
  return new Map(names.map((name) => [name, findProgram(name, env) !== undefined]))
}
