import type { HookStats } from '../core/run-log/stats.ts'
import { milliseconds } from './logs.ts'
import { clipped, printable, type Style } from './style.ts'

/** Widths of the columns: hook, three counts, three times. With two spaces between them, within 80. */
const HOOK = 26
const COUNT = 7
const TIME = 7

/** How often each hook ran and how long it took; below it, what it decided. */
export function statsLines(stats: readonly HookStats[], style: Style): readonly string[] {
  const heading = row('HOOK', ['CALLS', 'FAILED', 'SKIPPED'], ['p50 ms', 'p95 ms', 'p99 ms'])
  return [style.dim(heading), ...stats.flatMap(hookLines)]
}

function hookLines({ hook, calls, decisions, none, failed, skipped, ms }: HookStats): readonly string[] {
  const times = ms === undefined ? ['-', '-', '-'] : [ms.p50, ms.p95, ms.p99].map(milliseconds)
  const kinds = [...Object.entries(decisions), ['no opinion', none] as const]
    .filter(([, count]) => count > 0)
    .map(([kind, count]) => `${printable(kind)} ${count}`)
  // A name that is too long for its column has a line of its own.
  const [above, name] = hook.length > HOOK ? [[clipped(hook, 80)], ''] : [[], printable(hook)]
  return [
    ...above,
    row(name, [calls, failed, skipped].map(String), times),
    ...(kinds.length === 0 ? [] : [clipped(`  ${kinds.join(', ')}`, 80)]),
  ]
}

function row(hook: string, counts: readonly string[], times: readonly string[]): string {
  const cells = [...counts.map((count) => count.padStart(COUNT)), ...times.map((time) => time.padStart(TIME))]
  return `${hook.padEnd(HOOK)}  ${cells.join('  ')}`
}
