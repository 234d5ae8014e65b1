import { existsSync, readFileSync } from 'node:fs'
import path from 'node:path'
import { describe, expect, test } from 'vitest'
import { commandsOf, expectGuard, put, readJson, scratch, snapshot } from './cli.ts'

const GUARD = 'block-dangerous-bash'
const THREE = [GUARD, 'format-on-edit', 'notify-done']

interface Listed {
  readonly scopes: readonly { readonly scope: string; readonly packs: readonly { readonly name: string }[] }[]
}

describe('the main job in a project', () => {
  test('add writes the entry, the lock, the table and the pack; remove leaves no trace', async () => {
    const at = scratch()
    const before = snapshot(at.root)
    const added = await at.done(['add', GUARD, '--yes'])
    expect(added.stdout).toContain(`added ${GUARD} 1.0.0 to the project scope`)
    expect(readJson<{ packs: object }>(path.join(at.folder, 'lock.json')).packs).toHaveProperty(GUARD)
    const table = readJson<{ hooks: Record<string, { module: string }> }>(path.join(at.folder, 'table.json'))
    const module = table.hooks[`${GUARD}/guard`]?.module ?? 'none'
    expect(existsSync(path.join(at.folder, module))).toBe(true)
    // One for Bash, one for PowerShell.
    expect(commandsOf(at.settings, 'PreToolUse')).toHaveLength(2)
    await at.done(['remove', GUARD, '--yes'])
    expect(snapshot(at.root)).toEqual(before)
  })

  test('the entry denies rm -rf ~ and passes ls when it is started through sh', async () => {
    const at = scratch()
    await at.done(['add', GUARD, '--yes'])
    await expectGuard(commandsOf(at.settings, 'PreToolUse')[0] ?? '', at)
  })

  test('add shows what the pack runs, what it touches and the settings diff', async () => {
    const { stdout } = await scratch().done(['add', GUARD, '--yes'])
    expect(stdout).toMatch(/on PreToolUse +Bash +blocks if it fails/)
    expect(stdout).toMatch(/on PreToolUse +PowerShell +blocks if it fails/)
    expect(stdout).toMatch(/writes +nothing/)
    expect(stdout).toMatch(/^\+ +"PreToolUse": \[$/m)
  })

  test('list shows the pack and the hooks of others, for people and as JSON', async () => {
    const at = scratch()
    put(at.settings, { hooks: { Stop: [{ hooks: [{ type: 'command', command: 'say done' }] }] } })
    await at.done(['add', GUARD, '--yes'])
    const { stdout } = await at.done(['list'])
    expect(stdout).toMatch(/block-dangerous-bash +1\.0\.0 +PreToolUse +Bash/)
    expect(stdout).toMatch(/Stop +command +say done/)
    const listed = JSON.parse((await at.done(['list', '--json'])).stdout) as Listed
    const project = {
      scope: 'project',
      packs: [{ name: GUARD, version: '1.0.0' }],
      foreign: [{ runs: 'say done' }],
    }
    expect(listed.scopes).toMatchObject([
      { scope: 'user', packs: [] },
      project,
      { scope: 'local', packs: [] },
    ])
  })

  test('adding twice changes nothing', async () => {
    const at = scratch()
    await at.done(['add', GUARD, '--yes'])
    const before = snapshot(at.root)
    expect((await at.done(['add', GUARD, '--yes'])).stdout).toContain('installed already')
    expect(snapshot(at.root)).toEqual(before)
  })

  test('--dry-run shows the change and writes nothing, for add and for remove', async () => {
    const at = scratch()
    const empty = snapshot(at.root)
    expect((await at.done(['add', GUARD, '--dry-run'])).stdout).toContain('nothing was written')
    expect(snapshot(at.root)).toEqual(empty)
    await at.done(['add', GUARD, '--yes'])
    const full = snapshot(at.root)
    expect((await at.done(['remove', GUARD, '--dry-run'])).stdout).toContain('nothing was written')
    expect(snapshot(at.root)).toEqual(full)
  })

  test('--json prints one document that says what was done', async () => {
    const at = scratch()
    const { stdout } = await at.done(['add', GUARD, '--yes', '--json'])
    expect(JSON.parse(stdout)).toMatchObject({ scope: 'project', applied: true, packs: [{ name: GUARD }] })
  })

  test('three packs come in one command and go in another order', async () => {
    const at = scratch()
    put(at.settings, '{\n  "model": "opus",\n  "hooks": {}\n}\n')
    const before = snapshot(at.root)
    await at.done(['add', ...THREE, '--yes'])
    for (const event of ['PostToolUse', 'Stop', 'Notification'])
      expect(commandsOf(at.settings, event)).toHaveLength(1)
    await at.done(['remove', 'format-on-edit', '--yes'])
    await at.done(['remove', 'notify-done', '--yes'])
    // One for Bash, one for PowerShell.
    expect(commandsOf(at.settings, 'PreToolUse')).toHaveLength(2)
    await at.done(['remove', GUARD, '--yes'])
    expect(snapshot(at.root)).toEqual(before)
  })

  test('options given with --set reach the table', async () => {
    const at = scratch()
    await at.done(['add', 'notify-done', '--set', 'via=webhook', '--yes'])
    expect(readFileSync(path.join(at.folder, 'table.json'), 'utf8')).toContain('"via": "webhook"')
  })
})
