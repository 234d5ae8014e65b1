import { mkdir } from 'node:fs/promises'
import path from 'node:path'
import type { Scope } from '../core/scope.ts'
import { stateFolder } from '../runtime/src/state-folder.ts'
import { writeAtomic } from './files.ts'
import { exclusively } from './mutex.ts'
import { readText } from './read.ts'
import { realFolder } from './scopes.ts'

type Env = Readonly<Record<string, string | undefined>>

/** A list that is remembered for a user, whatever a project says. */
export interface Memory<T> {
  /** Name of its file in the state folder. */
  readonly file: string
  /** The key of the list in that file. */
  readonly key: string
  readonly isEntry: (value: unknown) => value is T
  /** Whether one entry takes the place of the other. */
  readonly replaces: (newer: T, older: T) => boolean
}

/** The oldest go first. */
const MOST = 2000

/**
 * What is remembered, newest last. Nothing where there is no place for it: what lies inside the project itself could have
 * been written by whoever wrote the project. What cannot be read is not remembered.
 */
export async function recall<T>(memory: Memory<T>, scope: Scope, env: Env): Promise<readonly T[]> {
  const file = memoryFile(scope, env, memory.file)
  const text = file === undefined ? null : await readText(file).catch(() => null)
  if (text === null) return []
  try {
    const { v, [memory.key]: list } = JSON.parse(text) as Record<string, unknown>
    return v === 1 && Array.isArray(list) ? list.filter(memory.isEntry) : []
  } catch {
    return []
  }
}

/**
 * Remembers entries, each in the place of those that it replaces; one that is no entry only takes them away. Where that
 * cannot be written, all stays as it was: the change that it is about is made already.
 */
export async function remember<T>(
  memory: Memory<T>,
  { scope, env }: { readonly scope: Scope; readonly env: Env },
  entries: readonly T[],
): Promise<void> {
  const file = memoryFile(scope, env, memory.file)
  if (file === undefined || entries.length === 0) return
  const stays = (known: T): boolean => !entries.some((one) => memory.replaces(one, known))
  try {
    await mkdir(path.dirname(file), { recursive: true, mode: 0o700 })
    // The file is for all scopes, and commands for other scopes may be at it as well.
    await exclusively(path.dirname(file), async () => {
      const known = await recall(memory, scope, env)
      const all = [...known.filter(stays), ...entries.filter(memory.isEntry)].slice(-MOST)
      if (all.length === 0 && known.length === 0) return
      await writeAtomic(file, `${JSON.stringify({ v: 1, [memory.key]: all })}\n`, 0o600)
    })
  } catch {
    // Nothing that was agreed to is undone for it.
  }
}

/** Where a list is remembered; undefined where there is no place for it. */
export function memoryFile(scope: Scope, env: Env, name: string): string | undefined {
  const folder = stateFolder(env, process.platform)
  if (folder === '') return undefined
  // The user's own scope is written by the user alone.
  if (scope.name === 'user') return path.join(folder, name)
  const inside = path.relative(realFolder(scope.root), realFolder(folder))
  return inside.startsWith('..') || path.isAbsolute(inside) ? path.join(folder, name) : undefined
}
