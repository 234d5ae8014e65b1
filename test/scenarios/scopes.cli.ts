import { existsSync, mkdirSync, readFileSync } from 'node:fs'
import path from 'node:path'
import { describe, expect, test } from 'vitest'
import { commandsOf, expectGuard, scratch, snapshot } from './cli.ts'

const GUARD = 'block-dangerous-bash'
const ADD = ['add', GUARD, '--dry-run']

describe('the scope that is named', () => {
  test('user is the .claude of HOME, and leaves no trace', async () => {
    const at = scratch()
    const before = snapshot(at.root)
    await at.done(['add', GUARD, '--scope', 'user', '--yes'])
    await expectGuard(commandsOf(path.join(at.home, '.claude/settings.json'), 'PreToolUse')[0] ?? '', at)
    expect(existsSync(at.settings)).toBe(false)
    await at.done(['remove', GUARD, '--yes'])
    expect(snapshot(at.root)).toEqual(before)
  })

  test('user is CLAUDE_CONFIG_DIR where that is set', async () => {
    const at = scratch()
    const before = snapshot(at.root)
    const start = { env: { CLAUDE_CONFIG_DIR: path.join(at.root, 'config') } }
    await at.done(['add', GUARD, '--scope', 'user', '--yes'], start)
    await expectGuard(commandsOf(path.join(at.root, 'config/settings.json'), 'PreToolUse')[0] ?? '', at)
    expect(existsSync(path.join(at.home, '.claude'))).toBe(false)
    await at.done(['remove', GUARD, '--scope', 'user', '--yes'], start)
    expect(snapshot(at.root)).toEqual(before)
  })

  test('local has its own settings file, and a folder that git ignores', async () => {
    const at = scratch()
    const before = snapshot(at.root)
    await at.done(['add', GUARD, '--scope', 'local', '--yes'])
    const settings = path.join(at.project, '.claude/settings.local.json')
    expect(readFileSync(path.join(at.project, '.claude/hookpack.local/.gitignore'), 'utf8')).toBe('*\n')
    await expectGuard(commandsOf(settings, 'PreToolUse')[0] ?? '', at)
    expect(existsSync(at.settings)).toBe(false)
    await at.done(['remove', GUARD, '--scope', 'local', '--yes'])
    expect(snapshot(at.root)).toEqual(before)
  })

  test.each(['a b', `it's "so"`, '$HOME `id` $(id)', 'ünï 日本 🪝', 'back\\slash & %PATH% ;!#*?'])(
    'the entry works below a home folder named %s',
    async (name) => {
      const at = scratch(name)
      const before = snapshot(at.root)
      await at.done(['add', GUARD, '--scope', 'user', '--yes'])
      await expectGuard(commandsOf(path.join(at.home, '.claude/settings.json'), 'PreToolUse')[0] ?? '', at)
      await at.done(['remove', GUARD, '--scope', 'user', '--yes'])
      expect(snapshot(at.root)).toEqual(before)
    },
  )
})

describe('the scope that is not named', () => {
  test('is the project in a git repository', async () => {
    const at = scratch()
    expect((await at.done(ADD)).stdout).toContain(
      `project scope, because ${at.project} is a git repository (${at.settings})`,
    )
  })

  test('is the project of the repository in a subfolder of it', async () => {
    const at = scratch()
    const cwd = path.join(at.project, 'a/b')
    mkdirSync(cwd, { recursive: true })
    expect((await at.done(ADD, { cwd })).stdout).toContain(
      `project scope, because ${at.project} is a git repository (${at.settings})`,
    )
  })

  test('is the project in a folder with .claude, outside of any repository', async () => {
    const at = scratch()
    const cwd = path.join(at.root, 'plain')
    mkdirSync(path.join(cwd, '.claude'), { recursive: true })
    expect((await at.done(ADD, { cwd })).stdout).toContain(
      `project scope, because ${cwd} has a .claude folder`,
    )
  })

  test('is the user where there is neither', async () => {
    const at = scratch()
    const cwd = path.join(at.root, 'plain')
    mkdirSync(cwd)
    const { stdout } = await at.done(ADD, { cwd })
    expect(stdout).toContain(
      `user scope, because ${cwd} has no .claude folder and is not in a git repository`,
    )
    expect(stdout).toContain(path.join(at.home, '.claude/settings.json'))
  })

  test.each(['.claude', '.git'])('is the user in HOME itself, though it has %s', async (name) => {
    const at = scratch()
    mkdirSync(path.join(at.home, name))
    const { stdout } = await at.done(ADD, { cwd: at.home })
    expect(stdout).toMatch(/would add .* to the user scope, because /)
  })

  test('is said after the change too', async () => {
    const at = scratch()
    const { stdout } = await at.done(['add', GUARD, '--yes'])
    expect(stdout).toContain(`project scope, because ${at.project} is a git repository`)
  })
})
