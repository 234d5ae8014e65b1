import { readFileSync, writeFileSync } from 'node:fs'
import path from 'node:path'
import { describe, expect, test } from 'vitest'
import { packFolder, put, readJson, type Scratch, scratch } from './cli.ts'
import { git } from './git.ts'

/** Two branches, on each of which somebody adds packs; then the second is merged into the first. */
async function merged(
  base: readonly string[],
  ours: readonly string[],
  theirs: readonly string[],
): Promise<Scratch> {
  const at = scratch()
  git(at.project, 'init')
  put(at.settings, { model: 'opus' })
  const folders = (names: readonly string[]): readonly string[] =>
    names.map((name) => (name.startsWith('own-') ? packFolder(at.root, name) : name))
  const add = async (names: readonly string[], message: string): Promise<void> => {
    if (names.length > 0) await at.done(['add', ...folders(names), '--yes'])
    git(at.project, 'add', '-A')
    git(at.project, 'commit', '--message', message)
  }
  await add(base, 'base')
  git(at.project, 'checkout', '-b', 'theirs')
  await add(theirs, 'theirs')
  git(at.project, 'checkout', 'main')
  await add(ours, 'ours')
  git(at.project, 'merge', 'theirs')
  return at
}

const packsOf = (at: Scratch, file: string): readonly string[] =>
  Object.keys(readJson<{ packs: object }>(path.join(at.folder, file)).packs).sort()

/** All entries work, each hook is in one of them, and nothing else is in the settings. */
async function expectWhole(at: Scratch, names: readonly string[]): Promise<void> {
  const settled = await at.done(['install', '--yes'])
  expect(settled.stdout + settled.stderr).not.toContain('not installed by hooks')
  expect(packsOf(at, 'hookpack.json')).toEqual([...names].sort())
  expect(packsOf(at, 'lock.json')).toEqual([...names].sort())
  await at.done(['install', '--frozen', '--yes'])
  const listed = JSON.parse((await at.done(['list', '--scope', 'project', '--json'])).stdout)
  const [scope] = listed.scopes
  expect(scope.foreign).toEqual([])
  for (const pack of scope.packs) for (const hook of pack.hooks) expect(hook.state).toBe('ok')
  await at.done(['remove', ...names, '--yes'])
  expect(readJson(at.settings)).toEqual({ model: 'opus' })
}

describe('packs that were added on two branches', () => {
  test('on different events', async () => {
    const at = await merged(['block-dangerous-bash'], ['format-on-edit'], ['notify-done'])
    await expectWhole(at, ['block-dangerous-bash', 'format-on-edit', 'notify-done'])
  })

  test('that share one entry', async () => {
    const at = await merged(['own-a'], ['own-b'], ['own-c'])
    await expectWhole(at, ['own-a', 'own-b', 'own-c'])
  })

  test('of which there were none before', async () => {
    const at = await merged([], ['own-b', 'format-on-edit'], ['own-c', 'notify-done'])
    await expectWhole(at, ['own-b', 'own-c', 'format-on-edit', 'notify-done'])
  })

  test('the same on both', async () => {
    const at = await merged(['own-a'], ['notify-done'], ['notify-done'])
    await expectWhole(at, ['own-a', 'notify-done'])
  })
})

test('other commands say what to do about a conflict, and frozen does not settle it', async () => {
  const at = await merged(['own-a'], ['own-b'], ['own-c'])
  const added = await at.run(['add', 'format-on-edit', '--yes'])
  expect(added.stderr).toMatch(
    /error\[merge-conflict\].*has a merge conflict\nhint: `hooks install` settles it/,
  )
  const frozen = await at.run(['install', '--frozen', '--yes'])
  expect(frozen.stderr).toContain('error[merge-conflict]')
})

test('settings that differ elsewhere as well are for people to settle', async () => {
  const at = await merged(['own-a'], ['own-b'], ['own-c'])
  const text = readFileSync(at.settings, 'utf8')
  const conflict = `<<<<<<< HEAD\n  "model": "opus",\n=======\n  "model": "haiku",\n>>>>>>> theirs\n`
  const start = text.indexOf('{\n') + 2
  writeFileSync(
    at.settings,
    text.slice(0, start) + conflict + text.slice(start).replace(/^ *"model": "opus",?\n/m, ''),
  )
  const refusedText = await at.run(['install', '--yes'])
  expect(refusedText.stderr).toMatch(/error\[merge-conflict\].*outside of what Hookpack wrote/)
})
