import { readFileSync } from 'node:fs'
import path from 'node:path'
import { describe, expect, test } from 'vitest'
import { commandsOf, packFolder, put, readJson, refused, type Scratch, scratch, snapshot } from './cli.ts'

const GUARD = 'block-dangerous-bash'
const ADD = ['add', GUARD, '--yes']
const REMOVE = ['remove', GUARD, '--yes']

async function installed(): Promise<Scratch> {
  const at = scratch()
  await at.done(ADD)
  return at
}

/** The last one: an entry that is put right comes behind the others. */
function editEntry(at: Scratch): void {
  const text = readFileSync(at.settings, 'utf8')
  const place = text.lastIndexOf('"timeout": 10')
  put(at.settings, `${text.slice(0, place)}${text.slice(place).replace('10', '99')}`)
}

function packFile(at: Scratch): string {
  const { packs } = readJson<{ packs: Record<string, { folder: string }> }>(path.join(at.folder, 'lock.json'))
  return path.join(at.folder, packs[GUARD]?.folder ?? 'none', 'dist/guard.cjs')
}

describe('remove', () => {
  test('of what is not installed is refused', async () => {
    await refused(scratch(), REMOVE, {
      code: 'not-installed',
      says: [GUARD, 'project scope'],
      hint: 'hooks list',
    })
  })

  test('of a name that is nearly right names the installed one', async () => {
    const at = await installed()
    await refused(at, ['remove', 'block-dangerous-bush', '--yes'], {
      code: 'not-installed',
      says: ['bush'],
      hint: `\`${GUARD}\``,
    })
  })

  test('of one that is and one that is not installed takes out neither', async () => {
    const at = await installed()
    await refused(at, [...REMOVE, 'notify-done'], {
      code: 'not-installed',
      says: ['notify-done'],
      hint: 'hooks list',
    })
  })

  test('of a pack in several scopes asks which', async () => {
    const at = scratch()
    for (const scope of ['user', 'local']) await at.done([...ADD, '--scope', scope])
    await refused(at, REMOVE, {
      code: 'usage',
      says: ['several scopes'],
      hint: '--scope user or --scope local',
    })
  })

  test('of an entry that was edited by hand is refused, and done with --force', async () => {
    const at = await installed()
    editEntry(at)
    await refused(at, REMOVE, { code: 'edited-by-hand', says: ['PreToolUse', at.settings], hint: '--force' })
    await at.done([...REMOVE, '--force'])
    expect(Object.keys(snapshot(at.project))).toEqual(['.git/'])
  })

  test('of a pack with a file that was edited is refused, and done with --force', async () => {
    const at = await installed()
    put(packFile(at), '// mine\n')
    await refused(at, REMOVE, { code: 'edited-by-hand', says: ['dist/guard.cjs'], hint: '--force' })
    await at.done([...REMOVE, '--force'])
    expect(Object.keys(snapshot(at.project))).toEqual(['.git/'])
  })
})

describe('add over what was edited by hand', () => {
  test('keeps the entry and says so; --force puts it right', async () => {
    const at = await installed()
    const clean = snapshot(at.root)
    editEntry(at)
    const edited = snapshot(at.root)
    expect((await at.done(ADD)).stdout).toContain('edited by hand and is kept')
    expect(snapshot(at.root)).toEqual(edited)
    await at.done([...ADD, '--force'])
    expect(snapshot(at.root)).toEqual(clean)
  })

  test('keeps the edited file and says so; --force puts it right', async () => {
    const at = await installed()
    const clean = snapshot(at.root)
    put(packFile(at), '// mine\n')
    const edited = snapshot(at.root)
    expect((await at.done(ADD)).stderr).toContain('were edited by hand and are kept')
    expect(snapshot(at.root)).toEqual(edited)
    await at.done([...ADD, '--force'])
    expect(snapshot(at.root)).toEqual(clean)
  })

  test('puts back an entry that was taken out', async () => {
    const at = await installed()
    put(at.settings, '{}\n')
    expect((await at.done(['list'])).stdout).toContain('not in the settings')
    await at.done(ADD)
    expect(commandsOf(at.settings, 'PreToolUse')).toHaveLength(2)
  })

  test('a pack of the same name from elsewhere is refused', async () => {
    const at = await installed()
    const folder = packFolder(at.root, GUARD)
    await refused(at, ['add', folder, '--yes'], {
      code: 'source-changed',
      says: ['registry:hookpack'],
      hint: '--force',
    })
  })
})

describe('a record that cannot be trusted', () => {
  const commands = [ADD, REMOVE, ['list', '--scope', 'project']]

  test('a damaged lockfile stops every command', async () => {
    const at = await installed()
    put(path.join(at.folder, 'lock.json'), '{ "lockfileVersion": 1, "packs": ')
    for (const args of commands)
      await refused(at, args, { code: 'lockfile-invalid', says: ['lock.json is damaged'], hint: 'restore' })
  })

  test('a lockfile of a newer version stops every command', async () => {
    const at = await installed()
    const file = path.join(at.folder, 'lock.json')
    put(file, { ...readJson<object>(file), lockfileVersion: 2 })
    for (const args of commands)
      await refused(at, args, { code: 'lockfile-invalid', says: ['version `2`'], hint: 'update hookpack' })
  })

  test('a lockfile whose pack lies outside of the scope is refused', async () => {
    const at = await installed()
    const file = path.join(at.folder, 'lock.json')
    put(file, readFileSync(file, 'utf8').replace('packs/block-dangerous-bash/', '../../'))
    await refused(at, REMOVE, { code: 'lockfile-invalid', says: [`packs.${GUARD}`], hint: 'restore' })
  })

  test('a request file with a wrong type is refused', async () => {
    const at = await installed()
    put(path.join(at.folder, 'hookpack.json'), { packs: { [GUARD]: 1 } })
    await refused(at, ADD, { code: 'request-invalid', says: [`packs.${GUARD}`], hint: 'mend it' })
  })
})
