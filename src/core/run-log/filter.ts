import type { RunRecord } from './parse.ts'

/** Which records are wanted. Absent conditions do not count. */
export interface Filter {
  /** A hook (`pack/id`), or a pack for all of its hooks. */
  readonly hook?: string | undefined
  readonly event?: string | undefined
  readonly failed?: boolean
  /** Milliseconds since 1970. */
  readonly since?: number | undefined
}

/** True when a record meets every condition. */
export function matchesFilter(record: RunRecord, { hook, event, failed, since }: Filter): boolean {
  return (
    (hook === undefined || record.hook === hook || record.hook.startsWith(`${hook}/`)) &&
    (event === undefined || record.event === event) &&
    (failed !== true || record.outcome === 'failed') &&
    (since === undefined || Date.parse(record.time) >= since)
  )
}

/** Folders as they really are, links resolved. */
export interface Here {
  /** The project that the user is in. */
  readonly project: string
  /** The user scope's own folder; undefined when there is no home. */
  readonly user: string | undefined
}

/** True for records of the project (or of a folder in it), and for those of hooks of the user scope. */
export function isHere(
  record: Pick<RunRecord, 'project' | 'scope'>,
  { project, user }: Here,
  real: (folder: string) => string,
): boolean {
  if (record.scope !== undefined && user !== undefined && real(record.scope) === user) return true
  return [record.project, record.scope].some(
    (folder) => folder !== undefined && isWithin(project, real(folder)),
  )
}

function isWithin(folder: string, inner: string): boolean {
  if (inner === folder) return true
  // Only the root ends with a separator itself.
  return ['/', '\\'].some((separator) =>
    inner.startsWith(folder.endsWith(separator) ? folder : folder + separator),
  )
}

/** Records in the order of their times; those of one moment stay as they were. */
export function byTime(records: readonly RunRecord[]): readonly RunRecord[] {
  return records
    .map((record) => ({ record, time: Date.parse(record.time) }))
    .sort((a, b) => a.time - b.time)
    .map(({ record }) => record)
}
