import path from 'node:path'
import { describe, expect, test } from 'vitest'
import { packFolder, put, scratch, snapshot } from '../scenarios/cli.ts'
import { type Fault, type Injector, type Run, startInjector } from './injector.ts'

const LINUX = process.platform === 'linux'

/** A project with one pack installed, another one to add, and the injector. */
async function prepared(): Promise<{
  readonly at: ReturnType<typeof scratch>
  readonly injector: Injector
  readonly add: Run
  readonly rollback: Run
}> {
  const at = scratch()
  put(at.settings, '{ "model": "opus" }\n')
  await at.done(['add', packFolder(at.root, 'first'), '--yes'])
  const run = (...args: readonly string[]): Run => ({ args, cwd: at.project, env: at.env })
  const add = run('add', packFolder(at.root, 'second'), '--yes')
  const roots = `${at.project}:${at.env['HOOKPACK_STATE_DIR']}`
  const injector = await startInjector(path.join(at.root, 'tools'), roots, [])
  return { at, injector, add, rollback: run('rollback', '--yes') }
}

/** The number of the first counted call that such words are in. */
async function callOf(injector: Injector, run: Run, words: RegExp): Promise<number> {
  const { calls } = await injector.runCold(run)
  const index = calls.findIndex((call) => words.test(call))
  expect(index).toBeGreaterThan(0)
  return index + 1
}

describe.runIf(LINUX)('a rollback', () => {
  test('after a change that could not be remembered is refused, and does not undo the one before', {
    timeout: 120_000,
  }, async () => {
    const { at, injector, add, rollback } = await prepared()
    const remembering = await callOf(injector, add, /^open .*\/history\//)
    await at.done(['remove', 'second', '--yes'])
    const fault: Fault = { mode: 'once', at: remembering, error: 'ENOSPC' }
    expect(await injector.runCold(add, fault)).toMatchObject({ status: 0 })
    const after = snapshot(at.project)
    const ended = await injector.runCold(rollback)
    expect(ended.stderr).toContain('error[nothing-to-roll-back]')
    expect(snapshot(at.project)).toEqual(after)
    injector.stop()
  })

  test('undoes a change that was killed when it was decided, and finished by this very command', {
    timeout: 120_000,
  }, async () => {
    const { at, injector, add, rollback } = await prepared()
    const decided = await callOf(injector, add, /^rename .*\/journal\.json/)
    await at.done(['remove', 'second', '--yes'])
    const before = snapshot(at.project)
    expect(await injector.runCold(add, { mode: 'kill', at: decided + 3, error: 'EIO' })).toMatchObject({
      signal: 9,
    })
    expect(await injector.runCold(rollback)).toMatchObject({ status: 0 })
    expect(snapshot(at.project)).toEqual(before)
    injector.stop()
  })
})

describe.runIf(LINUX)('the fork of a warm process', () => {
  test('makes the same calls in the same order as a process that people start', {
    timeout: 120_000,
  }, async () => {
    const { at, injector, add } = await prepared()
    const named = (calls: readonly string[]): readonly string[] =>
      calls.map((call) => call.replaceAll(/[0-9a-f]{8,}|\d+/g, ''))
    const cold = await injector.runCold(add)
    await at.done(['remove', 'second', '--yes'])
    const warm = await injector.run(add)
    expect(named(warm.calls)).toEqual(named(cold.calls))
    injector.stop()
  })
})

test.runIf(!LINUX)('these faults are not injected on other platforms than Linux', () => {
  console.log(`not tried on ${process.platform}: faults are injected with LD_PRELOAD`)
})
