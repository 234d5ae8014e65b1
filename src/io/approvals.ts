import { mkdir } from 'node:fs/promises'
import path from 'node:path'
import type { Approval } from '../core/approval.ts'
import type { Scope } from '../core/scope.ts'
import { writeAtomic } from './files.ts'
import { exclusively } from './mutex.ts'
import { readText } from './read.ts'
import { memoryFile } from './user-memory.ts'

type Env = Readonly<Record<string, string | undefined>>

const FILE = 'approvals.json'

/** The oldest go first. */
const MOST = 2000

/**
 * What the user has agreed to, newest last. It is kept per user outside of every project; a file inside the project
 * itself is not read, since whoever wrote the project could have written it.
 */
export async function readApprovals(scope: Scope, env: Env): Promise<readonly Approval[]> {
  const file = memoryFile(scope, env, FILE)
  const text = file === undefined ? null : await readText(file).catch(() => null)
  if (text === null) return []
  try {
    const { v, approvals } = JSON.parse(text) as { v?: unknown; approvals?: unknown }
    return v === 1 && Array.isArray(approvals) ? approvals.filter(isApproval) : []
  } catch {
    // Nobody has agreed to what cannot be read; people are asked again.
    return []
  }
}

/** Remembers what the user has agreed to. Where it cannot be written, they are asked again another time. */
export async function rememberApprovals(
  scope: Scope,
  env: Env,
  approvals: readonly Approval[],
): Promise<void> {
  const file = memoryFile(scope, env, FILE)
  if (file === undefined || approvals.length === 0) return
  const isNew = (one: Approval): boolean =>
    !approvals.some(
      ({ name, digest, scope }) => one.name === name && one.digest === digest && one.scope === scope,
    )
  try {
    await mkdir(path.dirname(file), { recursive: true, mode: 0o700 })
    // The file is for all scopes, and commands for other scopes may be at it as well.
    await exclusively(path.dirname(file), async () => {
      const known = await readApprovals(scope, env)
      const all = [...known.filter(isNew), ...approvals].slice(-MOST)
      await writeAtomic(file, `${JSON.stringify({ v: 1, approvals: all })}\n`, 0o600)
    })
  } catch {
    // The change itself is made and agreed to.
  }
}

function isApproval(value: unknown): value is Approval {
  const { name, version, digest, capabilities, scope, at } = (value ?? {}) as Record<string, unknown>
  return (
    [name, version, digest, scope, at].every((one) => typeof one === 'string') &&
    Array.isArray(capabilities) &&
    capabilities.every((one) => typeof one === 'string')
  )
}
