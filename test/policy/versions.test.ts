import { describe, expect, test } from 'vitest'
import { affects } from '../../src/core/advisories.ts'
import type { Ageing } from '../../src/core/age.ts'
import { chooseReady } from '../../src/core/resolve.ts'
import type { Packument } from '../../src/core/source.ts'
import { advisoriesIn, openAdvisories } from '../../src/schema/advisories.ts'

const DAY = 86_400_000
const NOW = Date.parse('2026-11-21T12:00:00Z')

/** A pack whose versions are so many days old; undefined where nobody says. */
const pack = (
  ages: Readonly<Record<string, number | undefined>>,
  tags: Packument['tags'] = {},
): Packument => ({
  name: 'guard',
  tags,
  versions: Object.entries(ages).map(([version, days]) => ({
    version,
    yanked: false,
    ...(days === undefined ? {} : { published: new Date(NOW - days * DAY).toISOString() }),
  })),
})
const ageing = (more: Partial<Ageing> = {}): Ageing => ({
  wait: { milliseconds: 3 * DAY, file: undefined },
  now: NOW,
  exempt: new Set(),
  ...more,
})
const strict = ageing({ wait: { milliseconds: 3 * DAY, file: '/policy' } })

describe('of versions that fit, the one that is taken', () => {
  test.each<
    [
      what: string,
      ages: Record<string, number | undefined>,
      range: string,
      how: Ageing,
      taken: unknown,
      waiting: string[],
    ]
  >([
    [
      'is the newest that is old enough',
      { '1.0.0': 9, '1.1.0': 4, '1.2.0': 1 },
      '*',
      ageing(),
      '1.1.0',
      ['1.2.0'],
    ],
    [
      'is none when all are too new',
      { '1.0.0': 1, '1.1.0': 0 },
      '*',
      ageing(),
      undefined,
      ['1.1.0', '1.0.0'],
    ],
    ['is one that was published exactly so long ago', { '1.0.0': 3 }, '*', ageing(), '1.0.0', []],
    ['is not one of tomorrow', { '1.0.0': 9, '1.1.0': -1 }, '*', ageing(), '1.0.0', ['1.1.0']],
    [
      'is an exempt one',
      { '1.0.0': 9, '1.1.0': 0 },
      '*',
      ageing({ exempt: new Set(['1.1.0']) }),
      '1.1.0',
      [],
    ],
    ['is one without a time, by default', { '1.0.0': undefined }, '*', ageing(), '1.0.0', []],
    [
      'is none without a time, where a file asks for an age',
      { '1.0.0': 9, '1.1.0': undefined },
      '*',
      strict,
      '1.0.0',
      ['1.1.0'],
    ],
    ['does not wait for what is out of range', { '1.0.0': 9, '2.0.0': 0 }, '^1', ageing(), '1.0.0', []],
    [
      'is older than a tag that is too new',
      { '1.0.0': 9, '1.5.0': 9, '2.0.0': 9 },
      'good',
      ageing(),
      '1.5.0',
      [],
    ],
  ])('%s', (_what, ages, range, how, taken, waits) => {
    const ready = chooseReady(pack(ages, { good: '1.5.0' }), [range], how)
    expect([ready.version, ready.waiting.map(({ version }) => version)]).toEqual([taken, waits])
  })

  test('is the newest before what a tag names, when that has to wait', () => {
    const found = pack({ '1.0.0': 9, '1.5.0': 0, '2.0.0': 9 }, { latest: '1.5.0' })
    expect(chooseReady(found, ['latest'], ageing()).version).toBe('1.0.0')
  })

  test('is known to be old when nothing was changed since', () => {
    const found = { ...pack({ '1.0.0': undefined }), modified: new Date(NOW - 4 * DAY).toISOString() }
    expect(chooseReady(found, ['*'], strict).version).toBe('1.0.0')
  })
})

const record = (affected: object, more: object = {}) => ({
  id: 'OSV-1',
  affected: [{ package: { ecosystem: 'npm', name: 'guard' }, ...affected }],
  ...more,
})
const range = (...events: object[]) => ({ ranges: [{ type: 'SEMVER', events }] })

test.each([
  ['before a fix', record(range({ introduced: '1.0.0' }, { fixed: '1.2.0' })), '1.1.9', true],
  ['the fix itself', record(range({ introduced: '1.0.0' }, { fixed: '1.2.0' })), '1.2.0', false],
  ['before it came in', record(range({ introduced: '1.0.0' })), '0.9.0', false],
  [
    'in the second of two ranges',
    record(range({ introduced: '0' }, { fixed: '1.0.0' }, { introduced: '2.0.0' })),
    '2.1.0',
    true,
  ],
  [
    'between two ranges',
    record(range({ introduced: '0' }, { fixed: '1.0.0' }, { introduced: '2.0.0' })),
    '1.5.0',
    false,
  ],
  [
    'the last that is affected',
    record(range({ introduced: '0' }, { last_affected: '1.5.0' })),
    '1.5.0',
    true,
  ],
  ['after the last', record(range({ introduced: '0' }, { last_affected: '1.5.0' })), '1.5.1', false],
  ['a version that is named', record({ versions: ['1.0.0'] }), '1.0.0', true],
  ['ranges of commits', record({ ranges: [{ type: 'GIT', events: [{ introduced: '0' }] }] }), '1.0.0', false],
  ['malware of which nothing more is said', record({}, { id: 'MAL-1' }), '1.0.0', true],
])('%s', (_what, osv, version, expected) => {
  const [advisory] = advisoriesIn(osv as never)
  expect(advisory && affects(advisory, version)).toBe(expected)
})

test('what was taken back says nothing, and what is malware is told from its id, an alias or its kind', () => {
  expect(advisoriesIn(record({}, { withdrawn: '2026-01-01T00:00:00Z' }) as never)).toEqual([])
  const kinds = [{}, { id: 'MAL-1' }, { aliases: ['MAL-2'] }, { database_specific: { kind: 'malware' } }]
  const malware = kinds.map((more) => advisoriesIn(record({}, more) as never)[0]?.malware)
  expect(malware).toEqual([false, true, true, true])
})

test('a file of records is one record, a list of them, or records by pack', () => {
  const one = record(range({ introduced: '0' }))
  const texts = [one, [one], { v: 1, advisories: { guard: [one] } }].map((value) => JSON.stringify(value))
  const fail = (fault: string): Error => new Error(fault)
  for (const text of texts) expect(openAdvisories(text, fail).about(['guard'])).toHaveLength(1)
  for (const text of ['', '{}', '{"v":2}', '"text"']) expect(() => openAdvisories(text, fail)).toThrow()
})
