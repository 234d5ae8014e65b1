import type { RunQuery } from '../ops/find-runs.ts'
import type { Invocation } from './define.ts'

/** What the flags of `logs` and `stats` ask for. */
export function runQueryOf({ flags, world }: Invocation): RunQuery {
  const text = (name: string): string | undefined => flags[name] as string | undefined
  return {
    hook: text('hook'),
    event: text('event'),
    failed: flags['failed'] === true,
    since: text('since'),
    all: flags['all'] === true,
    now: world.now(),
  }
}
