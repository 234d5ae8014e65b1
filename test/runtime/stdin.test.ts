import { describe, expect, test } from 'vitest'
import { denied, newScope, payload, run } from './fixture.ts'

const DENY = 'module.exports = (event, decide) => decide.deny("no " + event.tool_input.command.length)'
const guard = newScope({ guard: { code: DENY }, soft: { code: DENY, failure: 'continue' } })
const hasty = newScope({
  guard: { code: DENY, timeout: 1 },
  soft: { code: DENY, timeout: 1, failure: 'continue' },
})

describe.concurrent('the event on stdin', () => {
  test('is answered when it comes whole and stdin is closed', async () => {
    expect(await run(guard, ['pack/guard'])).toMatchObject({ status: 0, stderr: '', signal: null })
    expect(denied(await run(guard, ['pack/guard']))).toBe('no 2')
  })

  test('is answered without a line break after it', async () => {
    expect(denied(await run(guard, ['pack/guard'], { input: [payload().trim()] }))).toBe('no 2')
  })

  test('may begin with a byte order mark', async () => {
    expect(denied(await run(guard, ['pack/guard'], { input: [`\uFEFF${payload()}`] }))).toBe('no 2')
  })

  test('is answered at once when stdin stays open', async () => {
    const before = Date.now()
    expect(denied(await run(guard, ['pack/guard'], { hold: true }))).toBe('no 2')
    expect(Date.now() - before).toBeLessThan(4000)
  })

  test('is answered at once when it comes in pieces that end with braces and stdin stays open', async () => {
    const text = payload({ tool_input: { command: 'é', '{': '"}', x: { y: [{}] } } })
    const bytes = Buffer.from(text)
    const cuts = [...bytes.keys()]
      .filter((at) => bytes[at] === 0x7d || bytes[at] === 0xc3)
      .map((at) => at + 1)
    const input = [0, ...cuts].map((at, index) => bytes.subarray(at, cuts[index]))
    const before = Date.now()
    expect(denied(await run(guard, ['pack/guard'], { input, hold: true }))).toBe('no 1')
    expect(Date.now() - before).toBeLessThan(4000)
  })

  test('of 3 MB full of braces is answered, whether stdin is closed or not', async () => {
    const input = [payload({ tool_input: { command: '}{'.repeat(1_500_000) } })]
    expect(denied(await run(guard, ['pack/guard'], { input }))).toBe('no 3000000')
    expect(denied(await run(guard, ['pack/guard'], { input, hold: true }))).toBe('no 3000000')
  })
})

test('an event of 20 MB is answered', async () => {
  const input = [payload({ tool_input: { command: 'x'.repeat(20_000_000) } })]
  expect(denied(await run(guard, ['pack/guard'], { input }))).toBe('no 20000000')
})

test('a second event that comes later is not waited for', async () => {
  const before = Date.now()
  const ended = await run(guard, ['pack/guard'], { later: payload(), hold: true })
  expect(denied(ended)).toBe('no 2')
  expect(Date.now() - before).toBeLessThan(4000)
})

describe.concurrent('without an event that can be used, a hook that blocks on failure blocks and another one reports', () => {
  const cases: readonly (readonly [string, readonly string[], string])[] = [
    ['stdin is empty', [], 'stdin was empty'],
    ['it is not JSON', ['rm -rf /\n'], 'not a JSON object'],
    ['it is broken JSON', ['{"tool_name": }\n'], 'not a JSON object'],
    ['it is cut off', [payload().slice(0, -10)], 'not a JSON object'],
    ['it is an array', ['[{}]\n'], 'not a JSON object'],
    ['it is two events', [`${payload()}${payload()}`], 'not a JSON object'],
    ['it is two events without a break', ['{}{}'], 'not a JSON object'],
    ['it has no event name', ['{"tool_name":"Bash"}\n'], 'has no name'],
    ['its event name is no text', ['{"hook_event_name":7}\n'], 'has no name'],
  ]
  test.each(cases)('when %s', async (_, input, why) => {
    const blocking = await run(guard, ['pack/soft', 'pack/guard'], { input })
    expect(blocking).toMatchObject({ status: 2, stderr: expect.stringContaining(why) })
    const reporting = await run(guard, ['pack/soft'], { input })
    expect(reporting).toMatchObject({ stdout: '', status: 1, stderr: expect.stringContaining(why) })
    const copilot = await run(guard, ['pack/guard'], { input, env: { COPILOT_CLI: '1' } })
    expect(copilot).toMatchObject({ stdout: '', status: 0, stderr: expect.stringContaining(why) })
  })

  test.each([
    ['nothing ever comes', [], 'no event came'],
    ['the rest never comes', [payload().slice(0, -10)], 'not complete'],
  ] as const)('when %s and stdin stays open', async (_, input, why) => {
    const blocking = await run(hasty, ['pack/guard'], { input, hold: true })
    // The waiting read leaves a signal as the only way out; the client then takes the decision on stdout.
    expect(blocking).toMatchObject({ signal: 'SIGKILL', stderr: expect.stringContaining(why) })
    expect(denied({ ...blocking, status: 0 })).toContain(why)
    const reporting = await run(hasty, ['pack/soft'], { input, hold: true })
    expect(reporting).toMatchObject({ signal: 'SIGKILL', stdout: '', stderr: expect.stringContaining(why) })
  })

  test('when it breaks off with a bracket too many and stdin stays open', async () => {
    const blocking = await run(guard, ['pack/guard'], { input: ['{"a":{}', '}}\n'], hold: true })
    expect(blocking).toMatchObject({ status: 2, stderr: expect.stringContaining('not a JSON object') })
  })
})
