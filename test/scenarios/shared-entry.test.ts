import { readFileSync } from 'node:fs'
import { expect, test } from 'vitest'
import { commandsOf, packFolder, put, readJson, type Scratch, scratch } from './cli.ts'

/** A pack with one PreToolUse guard of so many seconds. */
function guardPack(at: Scratch, name: string, timeout: number, more: object = {}): string {
  const handler = { module: 'dist/one.cjs' }
  const hook = {
    id: 'one',
    event: 'PreToolUse',
    tools: ['Bash'],
    handler,
    timeout,
    failure: 'block',
    ...more,
  }
  return packFolder(at.root, name, { manifest: { hooks: [hook] } })
}

function timeouts({ settings }: Scratch): readonly number[] {
  const { hooks } = readJson<{ hooks: { PreToolUse: { hooks: { timeout: number }[] }[] } }>(settings)
  return hooks.PreToolUse.flatMap((group) => group.hooks.map((hook) => hook.timeout))
}

test('hooks of several packs on one event share one process, whose time is the sum of theirs', async () => {
  const at = scratch()
  const before = '{\n  "model": "opus"\n}\n'
  put(at.settings, before)
  for (const [name, seconds] of [
    ['a', 5],
    ['b', 10],
    ['c', 7],
  ] as const)
    await at.done(['add', guardPack(at, name, seconds), '--yes'])
  expect(commandsOf(at.settings, 'PreToolUse')).toEqual([expect.stringMatching(/ a\/one b\/one c\/one$/)])
  expect(timeouts(at)).toEqual([22])

  await at.done(['remove', 'b', '--yes'])
  expect(commandsOf(at.settings, 'PreToolUse')).toEqual([expect.stringMatching(/ a\/one c\/one$/)])
  expect(timeouts(at)).toEqual([12])

  await at.done(['remove', 'a', 'c', '--yes'])
  expect(readFileSync(at.settings, 'utf8')).toBe(before)
})

test('another failure mode is another process', async () => {
  const at = scratch()
  await at.done(['add', guardPack(at, 'a', 5), guardPack(at, 'b', 5, { failure: 'continue' }), '--yes'])
  expect(timeouts(at)).toEqual([5, 5])
})

test('an entry whose time the user changed is kept', async () => {
  const at = scratch()
  await at.done(['add', guardPack(at, 'a', 5), '--yes'])
  put(at.settings, readFileSync(at.settings, 'utf8').replace('"timeout": 5', '"timeout": 60'))
  const { stdout } = await at.done(['add', guardPack(at, 'a', 5), '--yes'])
  expect(stdout).toContain('was edited by hand and is kept')
  expect(timeouts(at)).toEqual([60])
})
