import { cpSync, mkdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs'
import path from 'node:path'
import { describe, expect, test } from 'vitest'
import { commandsOf, expectGuard, put, readJson, type Scratch, scratch, snapshot } from './cli.ts'

const GUARD = 'block-dangerous-bash'

async function installed(...packs: readonly string[]): Promise<Scratch> {
  const at = scratch()
  put(at.settings, { model: 'opus' })
  await at.done(['add', ...packs, '--yes'])
  return at
}

interface Verified {
  readonly ok: boolean
  readonly scopes: readonly {
    readonly scope: string
    readonly differences: readonly { readonly part: string; readonly file: string; readonly what: string }[]
    readonly foreign: readonly { readonly runs: string }[]
    readonly unapproved: readonly { readonly name: string }[]
  }[]
}

/** What verify finds in the project, as `part: what`; and its exit status. */
async function verified(at: Scratch): Promise<{ status: number | undefined; found: readonly string[] }> {
  const { status, stdout } = await at.run(['verify', '--scope', 'project', '--json'])
  const { scopes } = JSON.parse(stdout) as Verified
  return {
    status,
    found: scopes.flatMap(({ differences }) => differences.map(({ part, what }) => `${part}: ${what}`)),
  }
}

const packFile = (at: Scratch, name: string): string => {
  const { packs } = readJson<{ packs: Record<string, { folder: string }> }>(path.join(at.folder, 'lock.json'))
  return path.join(at.folder, packs[GUARD]?.folder ?? '', name)
}

/** What somebody, or some program, may do to a scope, and how verify tells it. */
const CHANGES: readonly (readonly [name: string, change: (at: Scratch) => void, says: RegExp])[] = [
  [
    'an entry is gone',
    (at) => put(at.settings, { model: 'opus' }),
    /settings: the PreToolUse entry of .* is gone/,
  ],
  [
    'an entry was changed',
    (at) =>
      writeFileSync(
        at.settings,
        readFileSync(at.settings, 'utf8').replace('"onFailure": "block"', '"onFailure": "continue"'),
      ),
    /settings: the PreToolUse entry of .* was changed/,
  ],
  [
    'hooks are switched off',
    (at) => put(at.settings, { ...readJson<object>(at.settings), disableAllHooks: true }),
    /settings: `disableAllHooks` is true/,
  ],
  [
    'the settings are broken',
    (at) => writeFileSync(at.settings, '{'),
    /settings: Claude Code ignores all of it/,
  ],
  [
    'a file of a pack was changed',
    (at) => writeFileSync(packFile(at, 'hooks.json'), '{}'),
    /store: `hooks\.json` is not as it was installed/,
  ],
  [
    'a file came to a pack',
    (at) => writeFileSync(packFile(at, 'x.cjs'), ''),
    /store: `x\.cjs` is not as it was installed/,
  ],
  [
    'a pack is gone',
    (at) => rmSync(path.join(at.folder, 'packs'), { recursive: true }),
    /store: its files are gone/,
  ],
  [
    'a folder among the packs is nobody’s',
    (at) => mkdirSync(path.join(at.folder, 'packs/other/1.0.0-00000000'), { recursive: true }),
    /store: no lockfile names it/,
  ],
  [
    'the table was changed',
    (at) => put(path.join(at.folder, 'table.json'), { version: 1, hooks: {} }),
    /runtime: is not what this version/,
  ],
  [
    'the runtime was changed',
    (at) => writeFileSync(path.join(at.folder, 'runtime.cjs'), ''),
    /runtime: is not what this version/,
  ],
  ['the runtime is gone', (at) => rmSync(path.join(at.folder, 'runtime.cjs')), /runtime: is missing/],
  [
    'the lockfile says other options than the pack was installed with',
    (at) => {
      const file = path.join(at.folder, 'lock.json')
      writeFileSync(file, readFileSync(file, 'utf8').replace('"failure": "block"', '"failure": "continue"'))
    },
    /lockfile: its `hooks` are not those of its files/,
  ],
  [
    'hookpack.json asks for more',
    (at) => put(path.join(at.folder, 'hookpack.json'), { packs: { [GUARD]: '^1.0.0', 'notify-done': '^1' } }),
    /request: `notify-done` is asked for and not installed/,
  ],
  [
    'hookpack.json asks for another version',
    (at) => put(path.join(at.folder, 'hookpack.json'), { packs: { [GUARD]: '^2' } }),
    /request: `block-dangerous-bash` is asked for as `\^2`, and 1\.0\.0 is installed/,
  ],
  [
    'an entry runs hooks that nothing installed',
    (at) => {
      const settings = readJson<{ hooks: Record<string, unknown> }>(at.settings)
      const [entry] = settings.hooks['PreToolUse'] as unknown[]
      put(at.settings, { ...settings, hooks: { ...settings.hooks, Stop: [entry] } })
    },
    /settings: a Stop entry runs hooks of ours that nothing here needs/,
  ],
]

describe('hooks verify', () => {
  test('has nothing to say of what was installed, ends with 0 and changes nothing', async () => {
    const at = await installed(GUARD, 'format-on-edit', 'notify-done')
    const before = snapshot(at.root)
    const { stdout } = await at.done(['verify'])
    expect(stdout).toContain('3 packs as installed')
    expect(await verified(at)).toEqual({ status: 0, found: [] })
    expect(snapshot(at.root)).toEqual(before)
  })

  test.each(CHANGES)('tells that %s, and ends with 1', async (_, change, says) => {
    const at = await installed(GUARD)
    change(at)
    const before = snapshot(at.root)
    const { status, found } = await verified(at)
    expect(found.join('\n')).toMatch(says)
    expect(status).toBe(1)
    expect(snapshot(at.root)).toEqual(before)
  })

  test('tells that hashes in the lockfile are not those of the published archive', async () => {
    const at = await installed(GUARD)
    const file = packFile(at, 'README.md')
    writeFileSync(file, 'other\n')
    const lock = path.join(at.folder, 'lock.json')
    const { createHash } = await import('node:crypto')
    const hash = createHash('sha256').update('other\n').digest('hex')
    writeFileSync(lock, readFileSync(lock, 'utf8').replace(/("README\.md": ")[0-9a-f]+/, `$1${hash}`))
    const { found } = await verified(at)
    expect(found).toEqual(['lockfile: the hash of `README.md` is not that of the published archive'])
  })

  test('lists hooks of others, which are no difference', async () => {
    const at = await installed(GUARD)
    const settings = readJson<{ hooks: Record<string, unknown[]> }>(at.settings)
    settings.hooks['Stop'] = [{ hooks: [{ type: 'command', command: 'say done' }] }]
    put(at.settings, settings)
    const { stdout } = await at.done(['verify'])
    expect(stdout).toMatch(/not installed by hooks:\n +Stop +command +say done/)
  })

  test('--fix puts back what the client or anybody else has dropped', async () => {
    const at = await installed(GUARD)
    const before = snapshot(path.join(at.project, '.claude'))
    put(at.settings, { model: 'opus' })
    rmSync(path.join(at.folder, 'runtime.cjs'))
    put(path.join(at.folder, 'table.json'), {})
    const { stdout } = await at.done(['verify', '--fix', '--yes'])
    expect(stdout).toContain('1 pack as installed')
    expect(snapshot(path.join(at.project, '.claude'))).toEqual(before)
    await expectGuard(commandsOf(at.settings, 'PreToolUse')[0] ?? '', at)
  })

  test('--fix keeps files that were edited, and says so; --force takes them back', async () => {
    const at = await installed(GUARD)
    const before = snapshot(path.join(at.project, '.claude'))
    writeFileSync(packFile(at, 'README.md'), 'mine\n')
    expect(await at.run(['verify', '--fix', '--yes'])).toMatchObject({ status: 1 })
    expect(readFileSync(packFile(at, 'README.md'), 'utf8')).toBe('mine\n')
    await at.done(['verify', '--fix', '--yes', '--force'])
    expect(snapshot(path.join(at.project, '.claude'))).toEqual(before)
  })

  test('names packs of a clone that nobody here has approved, which is no difference', async () => {
    const author = await installed(GUARD)
    const at = scratch()
    cpSync(path.join(author.project, '.claude'), path.join(at.project, '.claude'), { recursive: true })
    const { stdout } = await at.done(['verify'])
    expect(stdout).toContain(`not approved by you yet: ${GUARD}`)
  })
})
