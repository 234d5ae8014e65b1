import path from 'node:path'
import { describe, expect, it } from 'vitest'
import { payloadOf, runCase } from '../../../src/runtime/src/testing/index.ts'
import { readFailure } from '../../_shared/src/failure-line.ts'
import { linesIn, ownState, schemaDefaults } from '../../_shared/test/pack-under-test.ts'
import handler from '../src/failed.ts'
import { DEFAULTS } from '../src/options.ts'
import { counted, type Ways } from '../src/ways.ts'

const { state } = ownState()

it('the defaults are those of the schema', () => expect(DEFAULTS).toEqual(schemaDefaults('tool-failure-log')))

const fail = (fields: object, options: object = {}) =>
  runCase(handler, payloadOf('PostToolUseFailure', { session_id: 's1', ...fields }), {
    options: { ...DEFAULTS, ...options },
    projectDir: '/p/app',
  })

it('the third failure of a call is told to the model, the sixth to the user as well', async () => {
  const decisions = []
  for (let at = 0; at < 7; at++) {
    const result = await fail({
      tool_name: 'Bash',
      tool_input: { command: 'npm test' },
      error: `Exit code 1\nrun ${at}`,
    })
    decisions.push(result.decisions.map(({ kind }) => kind).join('+'))
  }
  expect(decisions).toEqual(['', '', 'context', '', '', 'context+tell', ''])
  const lines = linesIn(path.join(state, 'tool-failure-log'))
  expect(lines.map(({ count }) => count)).toEqual([1, 2, 3, 4, 5, 6, 7])
  expect(readFailure(JSON.stringify(lines[0]))).toMatchObject({
    v: 1,
    project: '/p/app',
    tool: 'Bash',
    input: 'npm test',
  })
})

describe('the same thing', () => {
  const clock = { now: 1_000_000, withinMs: 60_000 }
  const one = { tool: 'Bash', input: 'make', error: 'ld: symbol not found: foo', agent: '' }
  const counts = (failures: readonly Partial<typeof one>[], times: readonly number[] = []) => {
    let ways: Ways | undefined
    return failures.map((failure, at) => {
      const found = counted(ways, { ...one, ...failure }, { ...clock, now: times[at] ?? clock.now })
      ways = found.ways
      return `${found.repetition.count} ${found.repetition.same}`
    })
  }

  it('is the same call, whatever it says', () => {
    expect(counts([{}, { error: 'other trouble here' }, { error: 'third' }])).toEqual([
      '1 call',
      '2 call',
      '3 call',
    ])
  })

  it('is the same error of another call, without numbers, ids and temporary files', () => {
    const error = (n: number): string =>
      `at 0x${n}f: /tmp/x${n}/a failed after ${n} ms (deadbeef000${n}deadbeef)`
    const found = counts([1, 2, 3].map((n) => ({ input: `try ${n}`, error: error(n) })))
    expect(found).toEqual(['1 call', '2 error', '3 error'])
  })

  it('is not an exit status alone, another tool, another subagent, or long ago', () => {
    const exit = [1, 2].map((n) => ({ input: `try ${n}`, error: 'Exit code 1' }))
    expect(counts(exit)).toEqual(['1 call', '1 call'])
    expect(counts([{}, { tool: 'Read' }, { agent: 'a1' }])).toEqual(['1 call', '1 call', '1 call'])
    expect(counts([{}, {}], [1_000_000, 1_061_000])).toEqual(['1 call', '1 call'])
    expect(counts([{}, {}], [1_000_000, 1_059_000])).toEqual(['1 call', '2 call'])
  })

  it('is told apart from what only begins and ends alike', () => {
    const long = (text: string): string => `${'x'.repeat(500)}${text}${'y'.repeat(500)}`
    expect(
      counts([
        { input: long('a'), error: 'e' },
        { input: long('bb'), error: 'e' },
      ]),
    ).toEqual(['1 call', '1 call'])
  })

  it('is remembered for a bounded number of ways', () => {
    let ways: Ways | undefined
    for (let at = 0; at < 500; at++)
      ways = counted(ways, { ...one, input: `c${'x'.repeat(9000)}${at}` }, clock).ways
    expect(Object.keys(ways ?? {}).length).toBeLessThanOrEqual(60)
    expect(JSON.stringify(ways).length).toBeLessThan(64 * 1024)
    expect(counted({ broken: 1 } as never, one, clock).repetition.count).toBe(1)
  })
})
