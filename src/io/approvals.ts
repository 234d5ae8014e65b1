import type { Approval } from '../core/approval.ts'
import type { Memory } from './user-memory.ts'

/** What the user has agreed to, in all scopes. Where it cannot be had, people are asked again. */
export const APPROVALS: Memory<Approval> = {
  file: 'approvals.json',
  key: 'approvals',
  isEntry: isApproval,
  replaces: (newer, older) =>
    newer.name === older.name && newer.digest === older.digest && newer.scope === older.scope,
}

function isApproval(value: unknown): value is Approval {
  const { name, version, digest, capabilities, scope, at } = (value ?? {}) as Record<string, unknown>
  return (
    [name, version, digest, scope, at].every((one) => typeof one === 'string') &&
    Array.isArray(capabilities) &&
    capabilities.every((one) => typeof one === 'string')
  )
}
