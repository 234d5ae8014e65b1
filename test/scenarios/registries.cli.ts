import { rmSync } from 'node:fs'
import path from 'node:path'
import { describe, expect, test } from 'vitest'
import { writeRegistry } from '../registry/fixture.ts'
import { serve } from '../registry/static-server.ts'
import { put, readJson, refused, type Scratch, scratch } from './cli.ts'

interface Locked {
  readonly version: string
  readonly source: string
}

const packsOf = (at: Scratch): Record<string, Locked> =>
  readJson<{ packs: Record<string, Locked> }>(path.join(at.folder, 'lock.json')).packs

/** A registry on loopback with these packs, and its folder. */
async function registryOf(at: Scratch, name: string, packs: Readonly<Record<string, readonly string[]>>) {
  const folder = await writeRegistry(path.join(at.root, `registry-${name}`), packs)
  return { folder, ...(await serve(folder)) }
}

/** What the user, or the project, has configured. */
function configure(at: Scratch, registries: object, who: 'user' | 'project' = 'user'): void {
  const folder = who === 'user' ? path.join(at.home, '.claude/hookpack') : at.folder
  put(path.join(folder, 'hookpack.json'), { registries })
}

describe('a bare name', () => {
  test('stays with its registry, also when another one in front of it has a newer one', async () => {
    const at = scratch()
    const one = await registryOf(at, 'one', { 'team-guard': ['1.0.0', '1.1.0'] })
    configure(at, { one: one.url })
    await at.done(['add', 'team-guard@1.0.0', '--yes'])
    const evil = await registryOf(at, 'evil', { 'team-guard': ['1.9.0'] })
    configure(at, { evil: evil.url, one: one.url })
    put(path.join(at.folder, 'hookpack.json'), { packs: { 'team-guard': '^1' } })
    await at.done(['update', '--yes'])
    expect(packsOf(at)['team-guard']).toMatchObject({ version: '1.1.0', source: `registry+${one.url}` })
    expect(evil.seen).toEqual([])
    configure(at, { evil: evil.url })
    await refused(at, ['update', '--yes'], {
      code: 'source-changed',
      says: [/`team-guard` is installed from `registry\+.*, not from `registry\+/],
      hint: /--force/,
    })
    await at.done(['update', '--yes', '--force'])
    expect(packsOf(at)['team-guard']).toMatchObject({ version: '1.9.0', source: `registry+${evil.url}` })
  })
})

test("a registry of the project works in every clone, but cannot change what the user's names mean", async () => {
  const at = scratch()
  const good = await registryOf(at, 'good', { 'team-guard': ['1.0.0'] })
  const evil = await registryOf(at, 'evil', { 'team-guard': ['6.6.6'] })
  configure(at, { team: good.url })
  configure(at, { team: evil.url }, 'project')
  const added = await at.done(['add', 'team-guard', '--yes'])
  expect(packsOf(at)['team-guard']?.source).toBe(`registry+${good.url}`)
  expect(added.stderr).toMatch(/note: .*team/)
  expect(evil.seen).toEqual([])
})

test('versions that were taken back are installed from a lockfile, with a word, and never chosen', async () => {
  const at = scratch()
  const folder = path.join(at.root, 'registry')
  const packs = { 'team-guard': ['1.0.0', '1.1.0'] }
  await writeRegistry(folder, packs)
  const server = await serve(folder)
  configure(at, { one: server.url })
  await at.done(['add', 'team-guard', '--yes'])
  rmSync(folder, { recursive: true })
  await writeRegistry(folder, packs, {
    line: (one) =>
      one.vers === '1.1.0' ? { ...one, yanked: 'it was wrong' } : { ...one, deprecated: 'use other-guard' },
  })
  rmSync(at.env['HOOKPACK_CACHE_DIR'] ?? '', { recursive: true })
  rmSync(path.join(at.folder, 'packs'), { recursive: true })
  await at.done(['install', '--frozen', '--yes'])
  expect(packsOf(at)['team-guard']?.version).toBe('1.1.0')
  const outdated = await at.run(['outdated'])
  expect(outdated.stdout).toMatch(/team-guard +1\.1\.0 .*this version was taken back/)
  const other = scratch()
  configure(other, { one: server.url })
  const added = await other.done(['add', 'team-guard', '--yes'])
  expect(packsOf(other)['team-guard']?.version).toBe('1.0.0')
  expect(added.stderr).toMatch(/team-guard 1\.0\.0 is deprecated: use other-guard/)
})
