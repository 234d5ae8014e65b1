import { cpSync, readFileSync, rmSync, writeFileSync } from 'node:fs'
import path from 'node:path'
import { afterAll, beforeAll, expect, test } from 'vitest'
import { packFolder, put, readJson, type Scratch, scratch, snapshot } from '../scenarios/cli.ts'
import { makeVerdaccio, useRegistry, type Verdaccio } from './verdaccio.ts'

// The way of a team with its own private registry, on a real one, from the first publish to offline.

const ALWAYS = { license: 'MIT', keywords: ['hookpack'] }
const HOOK = { id: 'one', event: 'PreToolUse', tools: ['Bash'], handler: { module: 'dist/one.cjs' } }

let registry: Verdaccio
beforeAll(async () => {
  registry = await makeVerdaccio()
})
afterAll(() => registry.stop())

function site(): Scratch {
  const at = scratch()
  useRegistry(at, registry, true)
  return at
}

async function publishGuard(at: Scratch, version: string, manifest: object = {}): Promise<void> {
  const described = { ...ALWAYS, files: ['dist', 'hooks.json'], version }
  const folder = packFolder(at.root, '@acme/guard', {
    described,
    manifest: { hooks: [HOOK], permissions: { network: [] }, ...manifest },
  })
  put(path.join(folder, 'dist/one.cjs'), `module.exports = () => undefined // ${version}\n`)
  await at.done(['publish', folder, '--yes'])
}

async function publishTeam(at: Scratch, version: string, packs: object): Promise<void> {
  const described = { ...ALWAYS, files: ['hooks.json'], version }
  await at.done([
    'publish',
    packFolder(at.root, '@acme/hooks', { described, manifest: { hooks: [], packs } }),
    '--yes',
  ])
}

const versionsOf = (at: Scratch): Record<string, string> =>
  Object.fromEntries(
    Object.entries(
      readJson<{ packs: Record<string, { version: string }> }>(path.join(at.folder, 'lock.json')).packs,
    ).map(([name, { version }]) => [name, version]),
  )
const scopeOf = (at: Scratch): Readonly<Record<string, string>> => snapshot(path.join(at.project, '.claude'))

test('publish, add, update, roll back, install frozen in a clone, go offline', async () => {
  const at = site()
  await publishGuard(at, '1.0.0')
  await publishTeam(at, '1.0.0', {
    '@acme/guard': '^1.0.0',
    'block-dangerous-bash': { version: '^1', options: { groups: { git: 'ask' } } },
  })

  const found = JSON.parse((await at.done(['search', 'acme', '--npm', '--json'])).stdout)
  expect(found.packs).toContainEqual(
    expect.objectContaining({ name: '@acme/guard', latest: '1.0.0', registry: 'npm' }),
  )

  put(at.settings, { model: 'opus' })
  await at.done(['add', '@acme/hooks', '--yes'])
  expect(versionsOf(at)).toEqual({
    '@acme/guard': '1.0.0',
    '@acme/hooks': '1.0.0',
    'block-dangerous-bash': '1.0.0',
  })
  const first = scopeOf(at)
  const written = Object.values(first).join('\n')
  expect(written).not.toContain(registry.token)
  expect((await at.done(['outdated'])).stdout).toContain('3 packs are up to date')

  await publishGuard(at, '1.1.0', { permissions: { network: ['hooks.acme.example'] } })
  const outdated = await at.run(['outdated', '--json'])
  expect(outdated.status).toBe(1)
  expect(JSON.parse(outdated.stdout).packs).toMatchObject([
    { name: '@acme/guard', current: '1.0.0', wanted: '1.1.0', latest: '1.1.0', source: 'npm' },
  ])
  const refused = await at.run(['update', '--yes'])
  expect(refused.stderr).toMatch(/error\[capabilities-wider\]/)
  expect(refused.stderr).toContain('@acme/guard: network: hooks.acme.example')
  expect(scopeOf(at)).toEqual(first)
  await at.done(['update', '--yes', '--allow-wider'])
  expect(versionsOf(at)['@acme/guard']).toBe('1.1.0')

  await at.done(['rollback', '--yes'])
  expect(scopeOf(at)).toEqual(first)
  await at.done(['rollback', '--yes'])
  expect(versionsOf(at)['@acme/guard']).toBe('1.1.0')

  // A second machine with a clone in which the packs themselves were not committed.
  const clone = site()
  cpSync(path.join(at.project, '.claude'), path.join(clone.project, '.claude'), { recursive: true })
  rmSync(path.join(clone.folder, 'packs'), { recursive: true })
  const offlineFirst = await clone.run(['install', '--frozen', '--yes', '--offline'])
  expect(offlineFirst.stderr).toMatch(/error\[offline\]/)
  await clone.done(['install', '--frozen', '--yes'])
  expect(scopeOf(clone)).toEqual(scopeOf(at))

  await registry.stop()
  rmSync(path.join(clone.folder, 'packs'), { recursive: true })
  await clone.done(['install', '--frozen', '--yes', '--offline'])
  expect(scopeOf(clone)).toEqual(scopeOf(at))
  expect((await clone.done(['list', '--scope', 'project'])).stdout).toContain('@acme/guard')
  registry = await makeVerdaccio()
})

test('a token that is not there, or is wrong, is said, and nothing is written', async () => {
  const at = site()
  await publishGuard(at, '2.0.0')
  const before = snapshot(at.project)
  const npmrc = path.join(at.home, '.npmrc')
  writeFileSync(npmrc, readFileSync(npmrc, 'utf8').replace(/_authToken=.*/, '_authToken=wrong'))
  const wrong = await at.run(['add', '@acme/guard', '--yes'])
  expect(wrong.stderr).toMatch(/error\[registry-auth\]/)
  writeFileSync(npmrc, `registry=${registry.url}\n`)
  const none = await at.run(['add', '@acme/guard', '--yes'])
  expect(none.stderr).toMatch(/error\[(registry-auth|pack-not-found)\]/)
  expect(none.stderr).toMatch(/hint: .*(token|login)/)
  expect(snapshot(at.project)).toEqual(before)
})

test('a namespace that is mapped to the registry needs no .npmrc for its address', async () => {
  const at = site()
  await publishGuard(at, '3.0.0')
  writeFileSync(
    path.join(at.home, '.npmrc'),
    `${registry.url.replace('http:', '')}:_authToken=${registry.token}\n`,
  )
  await at.done(['registry', 'add', '@acme', registry.url, '--npm', '--scope', 'user', '--yes', '--force'])
  await at.done(['add', '@acme/guard', '--yes'])
  const { packs } = readJson<{ packs: Record<string, { source: string }> }>(path.join(at.folder, 'lock.json'))
  expect(packs['@acme/guard']?.source).toBe(`npm+${registry.url}`)
})
