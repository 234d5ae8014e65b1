import { mkdirSync, readdirSync, readFileSync, rmSync } from 'node:fs'
import path from 'node:path'
import { gunzipSync } from 'node:zlib'
import { describe, expect, test } from 'vitest'
import { packFolder, put, readJson, refused, type Scratch, scratch, snapshot } from '../scenarios/cli.ts'

const PUBLIC = { license: 'MIT', files: ['dist', 'hooks.json'], engines: { node: '>=20' } }

function guard(at: Scratch, version = '1.0.0', name = '@acme/guard'): string {
  return packFolder(at.root, name, { described: { ...PUBLIC, version } })
}

const publish = (folder: string, ...more: string[]): string[] => [
  ...['publish', folder, '--registry-dir', '../registry', '--yes'],
  ...more,
]

/** The versions of a pack, as a reader of the registry finds them. */
function linesOf(at: Scratch, name = '@acme/guard'): Record<string, unknown>[] {
  const folder = path.join(at.root, 'registry')
  const file = readdirSync(folder, { recursive: true })
    .map(String)
    .find((one) => one.endsWith(`${name.replace('/', '__')}.ndjson`))
  if (file === undefined) return []
  const text = readFileSync(path.join(folder, file), 'utf8')
  return text
    .split('\n')
    .filter(Boolean)
    .map((line) => JSON.parse(line))
}

const versionsOf = (at: Scratch): unknown[] => linesOf(at).map(({ vers }) => vers)

function searchRows(at: Scratch): Record<string, unknown>[] {
  const text = gunzipSync(readFileSync(path.join(at.root, 'registry/search/all.ndjson.gz'))).toString()
  return text
    .split('\n')
    .filter(Boolean)
    .map((line) => JSON.parse(line))
}

describe('publishing into a folder', () => {
  test('makes a registry that has the pack, its archive, its files, a search row and the schemas', async () => {
    const at = scratch()
    const { stdout } = await at.done(publish(guard(at), '--registry-name', 'acme'))
    expect(stdout).toContain('a new registry `acme`')
    expect(stdout).toContain('added @acme/guard 1.0.0 to the registry `acme`')
    const registry = path.join(at.root, 'registry')
    expect(readJson(path.join(registry, 'registry.json'))).toEqual({
      $schema: 'schema/registry.schema.json',
      v: 1,
      name: 'acme',
      dl: 'tarballs/{sha256}.tgz',
      search: ['search/all.ndjson.gz'],
    })
    const [line] = linesOf(at)
    expect(line).toMatchObject({ vers: '1.0.0', src: '', engines: { node: '>=20' }, events: ['PreToolUse'] })
    expect(readFileSync(path.join(registry, 'tarballs', `${line?.['sha256']}.tgz`))).toHaveLength(
      line?.['bytes'] as number,
    )
    expect(readJson(path.join(registry, 'meta', `${line?.['meta']}.json`))).toMatchObject({ license: 'MIT' })
    expect(searchRows(at)).toMatchObject([{ name: '@acme/guard', latest: '1.0.0' }])
    expect(readdirSync(path.join(registry, 'schema'))).toContain('registry.schema.json')
    expect(readdirSync(registry).filter((name) => name.startsWith('.'))).toEqual([])
  })

  test('says what it did as JSON', async () => {
    const at = scratch()
    const { stdout } = await at.done(publish(guard(at), '--registry-name', 'acme', '--json'))
    const [line] = linesOf(at)
    expect(JSON.parse(stdout)).toEqual({
      name: '@acme/guard',
      version: '1.0.0',
      to: { kind: 'folder', folder: path.join(at.root, 'registry'), registry: 'acme', isNew: true },
      bytes: line?.['bytes'],
      integrity: line?.['integrity'],
      files: ['dist/one.cjs', 'hooks.json', 'package.json'].map((name) => ({
        path: name,
        bytes: expect.any(Number),
      })),
      permissions: null,
      warnings: expect.arrayContaining([expect.stringContaining('README')]),
      published: true,
    })
  })

  test('adds versions beside those that are there, which keep every byte', async () => {
    const at = scratch()
    await at.done(publish(guard(at, '1.0.0'), '--registry-name', 'acme'))
    await at.done(publish(guard(at, '1.0.0', 'other')))
    const before = snapshot(path.join(at.root, 'registry'))
    const [first] = linesOf(at)
    await at.done(publish(guard(at, '2.0.0')))
    await at.done(publish(guard(at, '1.5.0')))
    await at.done(publish(guard(at, '3.0.0-beta.1')))
    expect(versionsOf(at)).toEqual(['1.0.0', '1.5.0', '2.0.0', '3.0.0-beta.1'])
    expect(linesOf(at)[0]).toEqual(first)
    const after = snapshot(path.join(at.root, 'registry'))
    const changed = Object.keys(before).filter((name) => after[name] !== before[name])
    expect(changed.map((name) => path.extname(name))).toEqual(['.ndjson', '.gz'])
    // What search shows is the newest version, and no pre-release.
    expect(searchRows(at)).toMatchObject([
      { name: '@acme/guard', latest: '2.0.0' },
      { name: 'other', latest: '1.0.0' },
    ])
  })

  test('keeps lines of newer formats as they are', async () => {
    const at = scratch()
    await at.done(publish(guard(at, '1.0.0'), '--registry-name', 'acme'))
    const folder = path.join(at.root, 'registry')
    const name = readdirSync(folder, { recursive: true })
      .map(String)
      .find((one) => one.endsWith('.ndjson'))
    const file = path.join(folder, name ?? '')
    const newer = '{"v": 2, "what": "nobody knows yet"}'
    put(file, `${readFileSync(file, 'utf8')}${newer}\n`)
    await at.done(publish(guard(at, '1.1.0')))
    expect(readFileSync(file, 'utf8')).toContain(`${newer}\n`)
    expect(linesOf(at)).toHaveLength(3)
  })

  test('does nothing when the same version is there already', async () => {
    const at = scratch()
    await at.done(publish(guard(at), '--registry-name', 'acme'))
    const before = snapshot(at.root)
    const { stdout } = await at.done(publish(guard(at), '--json'))
    expect(JSON.parse(stdout)).toMatchObject({ published: false })
    expect(snapshot(at.root)).toEqual(before)
  })

  test('refuses the same version with other contents', async () => {
    const at = scratch()
    await at.done(publish(guard(at), '--registry-name', 'acme'))
    const folder = guard(at)
    put(path.join(folder, 'dist/one.cjs'), 'module.exports = () => { /* other */ }\n')
    await refused(at, publish(folder), {
      code: 'version-published',
      says: ['`@acme/guard@1.0.0`', 'other contents'],
      hint: 'raise `version`',
    })
  })

  test('finishes what was interrupted before the line was written, and shows nothing of it until then', async () => {
    const at = scratch()
    await at.done(publish(guard(at, '1.0.0'), '--registry-name', 'acme'))
    const folder = path.join(at.root, 'registry')
    const packages = snapshot(path.join(folder, 'pkg'))
    // A folder stands where the new file of lines would be staged: the last write fails, those before it do not.
    const [file = ''] = Object.keys(packages).filter((name) => name.endsWith('.ndjson'))
    const inTheWay = path.join(folder, 'pkg', path.dirname(file), `.${path.basename(file)}.hookpack-tmp`)
    mkdirSync(path.join(inTheWay, 'inside'), { recursive: true })
    const failed = await at.run(publish(guard(at, '2.0.0')))
    expect(failed.stderr).toContain('error[write-failed]')
    rmSync(inTheWay, { recursive: true })
    expect(snapshot(path.join(folder, 'pkg'))).toEqual(packages)
    expect(readdirSync(path.join(folder, 'tarballs'))).toHaveLength(2)
    await at.done(publish(guard(at, '2.0.0')))
    expect(versionsOf(at)).toEqual(['1.0.0', '2.0.0'])
  })

  test('loses no version when several are published at once', async () => {
    const at = scratch()
    await at.done(publish(guard(at, '1.0.0'), '--registry-name', 'acme'))
    const versions = ['1.1.0', '1.2.0', '1.3.0', '1.4.0']
    const folders = versions.map((version) =>
      packFolder(at.root, `copies/${version}`, { described: { ...PUBLIC, name: '@acme/guard', version } }),
    )
    await Promise.all(folders.map((folder) => at.done(publish(folder))))
    expect(versionsOf(at)).toEqual(['1.0.0', ...versions])
    expect(searchRows(at)).toMatchObject([{ name: '@acme/guard', latest: '1.4.0' }])
  })

  test('only shows it with --dry-run', async () => {
    const at = scratch()
    const folder = guard(at)
    const before = snapshot(at.root)
    const { stdout } = await at.done(publish(folder, '--registry-name', 'acme', '--dry-run'))
    expect(stdout).toContain('nothing was published')
    expect(snapshot(at.root)).toEqual(before)
  })
})

