import { describe, expect, test } from 'vitest'
import { checkedDecision, decideFor } from '../../src/runtime/src/decide.ts'
import { encode } from '../../src/runtime/src/encode.ts'
import { EVENTS, type EventName, isEventName } from '../../src/runtime/src/events.ts'
import type { DecideMethods, Decision } from '../../src/runtime/src/types.ts'

const events = Object.keys(EVENTS) as EventName[]
const methods: Readonly<Record<keyof DecideMethods, Decision>> = {
  deny: { kind: 'deny', reason: 'words' },
  ask: { kind: 'ask', reason: 'words' },
  allow: { kind: 'allow', reason: 'words' },
  defer: { kind: 'defer', reason: 'words' },
  block: { kind: 'block', reason: 'words' },
  stop: { kind: 'stop', reason: 'words' },
  context: { kind: 'context', text: 'words' },
  tell: { kind: 'tell', text: 'words' },
  modify: { kind: 'modify', input: { command: 'ls' } },
}
const names = Object.keys(methods) as (keyof DecideMethods)[]

function call(event: EventName, name: keyof DecideMethods): unknown {
  const decide = decideFor(event) as unknown as Record<string, (value: unknown) => unknown>
  return decide[name]?.(name === 'modify' ? { command: 'ls' } : 'words')
}

test('there are 33 events, and inherited names are not among them', () => {
  expect(events).toHaveLength(33)
  expect(isEventName('PreToolUse')).toBe(true)
  for (const name of ['toString', '__proto__', 'preToolUse', '', undefined, 7])
    expect(isEventName(name)).toBe(false)
})

describe.each(events)('on %s', (event) => {
  const has: readonly string[] = [...EVENTS[event], 'tell', 'stop']

  test.each(names.filter((name) => has.includes(name)))(
    'decide.%s makes a decision that is accepted and encoded',
    (name) => {
      expect(call(event, name)).toEqual(methods[name])
      expect(checkedDecision(methods[name], event)).toEqual(methods[name])
      const { stdout, stderr, status } = encode(event, [methods[name]])
      if (status === 2) expect(stderr).toBe('words')
      else expect(JSON.parse(stdout)).not.toEqual({})
    },
  )

  test.each(names.filter((name) => !has.includes(name)))('decide.%s throws, made by hand too', (name) => {
    expect(() => call(event, name)).toThrow(`decide.${name} does not exist on ${event}`)
    expect(() => checkedDecision(methods[name], event)).toThrow('not a decision')
  })
})

describe('what a handler returned', () => {
  test.each([undefined, null])('%s is no opinion', (value) => {
    expect(checkedDecision(value, 'PreToolUse')).toBeUndefined()
  })

  test.each([
    ['a text', 'deny'],
    ['true', true],
    ['false', false],
    ['a number', 0],
    ['a function', () => methods.deny],
    ['a list', [methods.deny]],
    ["the client's own words", { permissionDecision: 'deny' }],
    ['an unknown kind', { kind: 'refuse', reason: 'words' }],
    ['no reason', { kind: 'deny' }],
    ['an empty reason', { kind: 'deny', reason: '' }],
    ['a reason that is no text', { kind: 'deny', reason: ['words'] }],
    ['a context without text', { kind: 'context', reason: 'words' }],
    ['an input that is a list', { kind: 'modify', input: [] }],
    ['an input that is nothing', { kind: 'modify' }],
    ['an input that is null', { kind: 'modify', input: null }],
  ])('%s is an error', (_, value) => {
    expect(() => checkedDecision(value, 'PreToolUse')).toThrow(TypeError)
  })
})
