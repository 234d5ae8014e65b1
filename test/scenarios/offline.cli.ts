import { existsSync, readFileSync, rmSync } from 'node:fs'
import path from 'node:path'
import { describe, expect, test } from 'vitest'
import { type MockRegistry, mockRegistry } from '../npm/mock-registry.ts'
import { scratchFolder, writeRegistry } from '../registry/fixture.ts'
import { serve } from '../registry/static-server.ts'
import { packFolder, put, type Scratch, scratch } from './cli.ts'

const NO_SOCKETS = path.resolve(import.meta.dirname, 'no-sockets.cjs')

interface Watched {
  readonly status: number | undefined
  readonly stdout: string
  readonly stderr: string
  /** What went to the network. */
  readonly opened: readonly string[]
}

/** Runs a command and sees what it opens. */
async function watched(at: Scratch, args: readonly string[]): Promise<Watched> {
  const file = `${at.root}-state/sockets`
  put(file, '')
  const env = { NODE_OPTIONS: `--require=${NO_SOCKETS}`, SOCKETS: file }
  const { status, stdout, stderr } = await at.run(args, { env })
  const opened = readFileSync(file, 'utf8').split('\n').filter(Boolean)
  return { status, stdout, stderr, opened }
}

/** A project of a user with npm and a static registry on this machine. */
async function surroundings(): Promise<{
  readonly at: Scratch
  readonly npm: MockRegistry
  readonly url: string
}> {
  const at = scratch()
  const npm = await mockRegistry()
  const folder = await writeRegistry(scratchFolder(), { hello: ['1.0.0', '1.1.0'] })
  const { url } = await serve(folder)
  put(path.join(at.home, '.npmrc'), `registry=${npm.url}\nfetch-retries=0\n`)
  put(path.join(at.folder, 'hookpack.json'), { registries: { acme: url } })
  return { at, npm, url }
}

const PACKS = ['npm:@acme/hello@1.0.0', 'hello@1.0.0', 'block-dangerous-bash']

describe('with --offline and nothing kept', () => {
  test.each([
    ['add npm:@acme/hello --yes', /`@acme\/hello` of `127[^`]*` is not in npm's cache/],
    ['add hello --yes', /is not in the cache, and the network is not to be used/],
    ['add github:acme/hooks --yes', /`github:acme\/hooks` is a repository/],
    [
      'add https://example.test/pack.tgz --yes',
      /`?https:\/\/example\.test\/pack\.tgz`?.* the network is not to be used/,
    ],
    ['info @acme/hello', /`@acme\/hello` of/],
    ['info hello', /is not in the cache/],
    ['search x --registry acme', /is not in the cache/],
    ['search x --npm', /the network is not to be used/],
  ])('`%s` says what is missing and opens no socket', async (line, says) => {
    const { at } = await surroundings()
    const { status, stderr, opened } = await watched(at, [...line.split(' '), '--offline'])
    expect(opened).toEqual([])
    expect(stderr).toMatch(/^error\[offline\]/m)
    expect(stderr).toMatch(says)
    expect(stderr).toMatch(/^hint: do it once with the network/m)
    expect(status).toBe(1)
  })

  test('what comes with hookpack is there', async () => {
    const { at } = await surroundings()
    for (const line of [
      'info block-dangerous-bash',
      'search bash',
      'add block-dangerous-bash --yes',
      'update --yes',
    ]) {
      const { status, stderr, opened } = await watched(at, [...line.split(' '), '--offline'])
      expect({ line, opened }).toEqual({ line, opened: [] })
      expect(status, stderr).toBe(0)
    }
  })

  test('a pack of a lockfile that is not there is the error, and what else is there stays', async () => {
    const { at } = await surroundings()
    await at.done(['add', ...PACKS, '--yes'])
    rmSync(path.join(at.folder, 'packs/hello'), { recursive: true })
    rmSync(`${at.root}-cache`, { recursive: true })
    const { status, stderr, opened } = await watched(at, ['install', '--yes', '--offline'])
    expect({ status, opened }).toEqual({ status: 1, opened: [] })
    expect(stderr).toMatch(/error\[offline\]/)
    expect(existsSync(path.join(at.folder, 'packs/block-dangerous-bash'))).toBe(true)
  })
})

/** With the exit status; what was installed is gone before each. */
const ONCE_HAD = [
  ['install --yes', 0],
  ['install --frozen --yes', 0],
  ['info hello@1.0.0', 0],
  ['info @acme/hello@1.0.0', 0],
  ['search --registry acme', 0],
  // There is a newer one.
  ['outdated', 1],
  ['update --yes', 0],
  ['add hello@1.0.0 --yes', 0],
] as const

test('with --offline, what was had once works and opens no socket; what was not is the error', {
  timeout: 300_000,
}, async () => {
  const { at } = await surroundings()
  await at.done(['add', ...PACKS, '--yes'])
  await at.done(['search', '--registry', 'acme'])
  for (const [line, ends] of ONCE_HAD) {
    rmSync(path.join(at.folder, 'packs'), { recursive: true, force: true })
    const { status, stderr, opened } = await watched(at, [...line.split(' '), '--offline'])
    expect({ line, opened }).toEqual({ line, opened: [] })
    expect(status, stderr).toBe(ends)
    expect(stderr).not.toContain('error[')
  }
  await at.done(['install', '--yes', '--offline'])
  const { status, stderr, opened } = await watched(at, ['update', 'hello', '--latest', '--yes', '--offline'])
  expect({ status, opened }).toEqual({ status: 1, opened: [] })
  expect(stderr).toMatch(/^error\[offline\]: `hello@1.1.0` cannot be had: .* of the registry `acme`/m)
})

test('what needs no network opens no socket, also without --offline', { timeout: 300_000 }, async () => {
  const { at } = await surroundings()
  await at.done(['add', ...PACKS, '--yes'])
  const own = packFolder(at.root, 'own')
  put(path.join(own, 'cases/one.json'), { hook: 'one', cases: [] })
  const lines = [
    '--version',
    '--help',
    'add --help',
    'list',
    'list --json',
    'config block-dangerous-bash',
    'config block-dangerous-bash --set groups.git=ask --yes',
    'install --yes',
    'install --frozen --yes',
    'registry list',
    'logs',
    'stats',
    `validate ${own} --no-cases`,
    `test ${own}`,
    `pack ${own}`,
    'init fresh --yes',
    'remove hello --yes',
    'rollback --yes',
    'remove hello @acme/hello block-dangerous-bash --yes',
  ]
  for (const line of lines) {
    const { stderr, opened } = await watched(at, line.split(' '))
    expect({ line, opened }).toEqual({ line, opened: [] })
    expect(stderr, line).not.toMatch(/error\[(?!manifest|pack-invalid|usage)/)
  }
})

test('a command that does use the network is seen', async () => {
  const { at, npm, url } = await surroundings()
  const { status, opened } = await watched(at, ['add', ...PACKS, '--yes'])
  expect(status).toBe(0)
  expect(opened.filter((one) => one.startsWith('connect'))).toEqual(
    expect.arrayContaining([
      expect.stringContaining(npm.host.split(':')[1] ?? ''),
      expect.stringContaining(new URL(url).port),
    ]),
  )
})
