import { existsSync, readFileSync } from 'node:fs'
import path from 'node:path'
import { describe, expect, test } from 'vitest'
import { commandsOf, packFolder, put, readJson, refused, type Scratch, scratch } from './cli.ts'

const hook = (id: string, event: string) => ({ id, event, handler: { module: 'dist/one.cjs' } })

/** A pack of two hooks that share no entry. */
function twoHooks(at: Scratch, name: string): string {
  return packFolder(at.root, name, {
    manifest: { hooks: [hook('one', 'Stop'), hook('two', 'SessionStart')] },
  })
}

const textOf = (file: string): string => readFileSync(file, 'utf8')
const disabledOf = (at: Scratch): unknown =>
  readJson<{ disabled?: unknown }>(path.join(at.folder, 'hookpack.json')).disabled
const eventsOf = (at: Scratch): readonly string[] =>
  existsSync(at.settings) ? Object.keys(readJson<{ hooks?: object }>(at.settings).hooks ?? {}) : []

describe('a disabled hook', () => {
  test('has no entry, is listed as disabled, and comes back to the same bytes', async () => {
    const at = scratch()
    const mine = '{\r\n\t"permissions": {"allow": []}\r\n}'
    put(at.settings, mine)
    await at.done(['add', twoHooks(at, 'pair'), '--yes'])
    const settings = textOf(at.settings)
    const request = textOf(path.join(at.folder, 'hookpack.json'))

    const off = await at.done(['disable', 'pair', '--yes'])
    expect(off.stdout).toMatch(/disables pair\/one\ndisables pair\/two/)
    expect(textOf(at.settings)).toBe(mine)
    expect(disabledOf(at)).toEqual(['pair'])
    expect((await at.done(['list'])).stdout).toMatch(
      /pair +1\.0\.0 +Stop\n +does not run: disabled in hookpack/,
    )
    expect((await at.done(['list', '--table'])).stdout).toMatch(/project +Stop +no \[1\] +pair\/one/)
    expect((await at.done(['disable', 'pair', '--yes'])).stdout).toBe(
      `pair is disabled already in the project scope (${at.settings}): nothing to do\n`,
    )

    const on = await at.done(['enable', 'pair', '--yes'])
    expect(on.stdout).toContain('enables pair/one')
    expect(textOf(at.settings)).toBe(settings)
    expect(textOf(path.join(at.folder, 'hookpack.json'))).toBe(request)
    await at.done(['remove', 'pair', '--yes'])
    expect(textOf(at.settings)).toBe(mine)
  })

  test('stays so when packs are installed, updated, added, verified and rolled back', async () => {
    const at = scratch()
    await at.done(['add', twoHooks(at, 'pair'), 'block-dangerous-bash', '--yes'])
    await at.done(['disable', 'pair/two', '--yes'])
    expect(eventsOf(at)).toEqual(['PreToolUse', 'Stop'])
    for (const args of [['install'], ['update'], ['add', 'notify-done'], ['rollback']]) {
      await at.done([...args, '--yes'])
      expect(eventsOf(at)).not.toContain('SessionStart')
      expect(disabledOf(at)).toEqual(['pair/two'])
    }
    expect((await at.done(['verify', '--scope', 'project'])).stdout).not.toMatch(/gone|changed/)
    await at.done(['install', '--frozen', '--yes'])
    await at.done(['rollback', '--yes', '--force'])
  })

  test('may be one of a pack, and the other hooks of a disabled pack stay off', async () => {
    const at = scratch()
    await at.done(['add', twoHooks(at, 'pair'), '--yes'])
    await at.done(['disable', 'pair', '--yes'])
    await at.done(['enable', 'pair/one', '--yes'])
    expect(disabledOf(at)).toEqual(['pair/two'])
    expect(eventsOf(at)).toEqual(['Stop'])
    await at.done(['remove', 'pair', '--yes'])
    await at.done(['add', twoHooks(at, 'pair'), '--yes'])
    expect(eventsOf(at)).toEqual(['Stop', 'SessionStart'])
  })

  test('leaves the others of its entry running', async () => {
    const at = scratch()
    await at.done(['add', packFolder(at.root, 'other'), 'block-dangerous-bash', '--yes'])
    const before = textOf(at.settings)
    await at.done(['disable', 'other', '--yes'])
    for (const command of commandsOf(at.settings, 'PreToolUse')) expect(command).not.toContain('other/one')
    expect(commandsOf(at.settings, 'PreToolUse').join()).toContain('block-dangerous-bash/')
    await at.done(['enable', 'other', '--yes'])
    expect(commandsOf(at.settings, 'PreToolUse').toSorted()).toEqual(
      (JSON.parse(before).hooks.PreToolUse as { hooks: { command: string }[] }[])
        .flatMap(({ hooks }) => hooks.map(({ command }) => command))
        .toSorted(),
    )
  })

  test('may be of a pack that a team pack brings, and stays when hookpack.json says it by hand', async () => {
    const at = scratch()
    const team = path.join(at.root, 'packs/team')
    put(path.join(team, 'package.json'), { name: 'team', version: '1.0.0', description: 'Ours.' })
    put(path.join(team, 'hooks.json'), { packs: { 'block-dangerous-bash': '^1' } })
    await at.done(['add', team, '--yes'])
    await at.done(['disable', 'block-dangerous-bash', '--yes'])
    expect(eventsOf(at)).toEqual([])
    await refused(at, ['disable', 'team', '--yes'], {
      code: 'usage',
      says: ['`team` has no hooks of its own'],
      hint: /block-dangerous-bash/,
    })
    await at.done(['enable', 'block-dangerous-bash', '--yes'])
    const file = path.join(at.folder, 'hookpack.json')
    put(file, { ...readJson<object>(file), disabled: ['block-dangerous-bash', 'no-such'] })
    const installed = await at.done(['install', '--yes'])
    expect(installed.stdout).toContain('`no-such` is disabled in hookpack.json, and no such pack')
    expect(eventsOf(at)).toEqual([])
  })
})

describe('what cannot be disabled', () => {
  test('is a name that is not there, with the nearest that is', async () => {
    const at = scratch()
    await at.done(['add', twoHooks(at, 'pair'), '--yes'])
    await refused(at, ['disable', 'pare', '--yes'], {
      code: 'not-installed',
      says: ['`pare`: no such pack or hook is installed in the project scope'],
      hint: /did you mean `pair`/,
    })
    await refused(at, ['enable', 'pair/tow', '--yes'], {
      code: 'not-installed',
      says: ['`pair` has no such hook'],
      hint: /did you mean `pair\/two`/,
    })
  })

  test('is a hook of a pack that a policy requires', async () => {
    const at = scratch()
    await at.done(['add', 'block-dangerous-bash', '--yes'])
    put(path.join(at.home, '.claude/hookpack/hookpack.json'), {
      policy: { required: { 'block-dangerous-bash': '*' } },
    })
    await refused(at, ['disable', 'block-dangerous-bash', '--yes'], {
      code: 'policy-refused',
      says: ['`block-dangerous-bash` would be disabled: `required` in'],
      hint: /decides that/,
    })
  })
})
