import { describe, expect, test } from 'vitest'
import { styleFor } from '../../src/views/style.ts'
import { watchLine, watchScreen } from '../../src/views/watch.ts'
import { entry } from '../runtime/log/fixture.ts'

const plain = styleFor(false)
const records = [
  entry({
    hook: 'guard/one',
    tool: 'Bash',
    outcome: 'decided',
    decision: 'deny',
    reason: 'word '.repeat(80),
  }),
  entry({ hook: `${'long-name-of-a-pack'.repeat(4)}/two`, event: 'PostToolUseFailure', outcome: 'failed' }),
  entry({ hook: 'guard/three', outcome: 'skipped', reason: 'HOOKS=0' }),
]

describe('the screen of hooks watch', () => {
  for (const columns of [40, 60, 80, 200])
    test(`fits ${columns} columns, whatever the names`, () => {
      const lines = watchScreen({ records, where: '/a/project' }, { columns, rows: 24 }, plain)
      expect(lines).toHaveLength(24)
      expect(lines.filter((line) => line.length > columns)).toEqual([])
      expect(lines.join('\n')).toContain('deny')
    })

  test('counts all runs, and shows the newest that have room', () => {
    const lines = watchScreen({ records, where: '/a' }, { columns: 80, rows: 7 }, plain)
    expect(lines).toHaveLength(7)
    expect(lines[1]).toBe('2 runs, 1 refused, 0 asked, 1 failed, 1 skipped')
    expect(lines.join('\n')).toContain('guard/three')
    expect(lines.join('\n')).not.toContain('guard/one')
  })

  test('says how to see every run while only failures are recorded', () => {
    for (const columns of [80, 40]) {
      const lines = watchScreen({ records: [], where: '/a' }, { columns, rows: 10 }, plain)
      expect(lines).toHaveLength(10)
      expect(lines[3]).toContain('No run yet.')
      expect(lines.join(' ')).toContain('HOOKS_LOG=all')
    }
    const last = watchScreen({ records: [], where: '/a' }, { columns: 80, rows: 10 }, plain).at(-1)
    expect(last).toContain('HOOKS_LOG')
  })
})

test('a run is one line where nobody looks at a screen, whatever its reason holds', () => {
  const [first = entry({})] = records
  const line = watchLine({ ...first, reason: 'one\ntwo\u001b[2J' })
  expect(line).toMatch(/PreToolUse Bash guard\/one deny [\d.]+ ms: one two\\u\{1b\}\[2J$/)
})
