import { writeFileSync } from 'node:fs'
import path from 'node:path'
import { beforeEach, describe, expect, test } from 'vitest'
import { debounce, type LimitPlace, oncePerSession, rateLimit } from '../../../src/runtime/src/kit/limits.ts'
import { redact } from '../../../src/runtime/src/kit/redact.ts'
import { readState, updateState } from '../../../src/runtime/src/kit/session-state.ts'
import { mayBlockStop } from '../../../src/runtime/src/kit/stop-loop.ts'
import { newScratch } from './scratch.ts'

const folder = newScratch()
let time = 0
let count = 0
let place: LimitPlace

beforeEach(() => {
  time = 1_000_000
  const env = { HOOKPACK_STATE_DIR: path.join(folder, `state ${++count}`) }
  place = { event: { session_id: 's1' }, name: 'pack/hook', env, now: () => time }
})

/** A place whose state cannot be kept. */
function unkept(): LimitPlace {
  const file = path.join(folder, `file ${++count}`)
  writeFileSync(file, '')
  return { ...place, env: { HOOKPACK_STATE_DIR: file } }
}

describe('oncePerSession', () => {
  test('is true the first time only, for each key, session and name', () => {
    expect(oncePerSession(place, 'a')).toBe(true)
    expect(oncePerSession(place, 'a')).toBe(false)
    expect(oncePerSession(place, 'b')).toBe(true)
    expect(oncePerSession({ ...place, event: { session_id: 's2' } }, 'a')).toBe(true)
    expect(oncePerSession({ ...place, name: 'pack/other' }, 'a')).toBe(true)
  })

  test('bears every key', () => {
    for (const key of ['', '__proto__', 'constructor', '1', 'x'.repeat(1000)]) {
      expect(oncePerSession(place, key)).toBe(true)
      expect(oncePerSession(place, key)).toBe(false)
    }
  })

  test('does not touch the state of the author', () => {
    updateState(place, () => ({ mine: true }))
    oncePerSession(place, 'a')
    expect(readState(place)).toEqual({ mine: true })
  })
})

describe('rateLimit', () => {
  test('allows a number of times within a span, which moves on', () => {
    const ask = () => rateLimit(place, 'k', { count: 2, perMs: 100 })
    expect([ask(), ask(), ask()]).toEqual([true, true, false])
    time += 99
    expect(ask()).toBe(false)
    time += 1
    expect([ask(), ask(), ask()]).toEqual([true, true, false])
  })

  test('forgets times that lie in the future, since the clock was set back', () => {
    const ask = () => rateLimit(place, 'k', { count: 1, perMs: 100 })
    expect(ask()).toBe(true)
    time -= 10_000
    expect([ask(), ask()]).toEqual([true, false])
  })
})

describe('debounce', () => {
  test('lets the first of many through, and the next one after a rest', () => {
    const ask = () => debounce(place, 'k', 100)
    expect(ask()).toBe(true)
    time += 60
    expect(ask()).toBe(false)
    time += 60
    expect(ask()).toBe(false)
    time += 100
    expect(ask()).toBe(true)
  })
})

test('kinds of limits with the same key are different limits', () => {
  expect(oncePerSession(place, 'k')).toBe(true)
  expect(rateLimit(place, 'k', { count: 1, perMs: 100 })).toBe(true)
  expect(debounce(place, 'k', 100)).toBe(true)
})

test('keys that were not used for long are forgotten, so that the state stays small', () => {
  for (let key = 0; key < 501; key++) oncePerSession(place, String(key))
  expect(oncePerSession(place, '500')).toBe(false)
  expect(oncePerSession(place, '0')).toBe(true)
})

test('limits with many times and long keys make room for the newest', () => {
  const rate = { count: 1000, perMs: 1e9 }
  for (let key = 0; key < 40; key++) {
    const times = Array.from({ length: 1000 }, () => time)
    updateState({ ...place, name: `${place.name}\0limits` }, (old) => ({
      ...(old ?? {}),
      [`rate ${key}`]: times.slice(1),
    }))
    expect(rateLimit(place, String(key), rate)).toBe(true)
    expect(rateLimit(place, String(key), rate)).toBe(false)
  }
  expect(rateLimit(place, '0', rate)).toBe(true)
})

test('a state that cannot be kept limits nothing', () => {
  const lost = unkept()
  for (let times = 0; times < 2; times++) {
    expect(oncePerSession(lost, 'a')).toBe(true)
    expect(rateLimit(lost, 'a', { count: 1, perMs: 100 })).toBe(true)
    expect(debounce(lost, 'a', 100)).toBe(true)
  }
})

describe('mayBlockStop', () => {
  const stop = (stop_hook_active: boolean, more: object = {}) => ({
    hook_event_name: 'Stop',
    session_id: 's1',
    stop_hook_active,
    ...more,
  })

  test('allows three blocks in a row, and again in the next turn', () => {
    const ask = (active: boolean) => mayBlockStop({ ...place, event: stop(active) })
    for (let turn = 0; turn < 2; turn++)
      expect([ask(false), ask(true), ask(true), ask(true), ask(true)]).toEqual([
        true,
        true,
        true,
        false,
        false,
      ])
  })

  test('counts the hook itself, and not what other hooks have blocked', () => {
    expect(mayBlockStop({ ...place, event: stop(true) }, { inARow: 1 })).toBe(true)
    expect(mayBlockStop({ ...place, event: stop(true) }, { inARow: 1 })).toBe(false)
  })

  test('allows so many in a session, whatever the turns', () => {
    const ask = () => mayBlockStop({ ...place, event: stop(false) }, { perSession: 4 })
    expect([ask(), ask(), ask(), ask(), ask()]).toEqual([true, true, true, true, false])
  })

  test('counts each subagent on its own', () => {
    const ask = (agent_id?: string) =>
      mayBlockStop({ ...place, event: stop(true, agent_id === undefined ? {} : { agent_id }) }, { inARow: 1 })
    expect([ask(), ask('a'), ask('__proto__'), ask(), ask('a')]).toEqual([true, true, true, false, false])
  })

  test('allows only the first block of a turn when it cannot count', () => {
    const lost = unkept()
    expect(mayBlockStop({ ...lost, event: stop(false) })).toBe(true)
    expect(mayBlockStop({ ...lost, event: stop(true) })).toBe(false)
  })
})

test('redact takes secrets out of a text', () => {
  expect(redact('curl -H "Authorization: Bearer abcdefgh12345678XYZ" x')).not.toContain('abcdefgh12345678XYZ')
})
