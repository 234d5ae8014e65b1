import { describe, expect, test } from 'vitest'
import { parseEvent, parseLimit, parseSince } from '../../../src/core/run-log/arguments.ts'
import { byTime, isHere, matchesFilter } from '../../../src/core/run-log/filter.ts'
import { parseRecords } from '../../../src/core/run-log/parse.ts'
import { percentile, statsOf } from '../../../src/core/run-log/stats.ts'
import { entry } from '../../runtime/log/fixture.ts'

const line = (fields = {}): string => JSON.stringify(entry(fields))

describe('the lines of a log', () => {
  const cases: readonly (readonly [what: string, text: string, hooks: readonly string[], skipped: number])[] =
    [
      ['nothing', '', [], 0],
      ['empty lines', '\n\n \n', [], 0],
      ['records', `${line({ hook: 'a/1' })}\n${line({ hook: 'a/2' })}\n`, ['a/1', 'a/2'], 0],
      ['a record without its line break', line({ hook: 'a/1' }), ['a/1'], 0],
      ['a record with CR LF', `${line({ hook: 'a/1' })}\r\n`, ['a/1'], 0],
      ['a record that was cut off', `${line({ hook: 'a/1' })}\n${line().slice(0, 40)}`, ['a/1'], 1],
      [
        'a record right behind one that was cut off',
        `${line().slice(0, 40)}${line({ hook: 'a/1' })}\n`,
        ['a/1'],
        1,
      ],
      [
        'a record in the reason of another',
        `${line({ hook: 'a/1', reason: line({ hook: 'a/2' }) })}\n`,
        ['a/1'],
        0,
      ],
      [
        'another version',
        `{"v":2,"time":"2026-11-21T08:30:00.123Z"}\n${line({ hook: 'a/1' })}\n`,
        ['a/1'],
        1,
      ],
      ['no JSON', `hello\n${line({ hook: 'a/1' })}\n`, ['a/1'], 1],
      ['other JSON', 'null\n[]\n1\n"x"\n{}\n', [], 5],
      ['a time that is none', `${line({ time: 'yesterday' })}\n`, [], 1],
      ['an outcome that does not exist', `${line({ outcome: 'won' })}\n`, [], 1],
      ['a reason of another type', `${line({ reason: 1 })}\n`, [], 1],
      ['no duration', `${line({ ms: null })}\n`, [], 1],
      ['bytes that are no text', '\u0000\uFFFD\n', [], 1],
      ['fields that are not known yet', `${line({ hook: 'a/1', more: { x: 1 } })}\n`, ['a/1'], 0],
    ]
  test.each(cases)('%s', (_, text, hooks, skipped) => {
    const parsed = parseRecords(text)
    expect(parsed.records.map(({ hook }) => hook)).toEqual(hooks)
    expect(parsed.skipped).toBe(skipped)
  })
})

describe('--since', () => {
  const now = Date.UTC(2026, 10, 21, 12)
  test.each([
    ['30s', now - 30_000],
    ['30m', now - 1_800_000],
    ['2h', now - 7_200_000],
    ['1.5h', now - 5_400_000],
    ['1d', now - 86_400_000],
    ['2w', now - 1_209_600_000],
    ['0m', now],
    ['2026-11-20T08:30:00Z', Date.UTC(2026, 10, 20, 8, 30)],
    ['2026-11-20T08:30Z', Date.UTC(2026, 10, 20, 8, 30)],
    ['2026-11-20T08:30:00.5+02:00', Date.UTC(2026, 10, 20, 6, 30, 0, 500)],
    ['2026-11-20T08:30', new Date(2026, 10, 20, 8, 30).getTime()],
    ['2026-11-20', new Date(2026, 10, 20).getTime()],
  ])('%s is a moment', (text, moment) => {
    expect(parseSince(text, now)).toBe(moment)
  })

  test.each([
    '',
    'yesterday',
    '5',
    'm',
    '-5m',
    '5 m',
    '5M',
    '1y',
    '2026',
    '2026-13-01',
    '2026-11-20 08:30',
    '1e3s',
  ])('`%s` is refused with what to write', (text) => {
    expect(() => parseSince(text, now)).toThrow(
      expect.objectContaining({ code: 'usage', hint: expect.stringMatching(/30m/) }),
    )
  })
})

test.each([
  ['1', 1],
  ['50', 50],
  ['all', Number.POSITIVE_INFINITY],
])('--limit %s', (text, limit) => {
  expect(parseLimit(text)).toBe(limit)
})

test.each(['0', '-1', '1.5', '', 'many', '1e3', '9999999999'])('--limit `%s` is refused', (text) => {
  expect(() => parseLimit(text)).toThrow(
    expect.objectContaining({ code: 'usage', hint: expect.stringMatching(/`all`/) }),
  )
})

test('an event is one of the client, and a nearly right name gets a hint', () => {
  expect(parseEvent('PreToolUse')).toBe('PreToolUse')
  expect(() => parseEvent('pretooluse')).toThrow(
    expect.objectContaining({ hint: expect.stringMatching(/`PreToolUse`/) }),
  )
  expect(() => parseEvent('toString')).toThrow(expect.objectContaining({ code: 'usage' }))
})

