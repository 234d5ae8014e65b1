import { describe, expect, test } from 'vitest'
import { record } from '../../src/runtime/src/log/record.ts'
import { scratch } from './cli.ts'
import { busy, logFolder, own } from './run-log.ts'

describe('hooks stats', () => {
  test('counts per hook, as a table', async () => {
    const at = busy()
    const { stdout, stderr } = await at.done(['stats'])
    expect(stderr).toBe('')
    expect(stdout.split('\n')).toEqual([
      'HOOK                          CALLS   FAILED  SKIPPED   p50 ms   p95 ms   p99 ms',
      'guard/one                         2        0        0      0.5      1.8      1.8',
      '  deny 1, no opinion 1',
      'guard/two                         1        1        0      1.8      1.8      1.8',
      'mine/all                          1        0        0      1.8      1.8      1.8',
      '  deny 1',
      'other/one                         0        0        1        -        -        -',
      '',
    ])
  })

  test('and as JSON, for one pack and a time', async () => {
    const at = busy()
    const { stdout } = await at.done(['stats', '--json', '--hook', 'guard', '--since', '1d', '--all'])
    expect(JSON.parse(stdout)).toEqual({
      log: logFolder(at),
      records: 3,
      hooks: [
        {
          hook: 'guard/one',
          calls: 2,
          decisions: { deny: 1 },
          none: 1,
          failed: 0,
          skipped: 0,
          ms: { p50: 0.5, p95: 1.8, p99: 1.8 },
        },
        {
          hook: 'guard/two',
          calls: 1,
          decisions: {},
          none: 0,
          failed: 1,
          skipped: 0,
          ms: { p50: 1.8, p95: 1.8, p99: 1.8 },
        },
      ],
      skippedLines: 0,
    })
  })

  test('say when only failures were recorded, since the counts are then not of all runs', async () => {
    const at = scratch()
    record([own(at, { outcome: 'failed' })], logFolder(at))
    expect((await at.done(['stats'])).stderr).toContain('HOOKS_LOG=all')
  })
})
