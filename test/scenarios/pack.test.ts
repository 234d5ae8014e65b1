import { mkdirSync, readdirSync, utimesSync } from 'node:fs'
import path from 'node:path'
import { expect, test } from 'vitest'
import { packFolder, put, readJson, refused, scratch, snapshot } from './cli.ts'

test('a pack becomes one file, which can be installed', async () => {
  const at = scratch()
  const folder = packFolder(at.root, 'small')
  const { stdout } = await at.done(['pack', folder])
  expect(stdout).toContain(`wrote ${path.join(at.project, 'small-1.0.0.tgz')}`)
  expect(readdirSync(at.project)).toContain('small-1.0.0.tgz')
  const json = JSON.parse((await at.done(['pack', folder, '--json'])).stdout)
  expect(json).toMatchObject({
    name: 'small',
    version: '1.0.0',
    files: ['dist/one.cjs', 'hooks.json', 'package.json'],
    stale: [],
  })
})

test('the pack in the current folder is packed, and only checked with --dry-run', async () => {
  const at = scratch()
  const cwd = packFolder(at.root, 'small')
  const before = snapshot(at.root)
  expect((await at.done(['pack', '--dry-run'], { cwd })).stdout).toContain('nothing was written')
  expect(snapshot(at.root)).toEqual(before)
  await at.done(['pack'], { cwd })
  expect(readdirSync(cwd)).toContain('small-1.0.0.tgz')
  // The archive of yesterday is not part of the pack of today.
  expect(JSON.parse((await at.done(['pack', '--json'], { cwd })).stdout).files).toHaveLength(3)
})

test('a handler that was not built is refused by name', async () => {
  const at = scratch()
  const handler = { module: 'dist/absent.cjs' }
  const folder = packFolder(at.root, 'small', {
    manifest: { hooks: [{ id: 'one', event: 'Stop', handler }] },
  })
  put(path.join(folder, 'src/absent.ts'), 'export default () => undefined\n')
  await refused(at, ['pack', folder], {
    code: 'manifest-invalid',
    says: ['hooks[0].handler.module', '`dist/absent.cjs`'],
    hint: 'build it',
  })
})

test('TypeScript has to be built first', async () => {
  const at = scratch()
  const handler = { module: 'src/one.ts' }
  const folder = packFolder(at.root, 'small', {
    manifest: { hooks: [{ id: 'one', event: 'Stop', handler }] },
  })
  await refused(at, ['pack', folder], { code: 'manifest-invalid', says: ['TypeScript'], hint: /./ })
})

test('a build that is older than its source is told', async () => {
  const at = scratch()
  const folder = packFolder(at.root, 'small')
  put(path.join(folder, 'src/one.ts'), 'export default () => undefined\n')
  const yesterday = Date.now() / 1000 - 86_400
  utimesSync(path.join(folder, 'dist/one.cjs'), yesterday, yesterday)
  const { stdout } = await at.done(['pack', folder])
  expect(stdout).toContain('warning: dist/one.cjs is older than src/one.ts')
})

test('a folder in which nothing can be written is named', async () => {
  const at = scratch()
  const folder = packFolder(at.root, 'small')
  mkdirSync(path.join(at.project, 'small-1.0.0.tgz'))
  await refused(at, ['pack', folder], { code: 'write-failed', says: ['small-1.0.0.tgz'], hint: /./ })
})

test('a hook in any language is installed with its interpreter and its hash', async () => {
  const at = scratch()
  const handler = { script: 'hooks/guard.sh', interpreter: 'bash -e' }
  const hook = { id: 'guard', event: 'PreToolUse', tools: ['Bash'], failure: 'block', handler }
  const folder = packFolder(at.root, 'shell', {
    manifest: { hooks: [hook], permissions: { env: ['MY_TOKEN'] } },
  })
  put(path.join(folder, 'hooks/guard.sh'), 'echo no >&2\nexit 2\n')
  await at.done(['add', folder, '--yes'])
  const table = readJson<{ hooks: Record<string, Record<string, unknown>> }>(
    path.join(at.folder, 'table.json'),
  )
  expect(table.hooks['shell/guard']).toMatchObject({
    script: expect.stringMatching(/^packs\/shell\/.*\/hooks\/guard\.sh$/),
    interpreter: 'bash -e',
    sha256: expect.stringMatching(/^[0-9a-f]{64}$/),
    env: ['MY_TOKEN'],
  })
})
