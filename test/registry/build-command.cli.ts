import { cpSync, existsSync, readFileSync, rmSync, writeFileSync } from 'node:fs'
import path from 'node:path'
import { describe, expect, test } from 'vitest'
import { writeArchive } from '../../src/core/archive/write.ts'
import { integrityOf } from '../../src/core/integrity.ts'
import { packagePath } from '../../src/io/registry-static.ts'
import type { Line } from '../../src/schema/registry.ts'
import { packFolder, put, readJson, refused, type Scratch, scratch, snapshot } from '../scenarios/cli.ts'
import { open, packFiles, scratchFolder } from './fixture.ts'

const BUILD = ['registry', 'build', '../packs', '--out', '../public', '--name', 'acme']

const publicOf = ({ root }: Scratch): string => path.join(root, 'public')
const packsOf = ({ root }: Scratch): string => path.join(root, 'packs')

function linesOf(at: Scratch, name: string): readonly Line[] {
  const text = readFileSync(path.join(publicOf(at), packagePath(name)), 'utf8')
  return text
    .split('\n')
    .filter(Boolean)
    .map((line) => JSON.parse(line))
}

/** An archive of a pack as its author has published it, beside the folders. */
function archive(at: Scratch, name: string, version: string): Uint8Array {
  const bytes = writeArchive(packFiles(name, version))
  put(path.join(packsOf(at), `${name.replace('/', '-').replace('@', '')}-${version}.tgz`), Buffer.from(bytes))
  return bytes
}

