import { readdirSync } from 'node:fs'
import path from 'node:path'
import { expect, test } from 'vitest'
import { integrityOf } from '../../src/core/integrity.ts'
import { packFolder, refused, scratch } from '../scenarios/cli.ts'
import { guard, NAME, signedIn, taker } from './publishing.ts'

// What npm itself does, and more of its refusals, is in the end-to-end tests.
const registry = taker()

test('npm sends the very bytes that were checked and shown, and nothing is left behind', async () => {
  const at = signedIn([registry.url])
  const folder = guard(at)
  const args = ['publish', folder, '--yes', '--json', '--tag', 'next', '--access', 'public']
  const { stdout, stderr } = await at.done(args)
  // All of stdout is one document; what npm says is on stderr.
  const told = JSON.parse(stdout)
  expect(stderr).toContain(`+ ${NAME}@1.0.0`)
  expect(told).toMatchObject({
    name: NAME,
    version: '1.0.0',
    to: { kind: 'npm', registry: registry.url, tag: 'next', access: 'public' },
    files: [{ path: 'dist/one.cjs' }, { path: 'hooks.json' }, { path: 'package.json' }],
    published: true,
  })
  const [document] = registry.sent
  expect(document).toMatchObject({ 'dist-tags': { next: '1.0.0' }, access: 'public' })
  const [archive] = Object.values(document?._attachments ?? {})
  const bytes = Buffer.from(archive?.data ?? '', 'base64')
  const { bytes: length, integrity } = told
  expect({ length: bytes.length, integrity: integrityOf(bytes) }).toEqual({ length, integrity })
  expect(document?.versions['1.0.0']?.dist.integrity).toBe(integrity)
  expect(readdirSync(path.join(at.root, 'tmp'))).toEqual([])
  expect(readdirSync(folder).sort()).toEqual(['dist', 'hooks.json', 'package.json'])
})

test('everything that package.json lacks or has too much is told at once', async () => {
  const at = signedIn([registry.url])
  const described = { private: true, scripts: { install: 'node-gyp rebuild' }, keywords: ['guard'] }
  const folder = packFolder(at.root, NAME, { described })
  const { status, stderr } = await at.run(['publish', folder, '--yes'])
  expect(stderr).toContain('error[not-publishable]')
  for (const says of ['`"private": true`', '`"hookpack"`', '"license"', '"files"', '`scripts.install`'])
    expect(stderr).toContain(says)
  expect({ status, sent: registry.sent }).toEqual({ status: 1, sent: [] })
})

test('a PATH without npm is told, with the way that needs none', async () => {
  const at = signedIn([registry.url])
  const env = { PATH: path.join(at.root, 'tmp') }
  const { status, stderr } = await at.run(['publish', guard(at), '--yes'], { env })
  expect(stderr).toContain('error[npm-not-found]')
  expect(stderr).toMatch(/^hint: .*--registry-dir/m)
  expect(status).toBe(1)
})

test('flags for npm that would make what is shown untrue are refused, and so is a folder that is no pack', async () => {
  const at = scratch()
  for (const flag of ['--dry-run', '--tag=x', '--@acme:registry=http://127.0.0.1:9/'])
    await refused(at, ['publish', '--', flag], { code: 'usage', says: [flag], hint: 'before `--`' })
  await refused(at, ['publish', '--registry', 'npm'], { code: 'usage', says: ['`npm`'], hint: 'https://' })
  await refused(at, ['publish'], { code: 'pack-unreadable', says: ['no package.json'], hint: /./ })
})