describe('a filter', () => {
  const record = entry({ hook: '@acme/guard/one', event: 'Stop', outcome: 'failed' })
  const moment = Date.parse(record.time)
  test.each([
    [{}, true],
    [{ hook: '@acme/guard/one' }, true],
    [{ hook: '@acme/guard' }, true],
    [{ hook: '@acme' }, true],
    [{ hook: '@acme/gua' }, false],
    [{ hook: 'guard' }, false],
    [{ event: 'Stop' }, true],
    [{ event: 'PreToolUse' }, false],
    [{ failed: true }, true],
    [{ since: moment }, true],
    [{ since: moment + 1 }, false],
    [{ hook: '@acme/guard', event: 'Stop', failed: true, since: moment }, true],
    [{ hook: '@acme/guard', event: 'PreToolUse', failed: true }, false],
  ])('%o', (filter, expected) => {
    expect(matchesFilter(record, filter)).toBe(expected)
  })

  test('of failures leaves out decisions and skips', () => {
    for (const outcome of ['decided', 'none', 'skipped'] as const)
      expect(matchesFilter(entry({ outcome }), { failed: true })).toBe(false)
  })
})

describe('a record belongs here', () => {
  const here = { project: '/srv/app', user: '/home/bob/.claude/hookpack' }
  test.each([
    ['of the project', '/srv/app', '/srv/app/.claude/hookpack', true],
    ['of a folder in the project', '/srv/app/packages/x', '/elsewhere', true],
    ['of the user scope, from another project', '/srv/other', '/home/bob/.claude/hookpack', true],
    ['of a scope in the project, from no project', undefined, '/srv/app/.claude/hookpack.local', true],
    ['of another project', '/srv/other', '/srv/other/.claude/hookpack', false],
    ['of a project whose name begins alike', '/srv/app2', '/srv/app2/.claude/hookpack', false],
    ['of the folder above', '/srv', '/srv/.claude/hookpack', false],
    ['of nowhere', undefined, undefined, false],
  ])('%s: %s %s', (_, project, scope, expected) => {
    expect(isHere({ ...(project && { project }), ...(scope && { scope }) }, here, (folder) => folder)).toBe(
      expected,
    )
  })

  test('when links lead here', () => {
    const real = (folder: string): string => folder.replace('/link', '/srv/app')
    expect(isHere({ project: '/link/x' }, here, real)).toBe(true)
  })

  test('on Windows, and below a root', () => {
    const same = (folder: string): string => folder
    expect(isHere({ project: 'C:\\app\\x' }, { project: 'C:\\app', user: undefined }, same)).toBe(true)
    expect(isHere({ project: 'C:\\app' }, { project: 'C:\\', user: undefined }, same)).toBe(true)
    expect(isHere({ project: '/x' }, { project: '/', user: undefined }, same)).toBe(true)
  })
})

test('records are put in the order of their times, and stay in their order within a moment', () => {
  const at = (time: string, hook: string) => entry({ time, hook })
  const sorted = byTime([
    at('2026-11-21T09:00:00.000Z', 'c'),
    at('2026-11-21T08:00:00.000Z', 'a'),
    at('2026-11-21T08:00:00.000Z', 'b'),
  ])
  expect(sorted.map(({ hook }) => hook)).toEqual(['a', 'b', 'c'])
})

describe('a percentile is the smallest number that so many per cent do not exceed', () => {
  const upTo = (count: number): readonly number[] => Array.from({ length: count }, (_, at) => at + 1)
  test.each([
    [[], 50, undefined],
    [[7], 50, 7],
    [[7], 99, 7],
    [[1, 2], 50, 1],
    [[1, 2], 51, 2],
    [[1, 2, 3], 50, 2],
    [[1, 2, 3, 4], 50, 2],
    [[1, 2, 3, 4], 95, 4],
    [[15, 20, 35, 40, 50], 30, 20],
    [[15, 20, 35, 40, 50], 40, 20],
    [[15, 20, 35, 40, 50], 100, 50],
    [[15, 20, 35, 40, 50], 0, 15],
    [upTo(20), 95, 19],
    [upTo(100), 50, 50],
    [upTo(100), 95, 95],
    [upTo(100), 99, 99],
    [upTo(1000), 99, 990],
    [upTo(101), 99, 100],
  ])('%j, %i', (numbers, percent, expected) => {
    expect(percentile(numbers, percent)).toBe(expected)
  })
})

describe('statistics', () => {
  test('count calls, decisions and failures per hook, by name', () => {
    const run = (
      hook: string,
      outcome: 'decided' | 'none' | 'failed' | 'skipped',
      ms: number,
      decision?: string,
    ) => entry({ hook, outcome, ms, ...(decision === undefined ? {} : { decision }) })
    const { decision: _, ...none } = entry({ hook: 'b/x', outcome: 'none', ms: 9 })
    const stats = statsOf([
      run('b/x', 'decided', 3, 'context'),
      run('b/x', 'decided', 1, 'deny'),
      run('b/x', 'decided', 2, 'deny'),
      run('b/x', 'failed', 100, 'deny'),
      run('b/x', 'skipped', 0),
      none,
      run('a/y', 'skipped', 0),
    ])
    expect(stats).toEqual([
      { hook: 'a/y', calls: 0, decisions: {}, none: 0, failed: 0, skipped: 1 },
      {
        hook: 'b/x',
        calls: 5,
        decisions: { deny: 2, context: 1 },
        none: 1,
        failed: 1,
        skipped: 1,
        ms: { p50: 3, p95: 100, p99: 100 },
      },
    ])
    expect(Object.keys(stats[1]?.decisions ?? {})).toEqual(['deny', 'context'])
  })

  test('of hooks and decisions with names that objects have already', () => {
    const [stats] = statsOf([entry({ hook: '__proto__', decision: 'constructor' })])
    expect(stats).toMatchObject({ hook: '__proto__', calls: 1, decisions: { constructor: 1 } })
  })
})
