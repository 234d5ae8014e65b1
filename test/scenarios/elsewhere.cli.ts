import { existsSync, readFileSync, symlinkSync, writeFileSync } from 'node:fs'
import { createServer } from 'node:http'
import type { AddressInfo } from 'node:net'
import path from 'node:path'
import { describe, expect, onTestFinished, test } from 'vitest'
import { packFolder, put, readJson, refused, type Scratch, scratch } from './cli.ts'
import { git } from './git.ts'

interface Locked {
  readonly version: string
  readonly source: string
  readonly resolved: string
  readonly files: object
}

const lockOf = (at: Scratch): Locked | undefined =>
  readJson<{ packs: Record<string, Locked> }>(path.join(at.folder, 'lock.json')).packs['guard']
const wishOf = (at: Scratch): unknown =>
  readJson<{ packs: Record<string, unknown> }>(path.join(at.folder, 'hookpack.json')).packs['guard']

/** A repository with a pack, tagged v1; every way a repository can run code leaves a file named `ran`. */
function repository(at: Scratch): { folder: string; commit: string; ran: string } {
  const ran = path.join(at.root, 'ran')
  const folder = packFolder(at.root, 'guard', {
    described: { scripts: { prepare: `touch ${ran}`, prepack: `touch ${ran}`, install: `touch ${ran}` } },
  })
  writeFileSync(path.join(folder, '.gitattributes'), '*.cjs filter=evil\n')
  symlinkSync('/etc/hostname', path.join(folder, 'link'))
  git(folder, 'init')
  git(folder, 'add', '-A')
  git(folder, 'commit', '--message', 'one')
  git(folder, 'tag', 'v1')
  return { folder, commit: git(folder, 'rev-parse', 'HEAD'), ran }
}

describe('a pack from a git repository', () => {
  test('is taken as it is at a tag: nothing of it runs, links are left out, the commit is locked', async () => {
    const at = scratch()
    const { folder, commit, ran } = repository(at)
    await at.done(['add', `git+file://${folder}#v1`, '--yes'])
    expect(lockOf(at)).toMatchObject({
      version: '1.0.0',
      source: `git+file://${folder}`,
      resolved: `git+file://${folder}#${commit}`,
    })
    expect(Object.keys(lockOf(at)?.files ?? {})).toEqual([
      '.gitattributes',
      'dist/one.cjs',
      'hooks.json',
      'package.json',
    ])
    expect(wishOf(at)).toEqual({ version: '^1.0.0', from: `git+file://${folder}#v1` })
    expect(existsSync(ran)).toBe(false)
    expect((await at.done(['install', '--frozen', '--yes'])).stdout).toContain('nothing to do')
  })

  test('follows its branch on update, and a commit stays what it is', async () => {
    const at = scratch()
    const { folder, commit } = repository(at)
    await at.done(['add', `git+file://${folder}#main`, '--yes'])
    put(path.join(folder, 'dist/one.cjs'), '// new\nmodule.exports = () => {}\n')
    git(folder, 'commit', '--all', '--message', 'two')
    await at.done(['update', '--yes'])
    expect(lockOf(at)?.resolved).toBe(`git+file://${folder}#${git(folder, 'rev-parse', 'HEAD')}`)
    await at.done(['remove', 'guard', '--yes'])
    await at.done(['add', `git+file://${folder}#${commit}`, '--yes'])
    expect(lockOf(at)?.resolved).toBe(`git+file://${folder}#${commit}`)
  })

  test.each([
    ['git+file:///no/such/repository', 'registry-unreachable', /git cannot fetch from/],
    ['ext::sh -c true', 'spec-invalid', /not a pack spec/],
    ['git+ext::sh', 'spec-invalid', /not a pack spec/],
    ['git://example.test/x', 'spec-invalid', /not a pack spec/],
    ['github:acme/hooks#--upload-pack=x', 'spec-invalid', /not a pack spec/],
    ['acme/hooks', 'spec-invalid', /not a pack spec/],
  ] as const)('%s is refused', async (spec, code, says) => {
    await refused(scratch(), ['add', spec, '--yes'], { code, says: [says], hint: /./ })
  })

  test('that does not exist there, or is no pack, is refused', async () => {
    const at = scratch()
    const { folder } = repository(at)
    await refused(at, ['add', `git+file://${folder}#v9`, '--yes'], {
      code: 'registry-unreachable',
      says: [/find remote ref v9/],
      hint: /git ls-remote/,
    })
    git(folder, 'rm', '--quiet', 'package.json')
    git(folder, 'commit', '--message', 'no pack')
    await refused(at, ['add', `git+file://${folder}`, '--yes'], {
      code: 'pack-unreadable',
      says: [`the repository file://${folder} is not a pack`],
      hint: /./,
    })
  })
})

