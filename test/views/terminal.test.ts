import { describe, expect, test } from 'vitest'
import type { Hit } from '../../src/ops/search.ts'
import { searchLines } from '../../src/views/search.ts'
import { columns, styleFor } from '../../src/views/style.ts'
import { proseFolded } from '../../src/views/view.ts'

describe('a line for a terminal', () => {
  const long =
    'added strict 1.0.0 to the project scope, because /home/me/shop has a .claude folder (/home/me/shop)'

  test('is broken between words if it is prose', () => {
    expect(proseFolded(long).split('\n')).toEqual([
      'added strict 1.0.0 to the project scope, because /home/me/shop has a .claude',
      '  folder (/home/me/shop)',
    ])
  })

  test('is as long in colours as without', () => {
    const { red } = styleFor(true)
    const coloured = proseFolded(`${red('error')}[usage]: ${long}`)
    expect(coloured.replace(/\u001B\[\d+m/g, '')).toBe(proseFolded(`error[usage]: ${long}`))
  })

  test('stays whole if it is short, of a diff, of a tree or of a table', () => {
    for (const line of [
      'added one',
      `+ ${long}`,
      `  ${long}`,
      `HOOK   CALLS   ${'FAILED   '.repeat(12)}`,
      `{"text":"${long}"}`,
    ])
      expect(proseFolded(line)).toBe(line)
  })
})

test('columns stay in line when a later row has fewer of them', () => {
  expect(columns([['a', 'b', 'c'], ['long', 'longer', 'd'], []])).toEqual([
    'a     b       c',
    'long  longer  d',
    '',
  ])
})

test('what a search finds has no line of more than 80 columns, and events beyond the third are counted', () => {
  const hit: Hit = {
    name: 'audit-log',
    latest: '1.0.0',
    description: 'Writes down what happens, one line of JSON per event, and more words, '.repeat(3).trim(),
    events: ['SessionStart', 'SessionEnd', 'Stop', 'PreToolUse', 'PostToolUse'],
    tags: [],
    registry: 'a-registry-with-a-long-name',
    installed: ['project', 'user'],
  }
  const lines = searchLines([hit], 'log', styleFor(false))
  expect(lines[0]).toBe('audit-log  1.0.0  SessionStart, SessionEnd and 3 more')
  expect(lines.join('\n')).toContain('and more words')
  for (const line of lines) expect(line.length).toBeLessThanOrEqual(80)
})
