import type { FoundRuns } from '../ops/find-runs.ts'
import { printable } from './style.ts'

/** Why there is nothing to show, and how to get something. */
export function noRunsLines({ here, elsewhere, like }: FoundRuns): readonly string[] {
  if (here > 0) {
    return [`none of the ${counted(here)} matches${like === undefined ? '' : `; ${printable(like)}`}`]
  }
  const others =
    elsewhere === 0 ? '' : `; \`--all\` shows those of other projects too (${counted(elsewhere)})`
  return [
    `no run is recorded here${others}`,
    'By default, only hooks that fail or are skipped are recorded. To record every',
    'run, set HOOKS_LOG=all in the environment, or in a settings file of Claude Code:',
    '  "env": { "HOOKS_LOG": "all" }',
  ]
}

function counted(records: number): string {
  return records === 1 ? '1 record' : `${records} records`
}
