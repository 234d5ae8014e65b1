import { readFileSync, rmSync } from 'node:fs'
import path from 'node:path'
import { describe, expect, test } from 'vitest'
import { packFolder, put, readJson, refused, type Scratch, scratch, snapshot } from './cli.ts'

const HOOK = { id: 'one', event: 'PreToolUse', tools: ['Bash'], handler: { module: 'dist/one.cjs' } }

/** The pack `guard`, as its author has left it. */
function author(at: Scratch, version: string, manifest: object = {}, code = `// ${version}\n`): string {
  const folder = packFolder(at.root, 'guard', { described: { version }, manifest })
  put(path.join(folder, 'dist/one.cjs'), `${code}module.exports = () => {}\n`)
  return folder
}

async function installed(manifest: object = {}): Promise<Scratch> {
  const at = scratch()
  put(at.settings, { model: 'opus' })
  await at.done(['add', author(at, '1.0.0', manifest), '--yes'])
  return at
}

const scopeOf = (at: Scratch): Readonly<Record<string, string>> => snapshot(path.join(at.project, '.claude'))
const versionOf = (at: Scratch): string | undefined =>
  readJson<{ packs: Record<string, { version: string }> }>(path.join(at.folder, 'lock.json')).packs['guard']
    ?.version

describe('hooks update', () => {
  test('shows files, capabilities and settings before it writes, and changes what they say', async () => {
    const at = await installed({ permissions: { network: ['a.test'], runs: ['git'] } })
    author(at, '1.1.0', { hooks: [{ ...HOOK, timeout: 5 }], permissions: { network: [] } })
    const shown = await at.done(['update', '--dry-run'])
    expect(shown.stdout).toMatch(/guard 1\.0\.0 → 1\.1\.0/)
    expect(shown.stdout).toMatch(
      /files +dist\/one\.cjs \(changed\), hooks\.json \(changed\), package\.json \(changed\)/,
    )
    expect(shown.stdout).toMatch(/no more +network: a\.test/)
    expect(shown.stdout).toMatch(/\+ +"timeout": 5/)
    expect(versionOf(at)).toBe('1.0.0')
    const updated = await at.done(['update', '--yes'])
    expect(updated.stdout).toContain('updated guard 1.0.0 → 1.1.0')
    expect(versionOf(at)).toBe('1.1.0')
  })

  test('with nothing new does nothing', async () => {
    const at = await installed()
    const before = scopeOf(at)
    expect((await at.done(['update', 'guard', '--yes'])).stdout).toContain('nothing to do')
    expect(scopeOf(at)).toEqual(before)
  })

  const wider: readonly (readonly [what: string, manifest: object, says: string])[] = [
    ['another tool', { hooks: [{ ...HOOK, tools: ['Bash', 'Edit'] }] }, 'runs on PreToolUse for Edit'],
    [
      'every tool',
      { hooks: [{ id: 'one', event: 'PreToolUse', handler: HOOK.handler }] },
      'runs on PreToolUse',
    ],
    ['another event', { hooks: [{ ...HOOK, event: 'PostToolUse' }] }, 'runs on PostToolUse for Bash'],
    [
      'an address',
      { hooks: [{ ...HOOK, handler: { http: { url: 'https://x.test/' } } }] },
      'https://x.test/',
    ],
    ['more network', { permissions: { network: ['b.test'] } }, 'network: b.test'],
    ['a secret', { permissions: { network: ['a.test'], env: ['MY_TOKEN'] } }, 'secret: MY_TOKEN'],
  ]
  test.each(wider)(
    'of a pack that then could do more (%s) needs more than --yes',
    async (_, manifest, says) => {
      const at = await installed({ permissions: { network: ['a.test'] } })
      author(at, '1.1.0', { permissions: { network: ['a.test'] }, ...manifest })
      await refused(at, ['update', '--yes'], {
        code: 'capabilities-wider',
        says: ['packs could do more than the installed ones', says],
        hint: /--allow-wider/,
      })
      await at.done(['update', '--yes', '--allow-wider'])
      expect(versionOf(at)).toBe('1.1.0')
    },
  )

  test('of a pack that says nothing of what it touches any more needs it too', async () => {
    const at = await installed({ permissions: { network: [] } })
    author(at, '1.1.0')
    await refused(at, ['update', '--yes'], {
      code: 'capabilities-wider',
      says: ['guard: does not say what it touches'],
      hint: /--allow-wider/,
    })
  })

  test('of a pack that can do less, or only has new code, does not', async () => {
    const at = await installed({ hooks: [{ ...HOOK, tools: ['Bash', 'Edit'] }] })
    author(at, '1.1.0', { hooks: [HOOK] })
    await at.done(['update', '--yes'])
    expect(versionOf(at)).toBe('1.1.0')
  })

  test('keeps files that were edited from being replaced', async () => {
    const at = await installed()
    const { packs } = readJson<{ packs: Record<string, { folder: string }> }>(
      path.join(at.folder, 'lock.json'),
    )
    put(path.join(at.folder, packs['guard']?.folder ?? '', 'dist/one.cjs'), '// mine\n')
    author(at, '1.1.0')
    await refused(at, ['update', '--yes'], {
      code: 'edited-by-hand',
      says: ['dist/one.cjs'],
      hint: /--force/,
    })
  })

  test('of a name that is not installed suggests the one that is', async () => {
    const at = await installed()
    await refused(at, ['update', 'gard'], { code: 'not-installed', says: ['`gard`'], hint: /`guard`/ })
  })
})

