import { chmodSync, cpSync, lstatSync, readdirSync } from 'node:fs'
import path from 'node:path'
import { describe, expect, onTestFinished, test } from 'vitest'
import { packFolder, put, type Scratch, scratch, snapshot } from './cli.ts'

/** Takes the right to write from everything below a folder, until the test ends. */
function lock(folder: string): void {
  each(folder, (entry) => chmodSync(entry, lstatSync(entry).mode & 0o555))
  onTestFinished(() => each(folder, (entry) => chmodSync(entry, lstatSync(entry).mode | 0o700)))
}

function each(folder: string, act: (entry: string) => void): void {
  act(folder)
  for (const name of readdirSync(folder)) {
    const entry = path.join(folder, name)
    const found = lstatSync(entry)
    if (found.isDirectory()) each(entry, act)
    else if (found.isFile()) act(entry)
  }
}

/** A project, a home, a cache and a state folder that have all been used, and that nobody may write to any more. */
async function locked(): Promise<{
  readonly at: Scratch
  readonly own: string
  readonly all: readonly string[]
}> {
  const at = scratch()
  put(at.settings, { model: 'opus' })
  const own = path.join(at.project, 'own')
  const described = { license: 'MIT', files: ['dist', 'hooks.json'] }
  cpSync(packFolder(at.root, 'own', { described }), own, { recursive: true })
  const cases = [
    { name: 'says nothing', event: { tool_input: { command: 'ls' } }, expect: { decision: 'none' } },
  ]
  put(path.join(own, 'cases/one.json'), { hook: 'one', cases })
  await at.done(['add', 'block-dangerous-bash', own, '--yes'])
  await at.done(['add', 'notify-done', '--yes', '--scope', 'user'])
  await at.done(['registry', 'add', 'acme', path.resolve(import.meta.dirname, '../../registry'), '--yes'])
  const [cache, state] = [`${at.root}-cache`, `${at.root}-state`]
  put(path.join(cache, 'mark'), '')
  put(path.join(state, 'mark'), '')
  const all = [at.root, cache, state]
  for (const folder of all) lock(folder)
  return { at, own, all }
}

const READING = [
  '--version',
  '--help',
  'add --help',
  'list',
  'list --json',
  'list --scope project',
  'info block-dangerous-bash',
  'info format-on-edit --json',
  'info ./own',
  'search bash',
  'search --json',
  'logs',
  'logs --json',
  'stats',
  'outdated',
  'outdated --offline',
  'registry list',
  'config block-dangerous-bash',
  'config notify-done --scope user --json',
  'validate own',
  'validate own --no-cases',
  'test own',
  'verify',
  'verify --json',
  'install --dry-run',
  'install --frozen --dry-run',
  'add format-on-edit --dry-run',
  'add ./own --dry-run --offline',
  'add format-on-edit --scope user --dry-run --json',
  'update --dry-run',
  'remove own --dry-run',
  'config block-dangerous-bash --set groups.git=ask --dry-run',
  'rollback --dry-run',
  'init fresh --dry-run',
  'publish own --registry-dir registry-folder --registry-name acme --dry-run',
]

describe('with home, cache, state and project read-only', () => {
  test('every command that reads works and changes nothing', { timeout: 300_000 }, async () => {
    const { at, all } = await locked()
    const before = all.map(snapshot)
    const failed: unknown[] = []
    for (const line of READING) {
      const { status, stdout, stderr } = await at.run(line.split(' '), { modesCount: true })
      if (status !== 0) failed.push({ line, status, stdout, stderr })
    }
    expect(failed).toEqual([])
    expect(all.map(snapshot)).toEqual(before)
  })

  test('the same without a cache and a state folder', async () => {
    const { at } = await locked()
    const env = { HOOKPACK_CACHE_DIR: '/proc/none/cache', HOOKPACK_STATE_DIR: '/proc/none/state' }
    for (const line of [
      'list',
      'info block-dangerous-bash',
      'search',
      'logs',
      'stats',
      'outdated',
      'update --dry-run',
    ]) {
      const { status, stderr } = await at.run(line.split(' '), { env, modesCount: true })
      expect(status, `${line}: ${stderr}`).toBe(0)
    }
  })

  test.each(['add format-on-edit --yes', 'remove own --yes', 'update --yes --force'])(
    '`%s` says what cannot be written',
    async (line) => {
      const { at, all } = await locked()
      const before = all.map(snapshot)
      const { status, stderr } = await at.run(line.split(' '), { modesCount: true })
      expect(stderr).toMatch(/^error\[(settings-read-only|write-failed)\]/m)
      expect(stderr).toContain(at.project)
      expect(stderr).toMatch(/^hint: /m)
      expect(status).toBe(1)
      expect(all.map(snapshot)).toEqual(before)
    },
  )
})
