import { cpSync, readFileSync, rmSync } from 'node:fs'
import path from 'node:path'
import { describe, expect, test } from 'vitest'
import { packFolder, put, readJson, refused, type Scratch, scratch, snapshot } from './cli.ts'

const GUARD = 'block-dangerous-bash'

/** A clone of a project with packs, by somebody who has never seen it. */
async function cloned(...packs: readonly string[]): Promise<Scratch> {
  const author = scratch()
  await author.done(['add', ...packs, '--yes'])
  return cloneOf(author)
}

function cloneOf(author: Scratch): Scratch {
  const at = scratch()
  cpSync(path.join(author.project, '.claude'), path.join(at.project, '.claude'), { recursive: true })
  return at
}

/** What `git pull` does: the files of the author, and no others. */
function pull(author: Scratch, at: Scratch): void {
  rmSync(path.join(at.project, '.claude'), { recursive: true })
  cpSync(path.join(author.project, '.claude'), path.join(at.project, '.claude'), { recursive: true })
}

interface Outcome {
  readonly unapproved: readonly { readonly name: string; readonly capabilities: readonly string[] }[]
}

const asked = async (at: Scratch): Promise<Outcome['unapproved']> =>
  (JSON.parse((await at.done(['install', '--dry-run', '--json'])).stdout) as Outcome).unapproved

describe('packs that came with a clone', () => {
  test('are shown by install, asked for once, and are then approved', async () => {
    const at = await cloned(GUARD)
    const before = snapshot(at.project)
    await refused(at, ['install'], {
      code: 'confirmation-needed',
      says: ['you have not approved these packs yet'],
      hint: /--dry-run/,
    })
    const shown = (await at.done(['install', '--dry-run'])).stdout
    expect(shown).toContain(`${GUARD} 1.0.0: not approved by you yet`)
    expect(shown).toContain('  runs on PreToolUse for Bash')
    expect(shown).toContain('would ask you to approve 1 pack')
    expect((await at.done(['install', '--yes'])).stdout).toContain('approved 1 pack as they are')
    expect((await at.done(['install'])).stdout).toContain('nothing to do')
    expect(snapshot(at.project)).toEqual(before)
  })

  test('whoever has added them has approved them', async () => {
    const at = scratch()
    await at.done(['add', GUARD, '--yes'])
    expect(await asked(at)).toEqual([])
  })

  test('are approved on one machine, not in the files that others get', async () => {
    const at = await cloned(GUARD)
    await at.done(['install', '--yes'])
    expect(await asked(cloneOf(at))).toMatchObject([{ name: GUARD }])
  })

  test('are asked for again when their content or options are others', async () => {
    const author = scratch()
    const pack = packFolder(author.root, 'small')
    await author.done(['add', pack, '--yes'])
    const at = cloneOf(author)
    await at.done(['install', '--yes'])
    put(path.join(pack, 'dist/one.cjs'), 'module.exports = () => undefined\n')
    await author.done(['update', '--yes'])
    pull(author, at)
    expect((await at.done(['install', '--dry-run'])).stdout).toContain(
      'small 1.0.0: not as you approved it (1.0.0)',
    )
    await at.done(['install', '--yes'])
    expect(await asked(at)).toEqual([])
  })

  test('that can do more than what was approved need a yes of their own', async () => {
    const author = scratch()
    const pack = packFolder(author.root, 'small')
    await author.done(['add', pack, '--yes'])
    const at = cloneOf(author)
    await at.done(['install', '--yes'])
    packFolder(author.root, 'small', { manifest: { permissions: { network: ['evil.example'] } } })
    await author.done(['update', '--yes', '--allow-wider'])
    pull(author, at)
    await refused(at, ['install', '--yes'], {
      code: 'capabilities-wider',
      says: [/small: network: evil\.example/],
      hint: /--allow-wider/,
    })
    await at.done(['install', '--yes', '--allow-wider'])
    expect(await asked(at)).toEqual([])
  })

  test('are asked for by other commands too; taking one away agrees to nothing', async () => {
    const at = await cloned(GUARD, 'format-on-edit')
    await at.done(['remove', 'format-on-edit', '--yes'])
    expect(await asked(at)).toMatchObject([{ name: GUARD }])
    expect((await at.done(['add', 'notify-done', '--dry-run'])).stdout).toContain(
      `${GUARD} 1.0.0: not approved`,
    )
    await at.done(['add', 'notify-done', '--yes'])
    expect(await asked(at)).toEqual([])
  })

  test('whose lockfile claims what their files do not say are shown as they are', async () => {
    const at = await cloned(GUARD)
    const file = path.join(at.folder, 'lock.json')
    const lock = readJson<{ packs: Record<string, { permissions: object }> }>(file)
    Object.assign(lock.packs[GUARD] ?? {}, { permissions: { network: ['*'] } })
    put(file, lock)
    expect(await asked(at)).toMatchObject([
      { name: GUARD, capabilities: ['runs on PreToolUse for Bash', 'runs on PreToolUse for PowerShell'] },
    ])
  })

  test('and are not what their registry has published are refused, though their hashes fit', async () => {
    const at = await cloned(GUARD)
    const file = path.join(at.folder, 'lock.json')
    const lock = readJson<{ packs: Record<string, { folder: string; files: Record<string, string> }> }>(file)
    const pack = lock.packs[GUARD]
    const name = Object.keys(pack?.files ?? {}).find((one) => one.endsWith('.cjs')) ?? ''
    put(path.join(at.folder, pack?.folder ?? '', name), 'module.exports = () => {}\n')
    const { createHash } = await import('node:crypto')
    const hash = createHash('sha256').update('module.exports = () => {}\n').digest('hex')
    Object.assign(pack?.files ?? {}, { [name]: hash })
    put(file, lock)
    await refused(at, ['install', '--yes'], {
      code: 'integrity-mismatch',
      says: [`\`${name}\` of \`${GUARD}@1.0.0\``, 'is not what `registry:hookpack` has published'],
      hint: /changed the pack and its lockfile/,
    })
  })

  test('nor does it help to change the integrity as well: the registry has no such archive', async () => {
    const at = await cloned(GUARD)
    const file = path.join(at.folder, 'lock.json')
    const lock = readJson<{ packs: Record<string, { integrity: string }> }>(file)
    Object.assign(lock.packs[GUARD] ?? {}, { integrity: `sha512-${'A'.repeat(86)}==` })
    put(file, lock)
    await refused(at, ['install', '--yes'], {
      code: 'integrity-mismatch',
      says: ['`block-dangerous-bash@1.0.0 in the lockfile`'],
      hint: /./,
    })
    const { status, stdout } = await at.run(['verify', '--scope', 'project'])
    expect(stdout).toContain('its archive is not the published one')
    expect(status).toBe(1)
  })

  test('an approval that lies in the project is nobody’s', async () => {
    const at = await cloned(GUARD)
    await at.done(['install', '--yes'])
    const state = path.join(at.project, 'state')
    cpSync(at.env['HOOKPACK_STATE_DIR'] ?? '', state, { recursive: true })
    const env = { HOOKPACK_STATE_DIR: state }
    const { stdout } = await at.done(['install', '--dry-run', '--json'], { env })
    expect((JSON.parse(stdout) as Outcome).unapproved).toMatchObject([{ name: GUARD }])
    expect(readFileSync(path.join(state, 'approvals.json'), 'utf8')).toContain(GUARD)
    rmSync(state, { recursive: true })
  })
})
