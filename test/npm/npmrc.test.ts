import { mkdirSync, readdirSync, writeFileSync } from 'node:fs'
import path from 'node:path'
import { execa } from 'execa'
import { describe, expect, test } from 'vitest'
import { fetchTarball, npmRegistry } from '../../src/io/registry-npm.ts'
import { noteLine } from '../../src/views/notes.ts'
import { type MockRegistry, mockRegistry } from './mock-registry.ts'
import { type NpmScratch, npmScratch } from './npm-scratch.ts'

const cli = path.resolve(import.meta.dirname, '../../bin/run.cjs')

/** What a project has in its `.npmrc`. */
function projectSays({ project }: Pick<NpmScratch, 'project'>, ...lines: readonly string[]): string {
  const file = path.join(project, '.npmrc')
  writeFileSync(file, `${lines.join('\n')}\n`)
  return file
}

const authorizations = ({ seen }: MockRegistry) => seen.map(({ headers }) => headers.authorization)

describe("the user's .npmrc", () => {
  test('sends its token to the host it is for, and to no other', async () => {
    const other = await mockRegistry()
    const registry = await mockRegistry({
      newest: (described) => ({
        ...described,
        dist: { ...described.dist, tarball: `${other.url}@acme/hello/-/1.1.0.tgz` },
      }),
    })
    const { options } = npmScratch(registry, `//${registry.host}/:_authToken=\${MY_TOKEN}`)
    const env = { ...options.env, MY_TOKEN: 'secret-token' }
    // The other host has other bytes, so this ends with a refusal; the requests are what counts.
    await expect(npmRegistry({ ...options, env }).fetch('@acme/hello', '1.1.0')).rejects.toThrow()
    expect(authorizations(registry)).toEqual(['Bearer secret-token'])
    expect(authorizations(other)).toEqual([undefined])
  })

  test('has a registry of its own for a scope', async () => {
    const registry = await mockRegistry()
    const scoped = await mockRegistry({ below: '/npm/private/' })
    const { options } = npmScratch(
      registry,
      `@acme:registry=${scoped.url}`,
      `//${scoped.host}/npm/private/:username=me`,
      `//${scoped.host}/npm/private/:_password=${Buffer.from('word').toString('base64')}`,
    )
    const npm = npmRegistry(options)
    await npm.fetch('@acme/hello', '1.1.0')
    await npm.packument('plain')
    const basic = `Basic ${Buffer.from('me:word').toString('base64')}`
    expect(scoped.seen.map(({ path }) => path)).toEqual([
      '/npm/private/@acme/hello',
      '/npm/private/@acme/hello/-/1.1.0.tgz',
    ])
    expect(authorizations(scoped)).toEqual([basic, basic])
    expect(registry.seen.map(({ path }) => path)).toEqual(['/plain'])
    expect(authorizations(registry)).toEqual([undefined])
  })

  test('has no token for an address that is only near one', async () => {
    const registry = await mockRegistry()
    const teamA = { url: `${registry.url}team-a/` }
    const { options } = npmScratch(teamA, `//${registry.host}/team-a/:_authToken=secret-token`)
    await fetchTarball(`${registry.url}team-b/-/1.0.0.tgz`, options)
    await fetchTarball(`${registry.url}team-a/-/1.0.0.tgz`, options)
    expect(authorizations(registry)).toEqual([undefined, 'Bearer secret-token'])
  })

  test('with a token for no host is refused as npm refuses it', async () => {
    const { options } = npmScratch(await mockRegistry(), '_authToken=secret-token')
    await expect(npmRegistry(options).packument('@acme/hello')).rejects.toMatchObject({
      code: 'registry-auth',
      message: expect.not.stringContaining('secret-token'),
    })
  })
})

