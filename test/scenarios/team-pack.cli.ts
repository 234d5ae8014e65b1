import { existsSync } from 'node:fs'
import path from 'node:path'
import { describe, expect, test } from 'vitest'
import { commandsOf, packFolder, put, readJson, refused, type Scratch, scratch, snapshot } from './cli.ts'

interface Lock {
  readonly packs: Readonly<Record<string, { readonly version: string; readonly options: object }>>
}

/** A pack that has no hooks of its own and brings others. Gives its folder. */
function teamPack(at: Scratch, name: string, packs: object): string {
  const folder = path.join(at.root, 'packs', name)
  put(path.join(folder, 'package.json'), { name, version: '1.0.0', description: 'Our hooks.' })
  put(path.join(folder, 'hooks.json'), { packs })
  return folder
}

const lockOf = (at: Scratch): Lock => readJson(path.join(at.folder, 'lock.json'))
const requestOf = (at: Scratch): { packs: object } => readJson(path.join(at.folder, 'hookpack.json'))
const ASK = { version: '^1', options: { groups: { git: 'ask' } } }

describe('a team pack', () => {
  test('brings its packs with their options, in one change, and takes them away again', async () => {
    const at = scratch()
    const before = snapshot(at.root)
    const team = teamPack(at, 'team', { 'block-dangerous-bash': ASK, 'format-on-edit': '^1.0.0' })
    const added = await at.done(['add', team, '--yes'])
    expect(added.stdout).toMatch(/brings block-dangerous-bash +\^1/)
    expect(Object.keys(lockOf(at).packs)).toEqual(['block-dangerous-bash', 'format-on-edit', 'team'])
    expect(lockOf(at).packs['block-dangerous-bash']?.options).toMatchObject({
      groups: { git: 'ask', disk: 'deny' },
    })
    expect(Object.keys(requestOf(at).packs)).toEqual(['team'])
    expect(commandsOf(at.settings, 'PostToolUse')).toHaveLength(1)
    expect((await at.done(['list'])).stdout).toMatch(
      /team +1\.0\.0\n +brings block-dangerous-bash, format-on-edit/,
    )
    const removed = await at.done(['remove', 'team', '--yes'])
    expect(removed.stdout).toContain('removed block-dangerous-bash, format-on-edit, team')
    const after = snapshot(at.root)
    expect(Object.keys(after).filter((name) => !(name in before) && !name.startsWith('packs'))).toEqual([])
  })

  test('leaves a pack that somebody else wants', async () => {
    const at = scratch()
    const team = teamPack(at, 'team', { 'block-dangerous-bash': ASK, 'format-on-edit': '^1.0.0' })
    const other = teamPack(at, 'other', { 'format-on-edit': '1' })
    await at.done(['add', team, other, 'block-dangerous-bash', '--yes'])
    await at.done(['remove', 'team', '--yes'])
    expect(Object.keys(lockOf(at).packs)).toEqual(['block-dangerous-bash', 'format-on-edit', 'other'])
    const kept = await at.done(['remove', 'block-dangerous-bash', '--yes'])
    expect(kept.stdout).toContain('removed block-dangerous-bash')
  })

  test('keeps what it brings from being removed alone', async () => {
    const at = scratch()
    await at.done(['add', teamPack(at, 'team', { 'format-on-edit': '^1' }), 'format-on-edit', '--yes'])
    const kept = await at.done(['remove', 'format-on-edit', '--yes'])
    expect(kept.stderr).toContain('format-on-edit stays, because team brings it')
    expect(Object.keys(requestOf(at).packs)).toEqual(['team'])
    await refused(at, ['remove', 'format-on-edit', '--yes'], {
      code: 'pack-conflict',
      says: ['`format-on-edit` is brought by `team`'],
      hint: /HOOKS_SKIP=format-on-edit/,
    })
  })

  test('is overruled by the options of hookpack.json', async () => {
    const at = scratch()
    await at.done(['add', teamPack(at, 'team', { 'block-dangerous-bash': ASK }), '--yes'])
    await at.done(['config', 'block-dangerous-bash', '--set', 'groups.git=off', '--yes'])
    expect(lockOf(at).packs['block-dangerous-bash']?.options).toMatchObject({ groups: { git: 'off' } })
    expect(requestOf(at).packs).toMatchObject({
      'block-dangerous-bash': { options: { groups: { git: 'off' } } },
    })
    await at.done(['config', 'block-dangerous-bash', '--unset', 'groups.git', '--yes'])
    expect(lockOf(at).packs['block-dangerous-bash']?.options).toMatchObject({ groups: { git: 'ask' } })
    expect(Object.keys(requestOf(at).packs)).toEqual(['team'])
    await at.done(['remove', 'team', '--yes'])
    expect(existsSync(at.folder)).toBe(false)
  })

  test('of several may bring each other', async () => {
    const at = scratch()
    const one = teamPack(at, 'one', { 'format-on-edit': '^1' })
    await at.done(['add', one, teamPack(at, 'two', { 'format-on-edit': '>=1', 'notify-done': '*' }), '--yes'])
    expect(Object.keys(lockOf(at).packs)).toEqual(['format-on-edit', 'notify-done', 'one', 'two'])
  })
})

describe('team packs that contradict each other are refused, by name:', () => {
  test('ranges that no version is in', async () => {
    const at = scratch()
    const [one, two] = [
      teamPack(at, 'one', { 'format-on-edit': '^1' }),
      teamPack(at, 'two', { 'format-on-edit': '^2' }),
    ]
    await refused(at, ['add', one, two, '--yes'], {
      code: 'pack-conflict',
      says: ['no version of `format-on-edit` is what all want: `^1` (one), `^2` (two)'],
      hint: /newest versions: 1\.0\.0/,
    })
  })

  test('options', async () => {
    const at = scratch()
    const off = { version: '^1', options: { groups: { git: 'off' } } }
    const [one, two] = [
      teamPack(at, 'one', { 'block-dangerous-bash': ASK }),
      teamPack(at, 'two', { 'block-dangerous-bash': off }),
    ]
    await refused(at, ['add', one, two, '--yes'], {
      code: 'pack-conflict',
      says: ['`one` and `two` set the option `groups` of `block-dangerous-bash` to different values'],
      hint: /hooks config block-dangerous-bash --set groups=/,
    })
  })

  test('sources', async () => {
    const at = scratch()
    const own = packFolder(at.root, 'format-on-edit')
    await refused(at, ['add', teamPack(at, 'one', { 'format-on-edit': '^1' }), own, '--yes'], {
      code: 'pack-conflict',
      says: ['`format-on-edit` is wanted from two places', '`one` wants'],
      hint: 'keep one of them',
    })
  })

  test('a pack that is nowhere', async () => {
    const at = scratch()
    await refused(at, ['add', teamPack(at, 'one', { 'no-such-pack': '^1' }), '--yes'], {
      code: 'pack-not-found',
      says: ['no pack `no-such-pack`'],
      hint: /npm:no-such-pack/,
    })
  })
})

test('a pack without hooks and without packs is none', async () => {
  const at = scratch()
  await refused(at, ['add', teamPack(at, 'empty', {}), '--yes'], {
    code: 'manifest-invalid',
    says: ['a pack needs at least one hook, or packs that it brings'],
    hint: /author/,
  })
})
