import { cpSync, mkdtempSync, readdirSync, readFileSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import path from 'node:path'
import { afterAll, expect, test } from 'vitest'
import { buildRegistryFolder } from '../../src/ops/build-registry.ts'

const repository = path.resolve(import.meta.dirname, '../..')
const scratch = mkdtempSync(path.join(tmpdir(), 'hookpack-registry-'))
afterAll(() => rmSync(scratch, { recursive: true, force: true }))

function copyOf(name: string): string {
  const folder = path.join(scratch, name)
  cpSync(path.join(repository, name), folder, {
    recursive: true,
    filter: (file) => !file.includes('node_modules'),
  })
  return folder
}

function filesOf(folder: string): Record<string, string> {
  const names = readdirSync(folder, { recursive: true, withFileTypes: true })
  const files = names
    .filter((entry) => entry.isFile())
    .map((entry) => path.join(entry.parentPath, entry.name))
  return Object.fromEntries(
    files.map((file) => [path.relative(folder, file), readFileSync(file).toString('base64')]).sort(),
  )
}

const catalog = copyOf('hooks-catalog')
const context = {
  ...{ cwd: scratch, env: {}, registryDir: '', runtimeDir: '', managedFile: '' },
  network: 'offline',
  now: () => 0,
} as const
const build = async (registry: string, now: string) =>
  (await buildRegistryFolder({ name: 'hookpack', catalog, registry, now }, context)).changed

test('the registry in the repository is what its catalog builds', async () => {
  const registry = copyOf('registry')
  expect(await build(registry, '2030-01-01T00:00:00Z')).toEqual([])
  expect(filesOf(registry)).toEqual(filesOf(path.join(repository, 'registry')))
})

test('building from nothing, twice, at different times gives identical bytes', async () => {
  await build(path.join(scratch, 'one'), '2030-01-01T00:00:00Z')
  await build(path.join(scratch, 'two'), '2031-01-01T00:00:00Z')
  expect(filesOf(path.join(scratch, 'one'))).toEqual(filesOf(path.join(scratch, 'two')))
  expect(filesOf(path.join(scratch, 'one'))).toEqual(filesOf(path.join(repository, 'registry')))
})

test('a published version cannot be changed', async () => {
  const changed = path.join(scratch, 'changed')
  cpSync(catalog, changed, { recursive: true })
  cpSync(path.join(repository, 'LICENSE'), path.join(changed, 'notify-done', 'dist', 'extra.txt'))
  const place = {
    name: 'hookpack',
    catalog: changed,
    registry: copyOf('registry'),
    now: '2030-01-01T00:00:00Z',
  }
  await expect(buildRegistryFolder(place, context)).rejects.toThrow(
    /notify-done@1\.0\.0` is published already/,
  )
})
