import { describe, expect, test } from 'vitest'
import { logHeading, recordLines } from '../../src/views/logs.ts'
import { noRunsLines } from '../../src/views/no-runs.ts'
import { statsLines } from '../../src/views/stats.ts'
import { styleFor } from '../../src/views/style.ts'
import { entry } from '../runtime/log/fixture.ts'

const plain = styleFor(false)
/** A time that is the same in every time zone. */
const time = new Date(2026, 10, 21, 8, 30, 5).toISOString()
const { decision: _, reason: __, tool: ___, ...bare } = entry({ time })

describe('a record for people', () => {
  test('is a row of a table, and below it on what and why', () => {
    const reason =
      '`rm -rf ~` removes ~ (a home folder), which cannot be undone.\nSafer: name a folder inside the project.'
    expect([
      logHeading(plain),
      ...recordLines(entry({ time, hook: 'block-dangerous-bash/guard', reason }), plain, false),
      ...recordLines({ ...bare, outcome: 'none', ms: 0.42 }, plain, false),
      ...recordLines(
        { ...bare, outcome: 'failed', decision: 'block', ms: 10_012.3, reason: 'too late' },
        plain,
        false,
      ),
      ...recordLines({ ...bare, event: 'Stop', outcome: 'failed', async: true, reason: 'gone' }, plain, true),
      ...recordLines({ ...bare, outcome: 'skipped', ms: 0, reason: 'HOOKS=0' }, plain, false),
      ...recordLines({ ...bare, outcome: 'decided', decision: 'replaceOutput' }, plain, false),
    ]).toMatchInlineSnapshot(`
      [
        "TIME            HOOK                                  DECISION            MS",
        "11-21 08:30:05  block-dangerous-bash/guard            deny               1.8",
        "                PreToolUse Bash: \`rm -rf ~\` removes ~ (a home folder), which",
        "                cannot be undone. Safer: name a folder inside the project.",
        "11-21 08:30:05  guard/one                             -                  0.4",
        "11-21 08:30:05  guard/one                             failed: block    10012",
        "                PreToolUse: too late",
        "11-21 08:30:05  guard/one                             failed             1.8",
        "                Stop (async): gone",
        "                in /project",
        "11-21 08:30:05  guard/one                             skipped              -",
        "                PreToolUse: HOOKS=0",
        "11-21 08:30:05  guard/one                             replaceOutput      1.8",
        "                PreToolUse",
      ]
    `)
  })

  test('stays within 80 columns, whatever is in it', () => {
    const long = 'x/y '.repeat(400)
    for (const text of [long, 'x'.repeat(900), 'word '.repeat(99), `\u001b[31m\u202e${long}`]) {
      const record = entry({
        time,
        hook: text,
        decision: text,
        reason: text,
        event: text,
        tool: text,
        project: text,
        ms: 600_000,
      })
      for (const outcome of ['decided', 'none', 'failed', 'skipped'] as const) {
        const lines = recordLines({ ...record, outcome }, plain, true)
        expect(lines.length).toBeLessThanOrEqual(6)
        for (const line of lines) expect(line.length, line).toBeLessThanOrEqual(80)
        expect(lines.join('')).not.toMatch(/[\u001b\u202e]/)
      }
    }
  })

  test('says the same without colours', () => {
    const record = entry({ time, outcome: 'failed' })
    const coloured = recordLines(record, styleFor(true), true).join('\n')
    expect(coloured.replace(/\u001b\[\d+m/g, '')).toBe(recordLines(record, plain, true).join('\n'))
  })
})

describe('statistics for people', () => {
  const stats = {
    hook: 'block-dangerous-bash/guard',
    calls: 1200,
    decisions: { deny: 3, ask: 1 },
    none: 1196,
    failed: 0,
    skipped: 2,
    ms: { p50: 1.2, p95: 3.44, p99: 1250.7 },
  }
  const { ms: _ms, ...never } = stats

  test('are a table', () => {
    expect(
      statsLines(
        [
          stats,
          { ...never, hook: '@acme/a-pack-with-a-long-name/and-a-hook', calls: 0, decisions: {}, none: 0 },
        ],
        plain,
      ),
    ).toMatchInlineSnapshot(`
      [
        "HOOK                          CALLS   FAILED  SKIPPED   p50 ms   p95 ms   p99 ms",
        "block-dangerous-bash/guard     1200        0        2      1.2      3.4     1251",
        "  deny 3, ask 1, no opinion 1196",
        "@acme/a-pack-with-a-long-name/and-a-hook",
        "                                  0        0        2        -        -        -",
      ]
    `)
  })

  test('stay within 80 columns, whatever is in them', () => {
    const decisions = Object.fromEntries(Array.from({ length: 40 }, (_, at) => [`kind${at}`, 9_999_999]))
    const wide = {
      ...stats,
      hook: 'h'.repeat(300),
      calls: 9_999_999,
      failed: 9_999_999,
      skipped: 9_999_999,
      decisions,
    }
    for (const line of statsLines([wide], plain)) expect(line.length, line).toBeLessThanOrEqual(80)
  })
})

describe('nothing to show', () => {
  const found = { log: '/log', records: [], here: 0, elsewhere: 0, skipped: 0 }
  test('because nothing was recorded says what is, and how to record everything', () => {
    expect(noRunsLines(found).join('\n')).toMatch(
      /no run is recorded here\n[\s\S]*fail or are skipped[\s\S]*HOOKS_LOG=all[\s\S]*"env"/,
    )
  })
  test('because the records are of other projects says so', () => {
    expect(noRunsLines({ ...found, elsewhere: 1 })[0]).toMatch(/`--all`.*1 record\)/)
  })
  test('because nothing matches says so', () => {
    expect(noRunsLines({ ...found, here: 3 })).toEqual(['none of the 3 records matches'])
    expect(noRunsLines({ ...found, here: 3, like: 'did you mean `x`?' })[0]).toContain('`x`')
  })
})