describe('a pack from an archive', () => {
  async function archive(at: Scratch): Promise<string> {
    await at.done(['pack', packFolder(at.root, 'guard')], { cwd: at.root })
    return path.join(at.root, 'guard-1.0.0.tgz')
  }

  test('on this disk is written down relative to the project', async () => {
    const at = scratch()
    await archive(at)
    await at.done(['add', '../guard-1.0.0.tgz', '--yes'])
    expect(wishOf(at)).toEqual({ version: '^1.0.0', from: '../guard-1.0.0.tgz' })
    expect(lockOf(at)).toMatchObject({ source: 'archive', resolved: '../guard-1.0.0.tgz' })
  })

  test('at an address, also from hookpack.json alone', async () => {
    const at = scratch()
    const bytes = readFileSync(await archive(at))
    const server = createServer((request, response) => {
      if (request.url === '/guard.tgz') response.end(bytes)
      else response.writeHead(404).end()
    })
    await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve))
    onTestFinished(() => void server.close())
    const base = `http://127.0.0.1:${(server.address() as AddressInfo).port}`
    await at.done(['add', `${base}/guard.tgz`, '--yes'])
    expect(lockOf(at)).toMatchObject({ source: 'url', resolved: `${base}/guard.tgz` })
    await at.done(['remove', 'guard', '--yes'])
    put(path.join(at.folder, 'hookpack.json'), { packs: { guard: { from: `${base}/guard.tgz` } } })
    await at.done(['install', '--yes'])
    expect(lockOf(at)?.version).toBe('1.0.0')
  })

  test('that is not there, or none, is refused', async () => {
    const at = scratch()
    await refused(at, ['add', './no.tgz', '--yes'], {
      code: 'pack-unreadable',
      says: ['no such file'],
      hint: /tgz/,
    })
    put(path.join(at.project, 'bad.tgz'), 'not an archive')
    await refused(at, ['add', './bad.tgz', '--yes'], {
      code: 'archive-refused',
      says: ['bad.tgz'],
      hint: /./,
    })
    await refused(at, ['add', 'http://example.test/x.tgz'], {
      code: 'spec-invalid',
      says: ['http://'],
      hint: /https/,
    })
  })
})

test('a folder is written down relative to the project, and found from any folder of it', async () => {
  const at = scratch()
  packFolder(at.project, 'guard')
  await at.done(['add', './guard', '--yes'], { cwd: path.join(at.project, 'packs') })
  expect(wishOf(at)).toEqual({ version: '^1.0.0', from: './packs/guard' })
  expect(lockOf(at)?.resolved).toBe('./packs/guard')
  put(path.join(at.project, 'packs/guard/dist/one.cjs'), '// new\nmodule.exports = () => {}\n')
  await at.done(['update', '--yes'], { cwd: path.join(at.project, 'packs') })
  expect(readFileSync(path.join(at.folder, 'lock.json'), 'utf8')).not.toContain(at.root)
})

test('several specs of several kinds at once are one change', async () => {
  const at = scratch()
  const { folder } = repository(at)
  await at.done(['add', `git+file://${folder}`, 'format-on-edit', packFolder(at.root, 'other'), '--yes'])
  const { packs } = readJson<{ packs: object }>(path.join(at.folder, 'lock.json'))
  expect(Object.keys(packs)).toEqual(['format-on-edit', 'guard', 'other'])
})