describe('hooks registry build', () => {
  test('makes a registry of folders and archives', async () => {
    const at = scratch()
    packFolder(at.root, 'guard')
    const bytes = archive(at, '@acme/hello', '1.2.0')
    const { stdout } = await at.done(BUILD)
    expect(stdout).toContain('published\n  @acme/hello 1.2.0\n  guard 1.0.0\n')
    const registry = open(publicOf(at), scratchFolder())
    expect((await registry.search()).map(({ name, latest }) => `${name} ${latest}`)).toEqual([
      '@acme/hello 1.2.0',
      'guard 1.0.0',
    ])
    // An archive is published as it is: with the integrity that npm knows it by.
    expect((await registry.fetch('@acme/hello', '1.2.0')).integrity).toBe(integrityOf(bytes))
    expect(readJson(path.join(publicOf(at), 'registry.json'))).toMatchObject({ v: 1, name: 'acme' })
    expect(existsSync(path.join(publicOf(at), 'schema/hooks.schema.json'))).toBe(true)
  })

  test('makes the same bytes of the same sources', async () => {
    const at = scratch()
    packFolder(at.root, 'guard')
    archive(at, 'hello', '1.0.0')
    const env = { SOURCE_DATE_EPOCH: '1770000000' }
    await at.done(BUILD, { env })
    const first = snapshot(publicOf(at))
    rmSync(publicOf(at), { recursive: true })
    await at.done(BUILD, { env })
    expect(snapshot(publicOf(at))).toEqual(first)
    const again = await at.done(['registry', 'build', '../packs', '--out', '../public'])
    expect(again.stdout).toContain('is up to date')
    expect(snapshot(publicOf(at))).toEqual(first)
  })

  test('adds new versions to those that are published, whose sources need not be there any more', async () => {
    const at = scratch()
    const folder = packFolder(at.root, 'guard')
    archive(at, 'hello', '1.0.0')
    await at.done(BUILD, { env: { SOURCE_DATE_EPOCH: '1770000000' } })
    const before = snapshot(publicOf(at))
    rmSync(path.join(packsOf(at), 'hello-1.0.0.tgz'))
    packFolder(at.root, 'guard', { described: { version: '1.1.0' } })
    writeFileSync(path.join(folder, 'dist/one.cjs'), 'module.exports = () => 1\n')
    const { stdout } = await at.done(['registry', 'build', '../packs', '--out', '../public', '--json'])
    expect(JSON.parse(stdout)).toMatchObject({
      name: 'acme',
      packs: [{ name: 'guard', version: '1.1.0', isNew: true }],
      written: true,
    })
    const lines = linesOf(at, 'guard')
    expect(lines.map(({ vers }) => vers)).toEqual(['1.0.0', '1.1.0'])
    expect(lines[0]?.pubtime).toBe('2026-02-02T02:40:00Z')
    const after = snapshot(publicOf(at))
    for (const [name, content] of Object.entries(before)) {
      if (/^(meta|tarballs)\/|hello/.test(name)) expect(after[name], name).toBe(content)
    }
    expect((await open(publicOf(at), scratchFolder()).search()).map(({ latest }) => latest)).toEqual([
      '1.1.0',
      '1.0.0',
    ])
  })

  test('does not change what is published: it refuses, and writes nothing', async () => {
    const at = scratch()
    const folder = packFolder(at.root, 'guard')
    await at.done(BUILD)
    writeFileSync(path.join(folder, 'dist/one.cjs'), 'module.exports = () => 1\n')
    await refused(at, BUILD, {
      code: 'version-published',
      says: ['`guard@1.0.0` is published already, with other contents'],
      hint: /raise `version`/,
    })
  })

  test('keeps what the owner has said of a version, and lines of newer formats', async () => {
    const at = scratch()
    archive(at, 'hello', '1.0.0')
    archive(at, 'hello', '1.1.0')
    await at.done(BUILD)
    const file = path.join(publicOf(at), packagePath('hello'))
    const text = readFileSync(file, 'utf8')
    const changed = text.replace(/("vers":"1\.1\.0".*)"yanked":null/, '$1"yanked":"broken"')
    put(file, `${changed}{"v":2,"vers":"x"}\n`)
    const json = path.join(publicOf(at), 'registry.json')
    put(json, { ...readJson<object>(json), ttl: 60 })
    archive(at, 'hello', '1.0.1')
    await at.done(BUILD)
    const registry = open(publicOf(at), scratchFolder())
    expect((await registry.packument('hello'))?.versions).toMatchObject([
      { version: '1.0.0', yanked: false },
      { version: '1.0.1', yanked: false },
      { version: '1.1.0', yanked: true },
    ])
    expect((await registry.search()).map(({ latest }) => latest)).toEqual(['1.0.1'])
    expect(readFileSync(file, 'utf8')).toContain('{"v":2,"vers":"x"}\n')
    expect(readJson(json)).toMatchObject({ ttl: 60 })
  })

  test('takes publishing times from releases.json, and keeps new ones there', async () => {
    const at = scratch()
    packFolder(at.root, 'guard')
    packFolder(at.root, 'other')
    const releases = path.join(packsOf(at), 'releases.json')
    put(releases, { 'guard@1.0.0': '2020-01-01T00:00:00Z' })
    await at.done(BUILD, { env: { SOURCE_DATE_EPOCH: '1770000000' } })
    expect(linesOf(at, 'guard')[0]?.pubtime).toBe('2020-01-01T00:00:00Z')
    expect(readJson(releases)).toEqual({
      'guard@1.0.0': '2020-01-01T00:00:00Z',
      'other@1.0.0': '2026-02-02T02:40:00Z',
    })
  })

  test('shows what it would write', async () => {
    const at = scratch()
    packFolder(at.root, 'guard')
    const before = snapshot(at.root)
    const { stdout } = await at.done([...BUILD, '--dry-run'])
    expect(stdout).toMatch(/^would publish\n {2}guard 1\.0\.0\nwould write \d+ files/)
    expect(snapshot(at.root)).toEqual(before)
  })

  test('leaves out names with `_` or `.`, and a registry inside the folder', async () => {
    const at = scratch()
    const folder = packFolder(at.root, 'guard')
    cpSync(folder, path.join(packsOf(at), '_draft'), { recursive: true })
    cpSync(folder, path.join(packsOf(at), '.hidden'), { recursive: true })
    const build = ['registry', 'build', '../packs', '--out', '../packs/public', '--name', 'acme']
    await at.done(build)
    expect((await at.done(build)).stdout).toContain('is up to date')
  })

  test.each([
    ['a folder that is not there', ['../absent', '--out', '../public', '--name', 'acme'], 'pack-unreadable'],
    ['a folder without packs', ['../empty', '--out', '../public', '--name', 'acme'], 'pack-unreadable'],
    ['a new registry without a name', ['../packs', '--out', '../public'], 'usage'],
    ['a name that is none', ['../packs', '--out', '../public', '--name', 'A B'], 'usage'],
    [
      'an output that is something else',
      ['../packs', '--out', '../home2', '--name', 'acme'],
      'registry-invalid',
    ],
    ['a pack that is none', ['../broken', '--out', '../public', '--name', 'acme'], 'pack-unreadable'],
  ])('refuses %s', async (_, args, code) => {
    const at = scratch()
    packFolder(at.root, 'guard')
    put(path.join(at.root, 'empty/README.md'), 'x')
    put(path.join(at.root, 'home2/letter.txt'), 'x')
    put(path.join(at.root, 'broken/pack/package.json'), { name: 'pack', version: '1.0.0' })
    await refused(at, ['registry', 'build', ...args], {
      code: code as 'usage',
      says: [/./],
      hint: /./,
    })
  })

  test('refuses another name for a registry that has one', async () => {
    const at = scratch()
    packFolder(at.root, 'guard')
    await at.done(BUILD)
    await refused(at, [...BUILD.slice(0, -1), 'other'], {
      code: 'usage',
      says: ['is called `acme`, not `other`'],
      hint: /leave `--name` out/,
    })
  })
})