describe("a project's .npmrc", () => {
  test('gets no secret by a registry with a variable in its address', async () => {
    const [registry, evil] = [await mockRegistry(), await mockRegistry()]
    const scratch = npmScratch(registry)
    const file = projectSays(scratch, `registry=${evil.url}\${MY_TOKEN}/`, 'save-exact=true')
    const env = { ...scratch.options.env, MY_TOKEN: 'secret-token' }
    const npm = npmRegistry({ ...scratch.options, env })
    await npm.fetch('@acme/hello', '1.1.0')
    await npm.fetch('@acme/hello', '1.0.0')
    expect(evil.connections()).toBe(0)
    expect(scratch.notes).toEqual([{ code: 'npmrc-ignored', file, keys: ['registry'] }])
    expect(scratch.notes.map(noteLine)).toEqual([
      `warning: registry in ${file}: not used, a project does not decide which hosts are asked; what you need of it belongs into your user .npmrc`,
    ])
  })

  test.each([
    ['a scope', (evil: MockRegistry) => `@acme:registry=${evil.url}`, '@acme:registry'],
    ['a proxy', (evil: MockRegistry) => `proxy=${evil.url}`, 'proxy'],
    ['a proxy for https', (evil: MockRegistry) => `https-proxy=${evil.url}`, 'https-proxy'],
    ['another user file', () => 'userconfig=./evil', 'userconfig'],
    ['another global file', () => 'globalconfig=./evil', 'globalconfig'],
    [
      'a key that a variable completes',
      (evil: MockRegistry) => `\${NOTHING?}registry=${evil.url}`,
      `\${NOTHING?}registry`,
    ],
    ['a token', ({ host }: MockRegistry) => `//${host}/:_authToken=\${MY_TOKEN}`, '//HOST/:_authToken'],
    ['trust in every certificate', () => 'strict-ssl=false', 'strict-ssl'],
    ['its own authority', () => 'cafile=./evil.pem', 'cafile'],
  ])('cannot set %s', async (_what, line, key) => {
    const [registry, evil] = [await mockRegistry(), await mockRegistry()]
    const scratch = npmScratch(registry)
    writeFileSync(path.join(scratch.project, 'evil'), `registry=${evil.url}\n`)
    const file = projectSays(scratch, line(evil))
    await npmRegistry(scratch.options).fetch('@acme/hello', '1.1.0')
    expect(evil.connections()).toBe(0)
    expect(scratch.notes).toEqual([{ code: 'npmrc-ignored', file, keys: [key.replace('HOST', evil.host)] }])
  })

  test('is found in every folder up to the root of the repository, and told once', async () => {
    const scratch = npmScratch(await mockRegistry())
    const cwd = path.join(scratch.project, 'packages', 'one')
    mkdirSync(cwd, { recursive: true })
    const above = projectSays(scratch, 'registry=http://127.0.0.1:9/')
    const here = projectSays({ project: cwd }, 'noproxy=*')
    writeFileSync(path.join(scratch.root, '.npmrc'), 'registry=http://127.0.0.1:9/\n')
    const options = { ...scratch.options, cwd }
    await npmRegistry(options).packument('@acme/hello')
    await npmRegistry(options).packument('@acme/other')
    expect(scratch.notes.map((note) => 'file' in note && note.file)).toEqual([here, above])
  })

  test('that has nothing to do with the network is not worth a word', async () => {
    const scratch = npmScratch(await mockRegistry())
    projectSays(scratch, 'save-exact=true', 'engine-strict=true')
    await npmRegistry(scratch.options).packument('@acme/hello')
    expect(scratch.notes).toEqual([])
  })

  test('counts for nothing in the environment that npx makes of it', async () => {
    const [registry, evil] = [await mockRegistry(), await mockRegistry()]
    const scratch = npmScratch(registry)
    projectSays(scratch, `registry=${evil.url}\${MY_TOKEN}/`)
    const env = {
      ...scratch.options.env,
      npm_command: 'exec',
      npm_config_registry: `${evil.url}secret-token/`,
    }
    await npmRegistry({ ...scratch.options, env }).fetch('@acme/hello', '1.1.0')
    expect(evil.connections()).toBe(0)
  })

  test('counts for nothing when the real npm starts the command', async () => {
    const [registry, evil] = [await mockRegistry(), await mockRegistry()]
    const scratch = npmScratch(registry)
    projectSays(scratch, `@acme:registry=${evil.url}`, `registry=${evil.url}\${MY_TOKEN}/`)
    const add = `"${process.execPath}" "${cli}" add npm:hello --yes`
    writeFileSync(path.join(scratch.project, 'package.json'), JSON.stringify({ scripts: { add } }))
    // npm itself would ask the project's registry for a newer npm.
    const quiet = { npm_config_update_notifier: 'false' }
    const env = { ...scratch.env, ...quiet, MY_TOKEN: 'secret-token' } as Record<string, string>
    const start = { cwd: scratch.project, env, extendEnv: false, reject: false }
    const ended = await execa('npm', ['run', 'add'], start)
    expect(ended).toMatchObject({ exitCode: 0 })
    expect(evil.connections()).toBe(0)
    expect(registry.seen).toHaveLength(2)
  })

  test('is not taken for the user file because npx says so', async () => {
    const [registry, evil] = [await mockRegistry(), await mockRegistry()]
    const scratch = npmScratch(registry)
    const file = projectSays(scratch, `registry=${evil.url}`)
    const env = { ...scratch.options.env, npm_command: 'exec', npm_config_userconfig: file }
    await npmRegistry({ ...scratch.options, env }).fetch('@acme/hello', '1.1.0')
    expect(evil.connections()).toBe(0)
  })

  test('is the user file if the user names it so', async () => {
    const [registry, other] = [await mockRegistry(), await mockRegistry()]
    const scratch = npmScratch(registry)
    const env = {
      ...scratch.options.env,
      NPM_CONFIG_USERCONFIG: projectSays(scratch, `registry=${other.url}`),
    }
    await npmRegistry({ ...scratch.options, env }).fetch('@acme/hello', '1.1.0')
    expect([registry.connections(), scratch.notes]).toEqual([0, []])
  })

  test('does not keep the environment of the user from counting', async () => {
    const [registry, other] = [await mockRegistry(), await mockRegistry()]
    const scratch = npmScratch(registry)
    projectSays(scratch, 'registry=http://127.0.0.1:9/')
    const env = { ...scratch.options.env, npm_config_registry: other.url }
    await npmRegistry({ ...scratch.options, env }).fetch('@acme/hello', '1.1.0')
    expect(registry.connections()).toBe(0)
    expect(other.seen).toHaveLength(2)
  })

  test('is told by the command, which then goes on without it', async () => {
    const [registry, evil] = [await mockRegistry(), await mockRegistry()]
    const scratch = npmScratch(registry)
    const file = projectSays(scratch, `@acme:registry=${evil.url}\${MY_TOKEN}/`)
    const env = { ...scratch.env, MY_TOKEN: 'secret-token' } as Record<string, string>
    const ended = await execa(process.execPath, [cli, 'add', '@acme/hello', '--yes'], {
      cwd: scratch.project,
      env,
      extendEnv: false,
      reject: false,
    })
    expect({ status: ended.exitCode, stderr: ended.stderr }).toMatchObject({
      status: 0,
      stderr: expect.stringContaining(`warning: @acme:registry in ${file}: not used`),
    })
    expect(evil.connections()).toBe(0)
    expect(readdirSync(path.join(scratch.project, '.claude/hookpack/packs/@acme/hello'))).toHaveLength(1)
  })
})

