import path from 'node:path'
import { describe, expect, it } from 'vitest'
import { payloadOf, runCase } from '../../../src/runtime/src/testing/index.ts'
import { linesIn, ownState, schemaDefaults } from '../../_shared/test/pack-under-test.ts'
import { askedFor, type Ledger, runningIn, started } from '../src/ledger.ts'
import limit from '../src/limit.ts'
import { DEFAULTS } from '../src/options.ts'
import startedHook from '../src/started.ts'
import stoppedHook from '../src/stopped.ts'
import summary from '../src/summary.ts'

const { state } = ownState()

it('the defaults are those of the schema', () => expect(DEFAULTS).toEqual(schemaDefaults('subagent-monitor')))

let sessions = 0
function session(options: object = {}) {
  const session_id = `monitor ${sessions++}`
  const setting = { options: { ...DEFAULTS, ...options }, projectDir: '/p/app' }
  const agent = (id: string) => ({ session_id, agent_id: id, agent_type: 'Explore', prompt_id: 'p1' })
  return {
    session_id,
    start: (id: string) => runCase(startedHook, payloadOf('SubagentStart', agent(id)), setting),
    stop: (id: string, more: object = {}) =>
      runCase(stoppedHook, payloadOf('SubagentStop', { ...agent(id), ...more }), setting),
    ask: (prompt_id = 'p1') =>
      runCase(limit, payloadOf('PreToolUse', { session_id, tool_name: 'Agent', prompt_id }), setting),
    done: () => runCase(summary, payloadOf('Stop', { session_id }), setting),
  }
}

it('starts and ends are written down, with the time between them', async () => {
  const one = session()
  await one.start('a1')
  await one.start('a2')
  await one.stop('a1', { last_assistant_message: 'Found it.' })
  await one.stop('unknown', { agent_type: '' })
  const lines = linesIn(path.join(state, 'subagent-monitor')).filter(
    (line) => line['session'] === one.session_id,
  )
  expect(lines).toMatchObject([
    { event: 'start', agent: 'a1', type: 'Explore', running: 1, project: '/p/app' },
    { event: 'start', agent: 'a2', running: 2 },
    { event: 'stop', agent: 'a1', running: 1, result: 'Found it.', ms: expect.any(Number) },
    { event: 'stop', agent: 'unknown', type: '', running: 1 },
  ])
  expect(lines[3]).not.toHaveProperty('ms')
})

it('after a turn those that have ended are told, once', async () => {
  const one = session()
  for (const id of ['a1', 'a2', 'a3']) await one.start(id)
  for (const id of ['a1', 'a2']) await one.stop(id)
  expect(await one.done()).toMatchObject({
    decision: 'tell',
    reason: 'subagent-monitor: 2 subagents: Explore 0 s, Explore 0 s; 1 still runs',
  })
  expect((await one.done()).decision).toBe('none')
  await new Promise((resolve) => setTimeout(resolve, 5))
  await one.stop('a3')
  expect((await one.done()).reason).toBe('subagent-monitor: 1 subagent: Explore 0 s')
})

describe('a limit', () => {
  it('for those at once is kept also by calls at the same moment, and is free again when one ends', async () => {
    const one = session({ maxRunning: 2 })
    const asked = await Promise.all([one.ask(), one.ask(), one.ask(), one.ask()])
    expect(asked.map(({ decision }) => decision).sort()).toEqual(['deny', 'deny', 'none', 'none'])
    await one.start('a1')
    await one.start('a2')
    expect((await one.ask()).reason).toBe(
      'subagent-monitor: 2 subagents are running, and the user allows 2 at once. Wait for one of them to end, then start the next.',
    )
    await one.stop('a1')
    expect((await one.ask()).decision).toBe('none')
  })

  it('for a prompt begins anew with the next', async () => {
    const one = session({ maxPerTurn: 1 })
    const decisions = [await one.ask('p1'), await one.ask('p1'), await one.ask('p2'), await one.ask('p2')]
    expect(decisions.map(({ decision }) => decision)).toEqual(['none', 'deny', 'none', 'deny'])
    expect(decisions[1]?.reason).toContain('1 subagent was started for this prompt, and the user allows 1.')
  })

  it('for a session does not count what was refused', async () => {
    const one = session({ maxPerSession: 2 })
    const decisions = [await one.ask('p1'), await one.ask('p2'), await one.ask('p3'), await one.ask('p4')]
    expect(decisions.map(({ decision }) => decision)).toEqual(['none', 'none', 'deny', 'deny'])
    expect(decisions[3]?.reason).toContain('has had 2 subagents, and the user allows 2.')
  })

  it('does not count calls whose subagent never came, nor subagents whose end was not seen for a day', () => {
    const empty: Ledger = { agents: {}, asked: [], inSession: 0, inTurn: 0, prompt: '', toldUntil: 0 }
    const asked = askedFor(empty, 'p', 1000)
    expect([runningIn(asked, 2000), runningIn(asked, 62_000)]).toEqual([1, 0])
    const running = started(asked, 'a', { type: 'x', since: 2000 })
    expect([runningIn(running, 3000), runningIn(running, 25 * 3_600_000)]).toEqual([1, 0])
  })
})

it('what is remembered stays small', async () => {
  const ledger = Array.from({ length: 600 }, (_, at) => `a${at}`).reduce<Ledger>(
    (sum, id) => started(sum, id, { type: 'x'.repeat(80), since: 1 }),
    { agents: {}, asked: [], inSession: 0, inTurn: 0, prompt: '', toldUntil: 0 },
  )
  expect(JSON.stringify(ledger).length).toBeLessThan(100_000)
})
