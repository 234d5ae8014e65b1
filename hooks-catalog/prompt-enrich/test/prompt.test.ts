import { mkdirSync, writeFileSync } from 'node:fs'
import path from 'node:path'
import { describe, expect, it } from 'vitest'
import { payloadOf, runCase } from '../../../src/runtime/src/testing/index.ts'
import { ownState, schemaDefaults } from '../../_shared/test/pack-under-test.ts'
import { clockOf } from '../src/clock.ts'
import { missingFiles } from '../src/missing-files.ts'
import { DEFAULTS } from '../src/options.ts'
import handler from '../src/prompt.ts'
import search from '../src/search.ts'
import { currentQuery } from '../src/stale-year.ts'

const { folder } = ownState()

it('the defaults are those of the schema', () => expect(DEFAULTS).toEqual(schemaDefaults('prompt-enrich')))

describe('a line', () => {
  const project = folder()
  mkdirSync(path.join(project, '.git'))
  const checkout = (branch: string) =>
    writeFileSync(path.join(project, '.git/HEAD'), `ref: refs/heads/${branch}\n`)
  const ask = async (options: object = {}) => {
    const event = payloadOf('UserPromptSubmit', { session_id: 'enrich', cwd: project, prompt: 'Go on.' })
    const { reason } = await runCase(handler, event, {
      options: { ...DEFAULTS, ...options },
      projectDir: project,
    })
    return reason ?? ''
  }

  it('is said once, and again when the branch has changed', async () => {
    checkout('main')
    expect(await ask()).toMatch(/^prompt-enrich: It is .*; branch main\.$/)
    expect(await ask()).toBe('')
    checkout('ABC-1')
    expect(await ask()).toMatch(/; branch ABC-1; ticket ABC-1\.$/)
    expect(await ask()).toBe('')
    expect(await ask({ repeat: 'every' })).toContain('ABC-1')
  })
})

it('the clock has the day of its zone', () => {
  const now = new Date('2026-01-31T22:30:00Z')
  expect(clockOf(now, 'UTC')).toEqual({ day: '2026-01-31', text: 'Saturday 2026-01-31 22:30 UTC' })
  expect(clockOf(now, 'Europe/Berlin').text).toBe('Saturday 2026-01-31 23:30 Europe/Berlin (UTC+01:00)')
  expect(clockOf(now, 'Asia/Tokyo').day).toBe('2026-02-01')
  expect(clockOf(new Date('2026-01-31T00:05:00Z'), 'UTC').text).toContain(' 00:05 ')
})

it('a search has the current year for a stale one, and only that', () => {
  expect(currentQuery('latest react features 2024 hooks', 2026, 3)).toEqual({
    query: 'latest react features 2026 hooks',
    old: 2024,
    now: 2026,
  })
  expect(currentQuery('latest react features 2026', 2026, 3)).toBeUndefined()
  expect(currentQuery('latest react features 2027', 2026, 3)).toBeUndefined()
  expect(currentQuery('latest react features 2022', 2026, 3)).toBeUndefined()
})

it('the other fields of a search stay', async () => {
  const query = `latest node ${new Date().getFullYear() - 1}`
  const input = { query, allowed_domains: ['nodejs.org'] }
  const event = payloadOf('PreToolUse', { tool_name: 'WebSearch', tool_input: input })
  const { decisions } = await runCase(search, event, { options: { ...DEFAULTS } })
  const now = `latest node ${new Date().getFullYear()}`
  expect(decisions[0]).toEqual({ kind: 'modify', input: { query: now, allowed_domains: ['nodejs.org'] } })
  expect(decisions[1]).toMatchObject({ kind: 'context' })
})

it('names are looked for in time that grows with the text', () => {
  const begun = performance.now()
  for (const piece of ['a/', 'a.', '@', './', '[a]/', 'a.b/', '(a)', '../', 'a-'])
    missingFiles(piece.repeat(10_000), ['/nowhere'])
  expect(performance.now() - begun).toBeLessThan(3000)
})
