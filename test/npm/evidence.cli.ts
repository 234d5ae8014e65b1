import path from 'node:path'
import { execa } from 'execa'
import { expect, test } from 'vitest'
import { mockRegistry } from './mock-registry.ts'
import { npmScratch } from './npm-scratch.ts'
import { listing, signedBy, signingKey } from './registry-keys.ts'

const cli = path.resolve(import.meta.dirname, '../../bin/run.cjs')

const key = signingKey()
const evidence = { kind: 'registry-signature', keyid: 'SHA256:test', key: key.fingerprint }

/** Somebody whose registry has signed 1.1.0, and not 1.0.0. */
async function user() {
  const registry = await mockRegistry({ newest: signedBy(key), keys: listing(key) })
  const { project, env } = npmScratch(registry)
  return async (...args: readonly string[]) => {
    const start = { cwd: project, env: env as Record<string, string>, extendEnv: false, reject: false }
    const { exitCode, stdout, stderr } = await execa(process.execPath, [cli, ...args], start)
    return { exitCode, stdout, stderr }
  }
}

test('`hooks info` shows what proves where a pack comes from', async () => {
  const hooks = await user()
  expect((await hooks('info', '@acme/hello')).stdout).toMatch(
    /from npm, .* verified, signed by the registry$/m,
  )
  expect(JSON.parse((await hooks('info', '@acme/hello', '--json')).stdout)).toMatchObject({ evidence })
})

test('a plan shows it before the question, and how it changes', async () => {
  const hooks = await user()
  const older = await hooks('add', '@acme/hello@1.0.0', '--yes')
  expect(`${older.stdout}${older.stderr}`).toMatch(/from npm, .* verified, no signature$/m)
  expect(JSON.parse((await hooks('outdated', '--json')).stdout).packs).toMatchObject([
    { name: '@acme/hello', evidence: null, gone: false },
  ])
  const newer = await hooks('add', '@acme/hello@1.1.0', '--yes')
  expect(`${newer.stdout}${newer.stderr}`).toMatch(/verified, no signature → signed by the registry$/m)
})

test('a loss of it is refused, unless the user insists', async () => {
  const hooks = await user()
  expect((await hooks('add', '@acme/hello@1.1.0', '--yes')).exitCode).toBe(0)
  const back = await hooks('add', '@acme/hello@1.0.0', '--yes')
  expect(back).toMatchObject({ exitCode: 1, stdout: '' })
  expect(back.stderr).toMatch(
    /^error\[evidence-lost\]: `@acme\/hello@1\.0\.0` is proven worse than it was before: it had the registry's signature, and now has no signature\nhint: .*`--allow-weaker`/m,
  )
  expect((await hooks('add', '@acme/hello@1.0.0', '--yes', '--allow-weaker')).exitCode).toBe(0)
})
