import type { RunRecord } from './parse.ts'

/** What the run log says of one hook. */
export interface HookStats {
  readonly hook: string
  /** Runs: those that decided, had no opinion, or failed. What was skipped did not run. */
  readonly calls: number
  /** How often each kind of decision was the strongest, most frequent first. */
  readonly decisions: Readonly<Record<string, number>>
  /** Runs without a decision. */
  readonly none: number
  readonly failed: number
  readonly skipped: number
  /** Milliseconds of the runs; absent when there was none. */
  readonly ms?: { readonly p50: number; readonly p95: number; readonly p99: number }
}

/** Counts per hook, by name. */
export function statsOf(records: readonly RunRecord[]): readonly HookStats[] {
  const hooks = new Map<string, RunRecord[]>()
  for (const record of records) {
    const own = hooks.get(record.hook)
    if (own) own.push(record)
    else hooks.set(record.hook, [record])
  }
  return [...hooks].sort(([a], [b]) => (a < b ? -1 : 1)).map(([hook, own]) => hookStats(hook, own))
}

function hookStats(hook: string, records: readonly RunRecord[]): HookStats {
  const count = (outcome: RunRecord['outcome']): number =>
    records.filter((record) => record.outcome === outcome).length
  const times = records
    .filter(({ outcome }) => outcome !== 'skipped')
    .map(({ ms }) => ms)
    .sort((a, b) => a - b)
  const [p50, p95, p99] = [50, 95, 99].map((percent) => percentile(times, percent))
  return {
    hook,
    calls: times.length,
    decisions: decisionsOf(records),
    none: count('none'),
    failed: count('failed'),
    skipped: count('skipped'),
    ...(p50 === undefined || p95 === undefined || p99 === undefined ? {} : { ms: { p50, p95, p99 } }),
  }
}

/** Only of hooks that decided: the deny that stands for a failed guard is a failure. */
function decisionsOf(records: readonly RunRecord[]): Readonly<Record<string, number>> {
  const counts = new Map<string, number>()
  for (const { outcome, decision } of records) {
    if (outcome === 'decided' && decision !== undefined) counts.set(decision, (counts.get(decision) ?? 0) + 1)
  }
  return Object.fromEntries([...counts].sort(([a, m], [b, n]) => n - m || (a < b ? -1 : 1)))
}

/** The smallest of the sorted numbers that at least so many per cent do not exceed; undefined when there is none. */
export function percentile(sorted: readonly number[], percent: number): number | undefined {
  return sorted[Math.max(0, Math.ceil((percent / 100) * sorted.length) - 1)]
}
