import { mkdtempSync, readFileSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import path from 'node:path'
import { afterAll, describe, expect, test } from 'vitest'
import { denied, newScope, run } from './fixture.ts'

const folder = mkdtempSync(path.join(tmpdir(), 'hookpack-switches-'))
afterAll(() => rmSync(folder, { recursive: true, force: true }))

const DENY = { code: 'module.exports = (e, d) => d.deny("no")' }
const scope = newScope({ one: DENY, two: DENY })
const enforced = newScope({ one: DENY }, { enforced: true })

interface Entry {
  readonly hook: string
  readonly outcome: string
  readonly reason: string
}

let runs = 0

/** Runs both hooks; gives the end and the log. */
async function withEnv(
  env: Readonly<Record<string, string>>,
  root = scope,
  hooks = ['pack/one', 'pack/two'],
) {
  const state = path.join(folder, String(++runs))
  const ended = await run(root, hooks, { env: { ...env, HOOKPACK_STATE_DIR: state } })
  let text = ''
  try {
    text = readFileSync(path.join(state, 'log/runs.jsonl'), 'utf8')
  } catch {
    // Nothing was logged.
  }
  const log = text.split('\n').flatMap((line) => (line === '' ? [] : [JSON.parse(line) as Entry]))
  return {
    reason: denied(ended),
    ended,
    log: log.map(({ hook, outcome, reason }) => `${hook} ${outcome}: ${reason}`),
  }
}

describe.concurrent('HOOKS and HOOKS_SKIP', () => {
  test('HOOKS=0 turns all hooks off and leaves a line for each', async () => {
    expect(await withEnv({ HOOKS: '0' })).toMatchObject({
      reason: undefined,
      ended: { stdout: '', stderr: '', status: 0 },
      log: ['pack/one skipped: HOOKS=0', 'pack/two skipped: HOOKS=0'],
    })
  })

  test.each(['pack/one', ' pack/one , other', 'other,pack/one'])(
    'HOOKS_SKIP=%s turns one off',
    async (names) => {
      const { ended, log } = await withEnv({ HOOKS_SKIP: names })
      expect(denied(ended)).toBe('no')
      expect(log).toEqual(['pack/one skipped: HOOKS_SKIP=pack/one'])
    },
  )

  test('HOOKS_SKIP with the name of a pack turns all of its hooks off', async () => {
    expect(await withEnv({ HOOKS_SKIP: 'pack' })).toMatchObject({ reason: undefined, log: { length: 2 } })
  })

  test.each([{ HOOKS: '1' }, { HOOKS: '' }, { HOOKS_SKIP: '' }, { HOOKS_SKIP: 'pac,pack/on,one' }])(
    '%o turns nothing off',
    async (env) => {
      expect(await withEnv(env)).toMatchObject({ reason: 'no', log: [] })
    },
  )

  test('neither turns off what managed policy requires', async () => {
    for (const env of [{ HOOKS: '0' }, { HOOKS_SKIP: 'pack,pack/one' }]) {
      expect(await withEnv(env, enforced, ['pack/one'])).toMatchObject({ reason: 'no', log: [] })
    }
  })
})

describe.concurrent('the run log', () => {
  test('has only failures and skips unless more is asked for', async () => {
    expect((await withEnv({})).log).toEqual([])
    expect((await withEnv({ HOOKS_LOG: 'all' })).log).toEqual([
      'pack/one decided: no',
      'pack/two decided: no',
    ])
  })

  test('can be turned off', async () => {
    expect((await withEnv({ HOOKS: '0', HOOKS_LOG: 'off' })).log).toEqual([])
  })

  test('says so when no event came', async () => {
    const state = path.join(folder, String(++runs))
    await run(scope, ['pack/one'], { input: [''], env: { HOOKPACK_STATE_DIR: state } })
    const record = JSON.parse(readFileSync(path.join(state, 'log/runs.jsonl'), 'utf8'))
    expect(record).toMatchObject({
      hook: 'pack/one',
      event: 'PreToolUse',
      outcome: 'failed',
      reason: 'stdin was empty',
    })
  })
})
