import path from 'node:path'
import { type RunRecord, record } from '../../src/runtime/src/log/record.ts'
import { entry } from '../runtime/log/fixture.ts'
import { type Scratch, scratch } from './cli.ts'

/** The folder of the scratch home's log. */
export const logFolder = (at: Scratch): string => `${at.root}-state/log`

/** A record of the scratch project. */
export function own(at: Scratch, fields: Partial<RunRecord> = {}): RunRecord {
  return entry({ project: at.project, scope: at.folder, ...fields })
}

/** A scratch folder in whose log a few things have happened. */
export function busy(): Scratch {
  const at = scratch()
  const user = path.join(at.home, '.claude/hookpack')
  const ago = (minutes: number): string => new Date(Date.now() - minutes * 60_000).toISOString()
  const { decision: _, reason: __, ...none } = own(at, { outcome: 'none', ms: 0.5, time: ago(30) })
  record(
    [
      own(at, { hook: 'guard/one', time: ago(50) }),
      own(at, { hook: 'guard/two', event: 'Stop', outcome: 'failed', reason: 'it broke', time: ago(40) }),
      none,
      own(at, { hook: 'other/one', outcome: 'skipped', reason: 'HOOKS=0', time: ago(20) }),
      entry({ hook: 'mine/all', project: '/elsewhere', scope: user, time: ago(10) }),
      entry({
        hook: 'theirs/one',
        project: '/elsewhere',
        scope: '/elsewhere/.claude/hookpack',
        time: ago(5),
      }),
    ],
    logFolder(at),
  )
  return at
}
