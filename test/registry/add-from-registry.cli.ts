import { chmodSync, existsSync, readFileSync, rmSync } from 'node:fs'
import path from 'node:path'
import { describe, expect, test } from 'vitest'
import { packagePath } from '../../src/io/registry-static.ts'
import { put, readJson, refused, type Scratch, scratch } from '../scenarios/cli.ts'
import { scratchFolder, writeRegistry } from './fixture.ts'
import { type StaticServer, serve } from './static-server.ts'

async function registry(
  ...args: Parameters<typeof writeRegistry> extends [string, ...infer Rest] ? Rest : never
): Promise<StaticServer & { folder: string }> {
  const folder = await writeRegistry(scratchFolder(), ...args)
  return Object.assign(await serve(folder), { folder })
}

interface Lock {
  readonly packs: Record<string, { version: string; source: string; resolved: string; integrity: string }>
}
const lockOf = ({ folder }: Scratch): Lock['packs'] => readJson<Lock>(path.join(folder, 'lock.json')).packs
const configure = (at: Scratch, registries: object, folder = at.folder): void =>
  put(path.join(folder, 'hookpack.json'), { registries })

describe('a pack of a configured registry', () => {
  test('is installed with its registry and address in the lockfile', async () => {
    const [at, acme] = [scratch(), await registry({ hello: ['1.0.0', '1.1.0'] })]
    await at.done(['registry', 'add', 'acme', acme.url, '--yes'])
    await at.done(['add', 'hello', '--yes'])
    expect(lockOf(at)['hello']).toMatchObject({
      version: '1.1.0',
      source: `registry+${acme.url}`,
      resolved: expect.stringMatching(new RegExp(`^${acme.url}tarballs/[0-9a-f]{64}\\.tgz$`)),
    })
  })

  test('is installed again without the network from what is cached', async () => {
    const [at, acme] = [scratch(), await registry({ hello: ['1.0.0'] })]
    configure(at, { acme: acme.url })
    await at.done(['add', 'hello', '--yes'])
    await acme.close()
    rmSync(path.join(at.folder, 'packs'), { recursive: true })
    await at.done(['add', 'hello', '--yes', '--offline'])
    expect(existsSync(path.join(at.folder, 'packs/hello'))).toBe(true)
  })

  test('with a namespace comes from the registry of that namespace alone', async () => {
    const [at, acme, other] = [
      scratch(),
      await registry({ '@acme/hello': ['1.0.0'] }),
      await registry({ '@acme/hello': ['9.0.0'], '@acme/absent': ['1.0.0'] }),
    ]
    configure(at, { other: other.url, '@acme': acme.url })
    await at.done(['add', '@acme/hello', '--yes'])
    expect(lockOf(at)['@acme/hello']).toMatchObject({ version: '1.0.0', source: `registry+${acme.url}` })
    const { status, stderr } = await at.run(['add', '@acme/absent', '--yes'])
    expect([status, stderr]).toEqual([1, expect.stringContaining('error[pack-not-found]')])
    expect(other.seen).toEqual([])
  })

  test('comes from the embedded registry first, then from the user, then from the project', async () => {
    const [at, mine, theirs] = [
      scratch(),
      await registry({ 'notify-done': ['9.0.0'], hello: ['1.0.0'] }),
      await registry({ hello: ['9.0.0'], bye: ['1.0.0'] }),
    ]
    configure(at, { mine: mine.url }, path.join(at.home, '.claude/hookpack'))
    configure(at, { theirs: theirs.url })
    await at.done(['add', 'notify-done', 'hello', 'bye', '--yes'])
    const packs = Object.entries(lockOf(at)).map(([name, { version, source }]) => [name, version, source])
    expect(packs).toEqual([
      ['bye', '1.0.0', `registry+${theirs.url}`],
      ['hello', '1.0.0', `registry+${mine.url}`],
      ['notify-done', expect.stringMatching(/^1\./), 'registry:hookpack'],
    ])
  })

  test('that was taken back is found by its number only', async () => {
    const acme = await registry(
      { hello: ['1.0.0', '1.1.0'] },
      { line: (line) => (line.vers === '1.1.0' ? { ...line, yanked: 'broken' } : line) },
    )
    const at = scratch()
    configure(at, { acme: acme.url })
    await at.done(['add', 'hello', '--yes'])
    expect(lockOf(at)['hello']?.version).toBe('1.0.0')
    await at.done(['add', 'hello@1.1.0', '--yes'])
    expect(lockOf(at)['hello']?.version).toBe('1.1.0')
  })
})

describe('a registry that fails', () => {
  test('stops `add` before anything is written, and no later registry steps in', async () => {
    const [at, acme, other] = [
      scratch(),
      await registry({ hello: ['1.0.0'] }),
      await registry({ hello: ['9.0.0'] }),
    ]
    configure(at, { acme: acme.url, other: other.url })
    acme.fault = (_name, response) => Boolean(response.writeHead(403).end())
    await refused(at, ['add', 'hello', '--yes'], {
      code: 'registry-auth',
      says: [/^error\[registry-auth\]: `registry\.json` of the registry `acme` .* is refused \(403\)/],
      hint: /hooks registry add acme .* --header/,
    })
  })

  test('with a file that was changed after it was published is refused', async () => {
    const [at, acme] = [scratch(), await registry({ hello: ['1.0.0'] })]
    configure(at, { acme: acme.url })
    const line = JSON.parse(readFileSync(path.join(acme.folder, packagePath('hello')), 'utf8'))
    const other = await writeRegistry(scratchFolder(), { hello: ['2.0.0'] })
    const theirs = JSON.parse(readFileSync(path.join(other, packagePath('hello')), 'utf8'))
    put(
      path.join(acme.folder, `tarballs/${line.sha256}.tgz`),
      readFileSync(path.join(other, `tarballs/${theirs.sha256}.tgz`)),
    )
    const { status, stderr } = await at.run(['add', 'hello', '--yes'])
    expect([status, stderr]).toEqual([1, expect.stringContaining('error[integrity-mismatch]')])
    expect(stderr).toContain(`\`tarballs/${line.sha256}.tgz\` of the registry \`acme\``)
  })
})

describe('a cache that cannot be used', () => {
  test('changes nothing', async () => {
    const [at, acme] = [scratch(), await registry({ hello: ['1.0.0'] })]
    configure(at, { acme: acme.url })
    const folder = path.join(at.root, 'cache')
    put(path.join(folder, 'x'), 'x')
    chmodSync(folder, 0o555)
    const env = { HOOKPACK_CACHE_DIR: folder }
    await at.done(['add', 'hello', '--yes'], { env, modesCount: true })
    await at.done(['search', 'hello'], { env: { HOOKPACK_CACHE_DIR: path.join(folder, 'x') } })
    chmodSync(folder, 0o755)
  })
})
