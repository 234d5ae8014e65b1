import { mkdirSync, mkdtempSync, readdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import path from 'node:path'
import { afterAll, expect, test, vi } from 'vitest'
import { newScope, payload, run } from './fixture.ts'

const folder = mkdtempSync(path.join(tmpdir(), 'hookpack-async-'))
afterAll(() => rmSync(folder, { recursive: true, force: true, maxRetries: 5 }))

vi.setConfig({ testTimeout: 120_000 })

let places = 0

/** A folder for hooks to leave traces in, and the environment with a state folder of its own. */
function place() {
  const traces = path.join(folder, `traces ${++places}`)
  const state = path.join(folder, `state ${places}`)
  mkdirSync(traces)
  return { traces, state, env: { HOOKPACK_STATE_DIR: state, TRACES: traces, HOOKS_LOG: 'all' } }
}

const STOP = { event: 'Stop', async: true, failure: 'continue' } as const
const stop = (id: number) => payload({ hook_event_name: 'Stop', session_id: `s${id}`, cwd: '/' })

interface Entry {
  readonly session: string
  readonly outcome: string
  readonly reason?: string
  readonly pid: number
}

function logOf(state: string): readonly Entry[] {
  const at = path.join(state, 'log')
  return names(at)
    .flatMap((name) => readFileSync(path.join(at, name), 'utf8').trimEnd().split('\n'))
    .map((line) => JSON.parse(line) as Entry)
}

function names(at: string): readonly string[] {
  try {
    return readdirSync(at)
  } catch {
    return []
  }
}

async function until(condition: () => boolean): Promise<void> {
  while (!condition()) await new Promise((resolve) => setTimeout(resolve, 20))
}

// Marks when it runs; how many marks there are tells how many run at once.
const MARKING = `
const { mkdirSync, readdirSync, rmdirSync, writeFileSync } = require('node:fs')
module.exports = async (event) => {
  const own = process.env.TRACES + '/running-' + event.session_id
  mkdirSync(own)
  const running = readdirSync(process.env.TRACES).filter((name) => name.startsWith('running-')).length
  await new Promise((resolve) => setTimeout(resolve, 15))
  rmdirSync(own)
  writeFileSync(process.env.TRACES + '/done-' + event.session_id, String(running))
}`

test('of 200 events at once none is lost, and only a few hooks run at a time', async () => {
  const { env, traces, state } = place()
  const scope = newScope({ mark: { ...STOP, code: MARKING } })
  const events = Array.from({ length: 200 }, (_, id) => id)
  const ended = await Promise.all(events.map((id) => run(scope, ['pack/mark'], { env, input: [stop(id)] })))
  expect(ended.filter(({ status, stderr }) => status !== 0 || stderr !== '')).toEqual([])
  await until(() => names(traces).filter((name) => name.startsWith('done-')).length === 200)
  await until(() => logOf(state).length === 200)
  const atOnce = names(traces).map((name) => Number(readFileSync(path.join(traces, name), 'utf8')))
  expect(Math.max(...atOnce)).toBeLessThanOrEqual(4)
  const log = logOf(state)
  expect(new Set(log.map(({ session }) => session)).size).toBe(200)
  expect(log.filter(({ outcome }) => outcome !== 'none')).toEqual([])
  await until(() => names(path.join(state, 'async')).every((scopes) => left(state, scopes).length === 0))
})

/** What is left of slots and jobs. */
function left(state: string, scope: string): readonly string[] {
  return names(path.join(state, 'async', scope))
}

test('a failure in the background is in the log, whoever ran the hook', async () => {
  const { env, state } = place()
  const code = 'module.exports = async () => { await null; throw new Error("no network") }'
  const scope = newScope({ tell: { ...STOP, code } })
  const ids = Array.from({ length: 12 }, (_, id) => id)
  await Promise.all(
    ids.map((id) => run(scope, ['pack/tell'], { env: { ...env, HOOKS_LOG: '' }, input: [stop(id)] })),
  )
  await until(() => logOf(state).length === 12)
  expect(logOf(state)).toEqual(
    ids.map(() => expect.objectContaining({ outcome: 'failed', reason: 'no network' })),
  )
})

test('an event that nobody has to wait for is answered by its own process', async () => {
  const { env } = place()
  const scope = newScope({ say: { ...STOP, code: 'module.exports = (e, d) => d.context("news")' } })
  const { stdout } = await run(scope, ['pack/say'], { env, input: [stop(1)] })
  expect(JSON.parse(stdout).hookSpecificOutput.additionalContext).toBe('news')
})

test('the queue is worked off although a hook hangs in every way', async () => {
  const { env, state, traces } = place()
  const loop = `const n = Number(event.session_id.slice(1)); if (n % 4 === 0) for (;;) {}; if (n % 4 === 1) return new Promise(() => {});
    if (n % 4 === 2) { await new Promise((yes) => setTimeout(yes, 5)); for (;;) {} }`
  const code = `const fs = require('node:fs'); module.exports = async (event) => { ${loop}
    fs.writeFileSync(process.env.TRACES + '/done-' + event.session_id, '') }`
  const scope = newScope({ hang: { ...STOP, code, timeout: 1 } })
  const ids = Array.from({ length: 16 }, (_, id) => id)
  await Promise.all(ids.map((id) => run(scope, ['pack/hang'], { env, input: [stop(id)] })))
  await until(() => logOf(state).length >= 16)
  expect(new Set(logOf(state).map(({ session }) => session)).size).toBe(16)
  expect(names(traces)).toHaveLength(4)
})

test('a slot of a process that has died is free again', async () => {
  const { env, state } = place()
  const scope = newScope({ mark: { ...STOP, code: 'module.exports = () => {}' } })
  await run(scope, ['pack/mark'], { env, input: [stop(0)] })
  const [own = ''] = names(path.join(state, 'async'))
  const { pid } = logOf(state)[0] as Entry
  for (let slot = 0; slot < 4; slot++)
    writeFileSync(path.join(state, 'async', own, `slot-${slot}`), String(pid))
  await run(scope, ['pack/mark'], { env, input: [stop(1)] })
  expect(logOf(state)).toHaveLength(2)
})

test('a state folder that cannot be used changes nothing', async () => {
  const { env, state, traces } = place()
  writeFileSync(state, 'a file')
  const code = 'module.exports = () => require("node:fs").writeFileSync(process.env.TRACES + "/done", "")'
  const ended = await run(newScope({ mark: { ...STOP, code } }), ['pack/mark'], { env, input: [stop(0)] })
  expect(ended).toMatchObject({ status: 0, stderr: '' })
  expect(names(traces)).toEqual(['done'])
})
