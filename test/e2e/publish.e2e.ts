import { readFileSync } from 'node:fs'
import path from 'node:path'
import { afterAll, beforeAll, expect, test } from 'vitest'
import { integrityOf } from '../../src/core/integrity.ts'
import { packFolder, put, type Scratch, scratch } from '../scenarios/cli.ts'
import { makeVerdaccio, useRegistry, type Verdaccio } from './verdaccio.ts'

const ALWAYS = { license: 'MIT', keywords: ['hookpack'] }
let registry: Verdaccio
beforeAll(async () => {
  registry = await makeVerdaccio()
})
afterAll(() => registry.stop())

/** A scratch whose user has the registry in the .npmrc of its home, with a token or without. */
function site(signedIn = true): Scratch {
  const at = scratch()
  useRegistry(at, registry, signedIn)
  return at
}

/** A pack of one hook. Each test publishes a name of its own, so that none needs another. */
function guard(at: Scratch, name: string, version = '1.0.0'): string {
  const described = { ...ALWAYS, files: ['dist', 'hooks.json'], version }
  const folder = packFolder(at.root, name, { described })
  put(path.join(folder, 'dist/one.cjs'), `module.exports = () => undefined // ${version}\n`)
  return folder
}

/** A pack that only brings others. */
function team(at: Scratch, name: string): string {
  const packs = { '@acme/guard': '^1.0.0', 'block-dangerous-bash': '^1.0.0' }
  const described = { ...ALWAYS, files: ['hooks.json'] }
  return packFolder(at.root, name, { described, manifest: { hooks: [], packs } })
}

interface Published {
  readonly 'dist-tags': Record<string, string>
  readonly versions: Record<
    string,
    { readonly dist: { readonly tarball: string; readonly integrity: string } }
  >
}

const get = (url: string) => fetch(url, { headers: { authorization: `Bearer ${registry.token}` } })

async function publishedOf(name: string): Promise<Published> {
  return (await (await get(`${registry.url}${name.replace('/', '%2f')}`)).json()) as Published
}

test.each([
  ['@acme/guard', guard],
  ['@acme/team', team],
] as const)('%s is published, and the registry has the bytes that were checked', async (name, make) => {
  const at = site()
  const { stdout } = await at.done(['publish', make(at, name), '--yes', '--json'])
  const told = JSON.parse(stdout)
  expect(told).toMatchObject({ name, to: { registry: registry.url, tag: 'latest' }, published: true })
  const { versions, ...document } = await publishedOf(name)
  expect(document['dist-tags']).toEqual({ latest: '1.0.0' })
  const { tarball = '', integrity } = versions['1.0.0']?.dist ?? {}
  const bytes = Buffer.from(await (await get(tarball)).arrayBuffer())
  expect({ length: bytes.length, of: integrityOf(bytes), integrity }).toEqual({
    ...{ length: told.bytes, of: told.integrity, integrity: told.integrity },
  })
})

test('the same version again is refused, with what to do', async () => {
  const at = site()
  const folder = guard(at, '@acme/again')
  await at.done(['publish', folder, '--yes'])
  const { status, stderr } = await at.run(['publish', folder, '--yes'])
  expect(stderr).toContain(
    `error[version-published]: \`@acme/again@1.0.0\` is published on ${registry.url} already`,
  )
  expect(stderr).toMatch(/^hint: .*raise `version`/m)
  expect(status).toBe(1)
})

test('without a token nothing is published, and the way to sign in is told', async () => {
  const at = site(false)
  const { status, stderr } = await at.run(['publish', guard(at, '@acme/unsigned'), '--yes'])
  expect(stderr).toContain(`error[registry-auth]: npm is not signed in to ${registry.url}`)
  expect(stderr).toContain(`npm login --registry ${registry.url}`)
  expect(status).toBe(1)
  expect(await publishedOf('@acme/unsigned')).not.toHaveProperty('versions')
})

test('a token that is not valid is told, and not shown', async () => {
  const at = site(false)
  const file = path.join(at.home, '.npmrc')
  const host = registry.url.replace('http:', '')
  put(file, `${readFileSync(file, 'utf8')}${host}:_authToken=nonsense\n`)
  const { stderr } = await at.run(['publish', guard(at, '@acme/nonsense'), '--yes'])
  expect(stderr).toContain('error[registry-auth]')
  expect(stderr).not.toContain('=nonsense')
})

test('--tag next leaves latest as it was', async () => {
  const at = site()
  const name = '@acme/tagged'
  await at.done(['publish', guard(at, name), '--yes'])
  await at.done(['publish', guard(at, name, '2.0.0-beta.1'), '--yes', '--tag', 'next'])
  expect((await publishedOf(name))['dist-tags']).toEqual({ latest: '1.0.0', next: '2.0.0-beta.1' })
})

test('what was published is installed in a project, with the integrity that was shown', async () => {
  const at = site()
  const name = '@acme/installed'
  const { stdout } = await at.done(['publish', guard(at, name), '--yes', '--json'])
  await at.done(['add', name, '--yes'])
  const list = JSON.parse((await at.done(['list', '--json'])).stdout)
  const project = list.scopes.find(({ scope }: { scope: string }) => scope === 'project')
  expect(project.packs).toMatchObject([{ name, version: '1.0.0' }])
  const lockfile = readFileSync(path.join(at.folder, 'lock.json'), 'utf8')
  expect(JSON.parse(lockfile).packs[name].integrity).toBe(JSON.parse(stdout).integrity)
  expect(lockfile).not.toContain(registry.token)
})