describe('what cannot be published into a folder is refused, and nothing is written:', () => {
  test('a new registry without a name', async () => {
    const at = scratch()
    const says = ['a new one needs a name']
    await refused(at, publish(guard(at)), { code: 'usage', says, hint: '--registry-name' })
  })

  test('a name that the registry does not have', async () => {
    const at = scratch()
    await at.done(publish(guard(at), '--registry-name', 'acme'))
    const says = ['`acme`, not `other`']
    await refused(at, publish(guard(at, '1.1.0'), '--registry-name', 'other'), {
      ...{ code: 'usage', says, hint: '--registry-name' },
    })
  })

  test('a folder that holds something else', async () => {
    const at = scratch()
    put(path.join(at.root, 'registry/holiday.jpg'), 'x')
    await refused(at, publish(guard(at), '--registry-name', 'acme'), {
      code: 'registry-invalid',
      says: ['`holiday.jpg`'],
      hint: 'empty',
    })
  })

  test('a pack without a license or `files`, and one that needs a script where it is installed', async () => {
    const at = scratch()
    const scripts = { postinstall: 'node build.js' }
    const bare = packFolder(at.root, 'bare', { described: { scripts } })
    await refused(at, publish(bare, '--registry-name', 'acme'), {
      code: 'not-publishable',
      says: ['"license": "MIT"', '"files": ["dist","hooks.json"]', '`scripts.postinstall`'],
      hint: 'hooks validate',
    })
  })

  test('a flag that only npm has a use for', async () => {
    const at = scratch()
    for (const flag of ['--tag=next', '--provenance'])
      await refused(at, publish(guard(at), flag), { code: 'usage', says: ['is for npm'], hint: /./ })
  })

  test('without a terminal to ask on', async () => {
    const at = scratch()
    const args = ['publish', guard(at), '--registry-dir', '../registry', '--registry-name', 'acme']
    await refused(at, args, { code: 'confirmation-needed', says: ['publishes a pack'], hint: '--dry-run' })
  })
})
