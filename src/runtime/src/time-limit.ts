import type { Table, TableHook } from './types.ts'

/** How long before the client would end the process an answer must be there. */
const RESERVE_MS = 500
const LEAST_MS = 100

/**
 * Milliseconds that a hook may take from now on. The entry's own time limit is the sum of its hooks' limits, so that
 * one which takes all of its time leaves the others theirs. `elapsed` counts from the start of the process.
 */
export function limitOf(hook: TableHook, hooks: readonly string[], table: Table, elapsed: number): number {
  let all = 0
  for (const name of hooks) all += table.hooks[name]?.timeout ?? 0
  return Math.max(LEAST_MS, Math.min(hook.timeout * 1000, all * 1000 - elapsed) - RESERVE_MS)
}
