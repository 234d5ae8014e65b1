import { existsSync, readFileSync, rmSync, writeFileSync } from 'node:fs'
import path from 'node:path'
import { describe, expect, test } from 'vitest'
import { commandsOf, expectGuard, put, readJson, refused, type Scratch, scratch, snapshot } from './cli.ts'

const GUARD = 'block-dangerous-bash'
const requestFile = (at: Scratch): string => path.join(at.folder, 'hookpack.json')
const settingsOf = (at: Scratch): string => readFileSync(at.settings, 'utf8')

async function installed(...packs: readonly string[]): Promise<Scratch> {
  const at = scratch()
  put(at.settings, { model: 'opus' })
  await at.done(['add', ...packs, '--yes'])
  return at
}

/** The scope as it is, without what may differ: nothing. */
const scopeOf = (at: Scratch): Readonly<Record<string, string>> => snapshot(path.join(at.project, '.claude'))

describe('hooks install', () => {
  test('has nothing to do where all is as the lockfile says, also frozen', async () => {
    const at = await installed(GUARD)
    const before = scopeOf(at)
    expect((await at.done(['install', '--yes'])).stdout).toContain('nothing to do')
    expect((await at.done(['install', '--frozen', '--yes'])).stdout).toContain('nothing to do')
    expect(scopeOf(at)).toEqual(before)
  })

  test.each([['--yes'], ['--frozen', '--yes']])(
    'fetches packs that are gone, the same bytes (%s)',
    async (...flags) => {
      const at = await installed(GUARD, 'format-on-edit')
      const before = scopeOf(at)
      rmSync(path.join(at.folder, 'packs'), { recursive: true })
      rmSync(path.join(at.folder, 'runtime.cjs'))
      await at.done(['install', ...flags])
      expect(scopeOf(at)).toEqual(before)
      await expectGuard(commandsOf(at.settings, 'PreToolUse')[0] ?? '', at)
    },
  )

  test('puts entries back that are gone from the settings', async () => {
    const at = await installed(GUARD)
    const before = settingsOf(at)
    put(at.settings, { model: 'opus' })
    await refused(at, ['install', '--frozen', '--yes'], {
      code: 'lockfile-outdated',
      says: ['does not have the entries that it names'],
      hint: /without --frozen/,
    })
    await at.done(['install', '--yes'])
    expect(settingsOf(at)).toBe(before)
  })

  test('takes what hookpack.json asks for, and removes what it does not', async () => {
    const at = await installed(GUARD, 'notify-done')
    put(requestFile(at), { packs: { [GUARD]: '^1', 'format-on-edit': '*' } })
    await refused(at, ['install', '--frozen', '--yes'], {
      code: 'lockfile-outdated',
      says: ['`format-on-edit` is wanted as `*` (hookpack.json), and the lockfile does not have it'],
      hint: /commit/,
    })
    await at.done(['install', '--yes'])
    const lock = readJson<{ packs: object }>(path.join(at.folder, 'lock.json'))
    expect(Object.keys(lock.packs)).toEqual([GUARD, 'format-on-edit'])
    expect(commandsOf(at.settings, 'Stop')).toEqual([])
  })

  test('frozen refuses a pack that hookpack.json no longer asks for', async () => {
    const at = await installed(GUARD, 'notify-done')
    put(requestFile(at), { packs: { [GUARD]: '^1' } })
    await refused(at, ['install', '--frozen', '--yes'], {
      code: 'lockfile-outdated',
      says: ['`notify-done` would go'],
      hint: /without --frozen/,
    })
  })

  test('frozen refuses a range that the lockfile does not satisfy, and options that differ', async () => {
    const at = await installed(GUARD)
    put(requestFile(at), { packs: { [GUARD]: '^9' } })
    await refused(at, ['install', '--frozen', '--yes'], {
      code: 'lockfile-outdated',
      says: ['is wanted as `^9` (hookpack.json), and the lockfile has 1.0.0 from `registry:hookpack`'],
      hint: /without --frozen/,
    })
    put(requestFile(at), { packs: { [GUARD]: { version: '^1', options: { groups: { git: 'ask' } } } } })
    await refused(at, ['install', '--frozen', '--yes'], {
      code: 'lockfile-outdated',
      says: [`\`${GUARD}\` would change`],
      hint: /without --frozen/,
    })
  })

  test.each(['table.json', 'runtime.cjs', 'package.json'])(
    'frozen refuses files of ours that are not what they have to be (%s); without it they are put right',
    async (name) => {
      const at = await installed(GUARD)
      const before = scopeOf(at)
      writeFileSync(path.join(at.folder, name), '{}\n')
      await refused(at, ['install', '--frozen', '--yes'], {
        code: 'lockfile-outdated',
        says: [new RegExp(`${name} is not what this version of hookpack writes`)],
        hint: /without --frozen/,
      })
      await at.done(['install', '--yes'])
      expect(scopeOf(at)).toEqual(before)
    },
  )

  test('frozen refuses files that were edited; without it they stay, and --force takes them back', async () => {
    const at = await installed(GUARD)
    const { packs } = readJson<{ packs: Record<string, { folder: string }> }>(
      path.join(at.folder, 'lock.json'),
    )
    const readme = path.join(at.folder, packs[GUARD]?.folder ?? '', 'README.md')
    const before = readFileSync(readme, 'utf8')
    writeFileSync(readme, 'mine')
    await refused(at, ['install', '--frozen', '--yes'], {
      code: 'edited-by-hand',
      says: ['README.md'],
      hint: /--force/,
    })
    expect((await at.done(['install', '--yes'])).stderr).toContain('edited by hand and are kept (README.md)')
    expect(readFileSync(readme, 'utf8')).toBe('mine')
    await at.done(['install', '--yes', '--force'])
    expect(readFileSync(readme, 'utf8')).toBe(before)
  })

  test('makes a scope of a hookpack.json alone', async () => {
    const at = scratch()
    put(requestFile(at), {
      packs: { [GUARD]: '^1', 'notify-done': { version: '*', options: { via: 'desktop' } } },
    })
    const shown = await at.done(['install', '--dry-run'])
    expect(shown.stdout).toContain('would install 2 packs')
    const config = await at.run(['install', '--yes'])
    expect(config.status, config.stderr).toBe(0)
    await expectGuard(commandsOf(at.settings, 'PreToolUse')[0] ?? '', at)
  })

  test('without anything to install says so and writes nothing', async () => {
    const at = scratch()
    expect((await at.done(['install', '--frozen', '--yes'])).stdout).toContain('nothing to do')
    expect(existsSync(at.folder)).toBe(false)
  })

  test('refuses a lockfile of a newer format', async () => {
    const at = await installed(GUARD)
    put(path.join(at.folder, 'lock.json'), { lockfileVersion: 99 })
    await refused(at, ['install', '--yes'], {
      code: 'lockfile-invalid',
      says: ['has lockfile version `99`; this hookpack reads version 1'],
      hint: /update hookpack/,
    })
  })
})
