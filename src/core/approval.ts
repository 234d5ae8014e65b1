import { capabilitiesOf } from './capabilities.ts'
import { sha256 } from './integrity.ts'
import type { LockedPack } from './lockfile.ts'
import type { Scope } from './scope.ts'

/** That a person on this machine has agreed to a pack as it is: its content, options and capabilities. */
export interface Approval {
  readonly name: string
  readonly version: string
  /** `digestOf` the pack. */
  readonly digest: string
  readonly capabilities: readonly string[]
  /** The scope's own folder, absolute. */
  readonly scope: string
  /** RFC 3339. */
  readonly at: string
}

/** A pack that would run, and that nobody here has agreed to as it is. */
export interface Unapproved {
  readonly name: string
  readonly pack: LockedPack
  /** The version of it that was agreed to in this scope, if any was. */
  readonly approved: string | undefined
  /** What it can do beyond that; all it can do if nothing was agreed to. */
  readonly capabilities: readonly string[]
}

/** What an agreement is bound to: everything that decides what runs. Another order of keys is the same pack. */
export function digestOf(name: string, pack: LockedPack): string {
  const { version, source, integrity, files, hooks, options, env, permissions } = pack
  return sha256(ordered({ name, version, source, integrity, files, hooks, options, env, permissions }))
}

function ordered(value: unknown): string {
  return JSON.stringify(value, (_key, inner: unknown) =>
    typeof inner === 'object' && inner !== null && !Array.isArray(inner)
      ? Object.fromEntries(Object.entries(inner).sort(([a], [b]) => (a < b ? -1 : 1)))
      : inner,
  )
}

/** Which of a scope's packs nobody here has agreed to as they are. The user's own scope is written by the user alone. */
export function unapprovedIn(
  scope: Scope,
  packs: Readonly<Record<string, LockedPack>>,
  approvals: readonly Approval[],
): readonly Unapproved[] {
  if (scope.name === 'user') return []
  return Object.entries(packs).flatMap(([name, pack]) => {
    const digest = digestOf(name, pack)
    if (approvals.some((one) => one.name === name && one.digest === digest)) return []
    const last = approvals.findLast((one) => one.name === name && one.scope === scope.folder)
    const had = new Set(last?.capabilities)
    return [
      {
        name,
        pack,
        approved: last?.version,
        capabilities: capabilitiesOf(pack).filter((one) => !had.has(one)),
      },
    ]
  })
}

/** The agreement to packs of a scope as they are. */
export function approvalsOf(
  scope: Scope,
  packs: Readonly<Record<string, LockedPack>>,
  at: string,
): readonly Approval[] {
  if (scope.name === 'user') return []
  return Object.entries(packs).map(([name, pack]) => ({
    name,
    version: pack.version,
    digest: digestOf(name, pack),
    capabilities: capabilitiesOf(pack),
    scope: scope.folder,
    at,
  }))
}
