import { mkdir } from 'node:fs/promises'
import path from 'node:path'
import { historyFile } from '../core/history-place.ts'
import type { Plan } from '../core/plan.ts'
import { FILES, type Scope } from '../core/scope.ts'
import { writeAtomic } from './files.ts'
import { readText } from './read.ts'

type Env = Readonly<Record<string, string | undefined>>

/** What a scope was before a change: the texts of hookpack.json and the lockfile, null for none. */
export interface Earlier {
  /** When it was changed, RFC 3339. */
  readonly until: string
  readonly request: string | null
  readonly lockfile: string | null
}

const MOST = 20

/**
 * Remembers what a change has replaced, for `rollback`. It is kept per user in the state folder, outside of every
 * project, and may vanish at any moment: then there is nothing to go back to, and nothing else is lost.
 */
export async function rememberChange(plan: Plan, env: Env): Promise<void> {
  const before = (name: keyof typeof FILES): string | null | undefined =>
    plan.writes.find((write) => write.path.endsWith(`/${FILES[name]}`))?.before
  const lockfile = before('lockfile')
  const request = before('request')
  const file = historyFile(plan.scope.folder, env, process.platform)
  if ((lockfile === undefined && request === undefined) || file === undefined) return
  try {
    const unchanged = (name: keyof typeof FILES): Promise<string | null> =>
      readText(path.join(plan.scope.folder, FILES[name]))
    const entry: Earlier = {
      until: new Date().toISOString(),
      request: request === undefined ? await unchanged('request') : request,
      lockfile: lockfile === undefined ? await unchanged('lockfile') : lockfile,
    }
    const entries = [...(await readHistory(plan.scope, env)), entry].slice(-MOST)
    await mkdir(path.dirname(file), { recursive: true, mode: 0o700 })
    await writeAtomic(file, `${JSON.stringify({ v: 1, scope: plan.scope.folder, entries })}\n`, 0o600)
  } catch {
    // The change itself is made; that it cannot be rolled back by itself is no reason to call it failed.
  }
}

/** What a scope was before its last changes on this machine, oldest first. */
export async function readHistory(scope: Scope, env: Env): Promise<readonly Earlier[]> {
  const file = historyFile(scope.folder, env, process.platform)
  const text = file === undefined ? null : await readText(file).catch(() => null)
  if (text === null) return []
  try {
    const { v, entries } = JSON.parse(text) as { v?: unknown; entries?: unknown }
    return v === 1 && Array.isArray(entries) ? entries.filter(isEarlier) : []
  } catch {
    // A file that somebody else wrote there says nothing about us.
    return []
  }
}

function isEarlier(value: unknown): value is Earlier {
  const { until, request, lockfile } = (value ?? {}) as Record<string, unknown>
  const isText = (one: unknown): boolean => one === null || typeof one === 'string'
  return typeof until === 'string' && isText(request) && isText(lockfile)
}
