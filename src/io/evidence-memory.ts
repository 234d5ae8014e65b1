import { type Evidence, isEvidence } from '../core/evidence.ts'
import type { Memory } from './user-memory.ts'

/** What proved where a pack of a source comes from, when the user last took one. */
export interface Proven {
  readonly source: string
  readonly name: string
  /** Undefined for nothing, which the user insisted on. */
  readonly evidence: Evidence | undefined
}

/** What proved packs before: also those that were removed since, and those of other projects. */
export const PROVEN: Memory<Proven> = {
  file: 'evidence.json',
  key: 'packs',
  isEntry: isProven,
  replaces: (newer, older) => newer.source === older.source && newer.name === older.name,
}

function isProven(value: unknown): value is Proven {
  const { source, name, evidence } = (value ?? {}) as Record<string, unknown>
  return typeof source === 'string' && typeof name === 'string' && isEvidence(evidence)
}
