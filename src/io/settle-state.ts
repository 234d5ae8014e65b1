import { readdir, rm } from 'node:fs/promises'
import path from 'node:path'
import { historyFile } from '../core/history-place.ts'
import type { Scope } from '../core/scope.ts'
import { APPROVALS } from './approvals.ts'
import { isStaged, removeStaged } from './files.ts'
import { exclusively, holderState, sweepMutexes } from './mutex.ts'
import { memoryFile } from './user-memory.ts'

type Env = Readonly<Record<string, string | undefined>>

/** Removes what a command that was killed while it remembered something has left in the state folder. Never throws. */
export async function settleState(scope: Scope, env: Env): Promise<void> {
  try {
    const history = historyFile(scope.folder, env, process.platform)
    // It is written by whoever holds the scope.
    if (history !== undefined && (await isStaged(history)) && (await holderState(scope.folder)) === 'none')
      await removeStaged(history)
    const memory = memoryFile(scope, env, APPROVALS.file)
    if (memory !== undefined) await settleMemory(path.dirname(memory))
  } catch {
    // What is left is in nobody's way, and the next command tries again.
  }
}

/** The files that all scopes share are written by whoever holds their folder. */
async function settleMemory(folder: string): Promise<void> {
  const names = await readdir(folder).catch(() => [])
  const staged = names.filter((name) => name.endsWith('.hookpack-tmp'))
  if (staged.length === 0 && !names.some((name) => name.startsWith('.mutex'))) return
  if ((await holderState(folder)) === 'alive') return
  await exclusively(folder, async () => {
    for (const name of staged) await rm(path.join(folder, name), { force: true })
    await sweepMutexes(folder)
  })
}