describe('hooks rollback', () => {
  test('gives back the very bytes of before, though their source has others now; a second one undoes that', async () => {
    const at = await installed()
    const first = scopeOf(at)
    const folder = author(at, '1.1.0', { hooks: [{ ...HOOK, timeout: 5 }] })
    await at.done(['update', '--yes'])
    const second = scopeOf(at)
    rmSync(folder, { recursive: true })
    const back = await at.done(['rollback', '--yes'])
    expect(back.stdout).toMatch(
      /guard 1\.1\.0 → 1\.0\.0.*rolled back the change of (a moment|\d+ minutes?) ago \(guard went from 1\.0\.0 to 1\.1\.0\) in the/s,
    )
    expect(scopeOf(at)).toEqual(first)
    await at.done(['rollback', '--yes', '--offline'])
    expect(scopeOf(at)).toEqual(second)
  })

  test('brings a removed pack back, and takes an added one away', async () => {
    const at = await installed()
    const before = scopeOf(at)
    await at.done(['remove', 'guard', '--yes'])
    const again = await at.done(['rollback', '--yes'])
    expect(again.stdout).toContain('(guard 1.0.0 was removed) in the project scope')
    expect(scopeOf(at)).toEqual(before)
    await at.done(['add', 'format-on-edit', '--yes'])
    const away = await at.done(['rollback', '--yes'])
    expect(away.stdout).toContain('(format-on-edit 1.0.0 was added) in the project scope')
    expect(scopeOf(at)).toEqual(before)
    await at.done(['disable', 'guard', '--yes'])
    const on = await at.done(['rollback', '--yes', '--json'])
    expect(JSON.parse(on.stdout)).toMatchObject({ until: expect.stringMatching(/^20.*Z$/), mended: false })
    const off = await at.done(['rollback', '--yes'])
    expect(off.stdout).toMatch(/\(guard\/\w+ was enabled\) in the project scope/)
  })

  test('leaves what people have changed in the settings since', async () => {
    const at = await installed()
    await at.done(['add', 'format-on-edit', '--yes'])
    put(at.settings, {
      ...readJson<object>(at.settings),
      model: 'haiku',
      permissions: { allow: ['Bash(ls)'] },
    })
    await at.done(['rollback', '--yes'])
    expect(readJson(at.settings)).toMatchObject({ model: 'haiku', permissions: { allow: ['Bash(ls)'] } })
    expect(readFileSync(at.settings, 'utf8')).not.toContain('format-on-edit')
  })

  test('without an earlier state, or without the state folder, says so', async () => {
    const at = scratch()
    const nothing = {
      code: 'nothing-to-roll-back',
      says: ['no earlier state'],
      hint: /hooks install/,
    } as const
    await refused(at, ['rollback', '--yes'], nothing)
    await at.done(['add', 'format-on-edit', '--yes'])
    rmSync(at.env['HOOKPACK_STATE_DIR'] ?? '', { recursive: true })
    await refused(at, ['rollback', '--yes'], nothing)
  })

  test('is refused when neither the cache nor the source has the bytes any more', async () => {
    const at = await installed()
    author(at, '1.1.0')
    await at.done(['update', '--yes'])
    rmSync(at.env['HOOKPACK_CACHE_DIR'] ?? '', { recursive: true })
    await refused(at, ['rollback', '--yes'], {
      code: 'integrity-mismatch',
      says: ['is not what was installed of `guard`'],
      hint: /hooks update guard/,
    })
  })
})