describe('a registry that our own settings name', () => {
  test('is asked instead of the one of the scope, with its headers', async () => {
    const [registry, own] = [await mockRegistry(), await mockRegistry({ below: '/private/' })]
    const { options } = npmScratch(registry, `@acme:registry=${registry.url}`)
    const npm = npmRegistry({
      ...options,
      source: `npm+${own.url}`,
      url: own.url,
      headers: { 'X-Key': 'secret' },
    })
    await npm.fetch('@acme/hello', '1.1.0')
    expect(registry.connections()).toBe(0)
    expect(own.seen.map(({ headers }) => headers['x-key'])).toEqual(['secret', 'secret'])
    expect(npm.source).toBe(`npm+${own.url}`)
  })

  test('does not pass its headers on to hosts that it names or sends to', async () => {
    const other = await mockRegistry()
    const own = await mockRegistry({
      newest: (described) => ({
        ...described,
        dist: { ...described.dist, tarball: `${other.url}@acme/hello/-/1.1.0.tgz` },
      }),
      tarball: (response) =>
        response.writeHead(302, { location: `${other.url}@acme/hello/-/1.0.0.tgz` }).end(),
    })
    const { options } = npmScratch(await mockRegistry())
    const headers = { authorization: 'Bearer secret', 'x-key': 'secret' }
    const npm = npmRegistry({ ...options, url: own.url, headers })
    await expect(npm.fetch('@acme/hello', '1.1.0')).rejects.toThrow()
    await expect(npm.fetch('@acme/hello', '1.0.0')).rejects.toThrow()
    expect(own.seen.map((seen) => [seen.headers.authorization, seen.headers['x-key']])).toEqual([
      ['Bearer secret', 'secret'],
      ['Bearer secret', 'secret'],
    ])
    expect(other.seen.map((seen) => [seen.headers.authorization, seen.headers['x-key']])).toEqual([
      [undefined, undefined],
      [undefined, undefined],
    ])
  })
})
