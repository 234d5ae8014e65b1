import { mkdirSync, mkdtempSync, readdirSync, rmSync, writeFileSync } from 'node:fs'
import { createServer, type Server } from 'node:http'
import type { AddressInfo } from 'node:net'
import { tmpdir } from 'node:os'
import path from 'node:path'
import { execa } from 'execa'
import { afterAll, beforeAll, describe, expect, test } from 'vitest'
import { writeArchive } from '../../src/core/archive/write.ts'
import { integrityOf } from '../../src/core/integrity.ts'

const cli = path.resolve(import.meta.dirname, '../../bin/run.cjs')
const scratch = mkdtempSync(path.join(tmpdir(), 'hookpack-npm-'))
let server: Server

const text = (value: unknown): Uint8Array =>
  new TextEncoder().encode(typeof value === 'string' ? value : JSON.stringify(value))

function packVersion(name: string, version: string): Uint8Array {
  const hooks = [{ id: 'hello', event: 'Stop', handler: { module: 'hello.cjs' } }]
  return writeArchive([
    { path: 'package.json', bytes: text({ name, version, description: 'says hello' }), executable: false },
    { path: 'hooks.json', bytes: text({ hooks }), executable: false },
    { path: 'hello.cjs', bytes: text('module.exports = () => undefined\n'), executable: false },
  ])
}

const good = { '1.0.0': packVersion('@acme/hello', '1.0.0'), '1.1.0': packVersion('@acme/hello', '1.1.0') }

/** Answers as npm does: packuments by name, tarballs by path. `@acme/swapped` names another archive's integrity. */
function packument(name: string, base: string): unknown {
  const versions = Object.entries(good).map(([version, bytes]) => {
    const integrity = integrityOf(name === '@acme/swapped' ? text('other') : bytes)
    return [version, { name, version, dist: { tarball: `${base}/tarballs/${version}.tgz`, integrity } }]
  })
  return { name, 'dist-tags': { latest: '1.1.0' }, versions: Object.fromEntries(versions) }
}

beforeAll(async () => {
  server = createServer((request, response) => {
    const url = decodeURIComponent(request.url ?? '')
    const tarball = /^\/tarballs\/(.*)\.tgz$/.exec(url)?.[1] as keyof typeof good | undefined
    if (tarball) return response.end(good[tarball])
    if (!/^\/@acme\/(hello|swapped)$/.test(url)) return response.writeHead(404).end('{}')
    response.setHeader('content-type', 'application/json')
    response.end(JSON.stringify(packument(url.slice(1), `http://${request.headers.host}`)))
  })
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve))
  mkdirSync(path.join(scratch, 'home'))
  writeFileSync(
    path.join(scratch, 'home', '.npmrc'),
    `registry=http://127.0.0.1:${(server.address() as AddressInfo).port}/\n`,
  )
})

afterAll(() => {
  server.close()
  rmSync(scratch, { recursive: true, force: true })
})

async function hooks(project: string, ...args: readonly string[]) {
  const cwd = path.join(scratch, project)
  mkdirSync(path.join(cwd, '.claude'), { recursive: true })
  const env = { PATH: process.env['PATH'], HOME: path.join(scratch, 'home'), TERM: 'dumb' }
  const result = await execa(process.execPath, [cli, ...args], { cwd, env, extendEnv: false, reject: false })
  return { exitCode: result.exitCode, stdout: result.stdout, stderr: result.stderr, cwd }
}

describe('a pack on npm', () => {
  test('is installed in the newest version that matches, with its integrity in the lockfile', async () => {
    const { exitCode, cwd, stderr } = await hooks('newest', 'add', '@acme/hello@^1', '--yes')
    expect({ exitCode, stderr }).toEqual({ exitCode: 0, stderr: '' })
    const list = await hooks('newest', 'list', '--json')
    const [project] = JSON.parse(list.stdout).scopes.filter(
      (scope: { scope: string }) => scope.scope === 'project',
    )
    expect(project.packs[0]).toMatchObject({ name: '@acme/hello', version: '1.1.0', source: 'npm' })
    expect(readdirSync(path.join(cwd, '.claude/hookpack/packs/@acme/hello'))).toHaveLength(1)
    expect((await hooks('newest', 'remove', '@acme/hello', '--yes')).exitCode).toBe(0)
    expect(readdirSync(path.join(cwd, '.claude'))).toEqual([])
  })

  test('is refused when its bytes are not what npm says, and nothing is written', async () => {
    const { exitCode, stderr, cwd } = await hooks('swapped', 'add', '@acme/swapped', '--yes')
    expect(stderr).toContain('error[integrity-mismatch]')
    expect(exitCode).toBe(1)
    expect(readdirSync(path.join(cwd, '.claude'))).toEqual([])
  })

  test('that does not exist is named', async () => {
    const { exitCode, stderr } = await hooks('absent', 'add', 'npm:absent', '--yes')
    expect(stderr).toMatch(/^error\[pack-not-found\]: `127\.0\.0\.1:\d+` has no package `absent`$/m)
    expect(exitCode).toBe(1)
  })

  test('takes nothing from a .npmrc of the project', async () => {
    mkdirSync(path.join(scratch, 'hostile', '.claude'), { recursive: true })
    writeFileSync(path.join(scratch, 'hostile', '.npmrc'), 'registry=http://127.0.0.1:9/\n')
    expect((await hooks('hostile', 'add', '@acme/hello', '--yes', '--dry-run')).exitCode).toBe(0)
  })
})
