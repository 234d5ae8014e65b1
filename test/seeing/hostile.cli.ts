import { mkdirSync, readFileSync, symlinkSync, writeFileSync } from 'node:fs'
import path from 'node:path'
import { expect, test } from 'vitest'
import { put, type Scratch, scratch } from '../scenarios/cli.ts'
import { frontmatterOf, hookOf } from './place.ts'

const COMMANDS = [['list'], ['list', '--table'], ['explain', 'PreToolUse', 'Bash'], ['doctor']] as const

/** What each of the commands says of a scratch folder: no crash, no raw control character. */
async function screens(at: Scratch): Promise<readonly string[]> {
  const all: string[] = []
  for (const args of COMMANDS) {
    const { status, stdout, stderr } = await at.run([...args])
    expect([0, 1], stderr).toContain(status)
    expect(stderr, args.join(' ')).toBe('')
    expect(stdout, args.join(' ')).not.toMatch(/[\u0000-\u0009\u000b-\u001f\u007f-\u009f\u202e]/)
    all.push(stdout)
  }
  return all
}

const plugins = (at: Scratch, file: string) => path.join(at.home, '.claude/plugins', file)

test('a plugin list that is no JSON is told, and everything else is still there', async () => {
  const at = scratch()
  put(plugins(at, 'installed_plugins.json'), 'not json {')
  put(at.settings, hookOf('still here'))
  for (const screen of await screens(at))
    expect(screen.replace(/\s+/g, ' ')).toContain(
      'warning: ~/.claude/plugins/installed_plugins.json cannot be read, so hooks of plugins are not known',
    )
})

test('links that lead round in a circle show each hook once', async () => {
  const at = scratch()
  const folder = path.join(at.project, '.claude')
  put(path.join(folder, 'agents/aide.md'), frontmatterOf('aide', 'once only'))
  symlinkSync('.', path.join(folder, 'agents/loop'))
  symlinkSync('../agents', path.join(folder, 'agents/up'))
  mkdirSync(path.join(folder, 'skills'))
  symlinkSync('self', path.join(folder, 'skills/self'))
  symlinkSync('..', path.join(folder, 'skills/above'))
  const [tree = ''] = await screens(at)
  expect(tree.match(/once only/g)).toHaveLength(1)
})

test('a hooks.json of 50 MB is told as too large to look into, and not as broken', async () => {
  const at = scratch()
  const root = path.join(at.root, 'plugin')
  put(plugins(at, 'installed_plugins.json'), {
    version: 2,
    plugins: { 'big@m': [{ scope: 'user', installPath: root }] },
  })
  put(path.join(at.home, '.claude/settings.json'), { enabledPlugins: { 'big@m': true } })
  put(path.join(root, 'hooks/hooks.json'), '')
  writeFileSync(path.join(root, 'hooks/hooks.json'), Buffer.alloc(50 * 1024 * 1024, ' '))
  const all = await screens(at)
  for (const screen of all) expect(screen).toContain('it is larger than 16 MiB')
  expect(all.at(-1)).toMatch(/file-not-json\s+this was not looked into/)
  expect(all.join('\n')).not.toContain('is not JSON')
})

test('ten megabytes of settings are read, and an event of a thousand letters is cut', async () => {
  const at = scratch()
  const groups = Array.from({ length: 30_000 }, (_, index) => ({
    matcher: 'Bash',
    hooks: [{ type: 'command', command: `echo ${index} ${'x'.repeat(250)}` }],
  }))
  put(at.settings, JSON.stringify({ hooks: { PreToolUse: groups, ['E'.repeat(1000)]: groups.slice(0, 1) } }))
  expect(readFileSync(at.settings).length).toBeGreaterThan(9_000_000)
  const all = await screens(at)
  for (const screen of all.slice(0, 3)) {
    expect(screen.split('\n').length).toBeGreaterThan(30_000)
    expect(screen.split('\n').filter((line) => line.length > 80)).toEqual([])
  }
}, 120_000)

test('control characters in every text of a hook are spelled out', async () => {
  const at = scratch()
  const evil = '\u001b[31mred\u001b]0;title\u0007\u009b2J\u202eabc\r\nnext'
  put(at.settings, {
    hooks: {
      PreToolUse: [
        { matcher: `Bash|${evil}`, hooks: [{ type: 'command', command: evil, if: `Bash(${evil})` }] },
      ],
      [evil]: [{ hooks: [{ type: evil, command: 'x' }] }],
    },
    disableAllHooks: false,
  })
  for (const screen of await screens(at)) expect(screen).toContain('\\u{1b}[31mred')
})
