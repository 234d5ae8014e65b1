import { readdirSync } from 'node:fs'
import path from 'node:path'
import { execa } from 'execa'
import { describe, expect, test } from 'vitest'
import { type Behaviour, cutsOff, loginPage, mockRegistry, status } from './mock-registry.ts'
import { npmScratch } from './npm-scratch.ts'

describe('`hooks add` of a package on npm', () => {
  const cli = path.resolve(import.meta.dirname, '../../bin/run.cjs')

  async function adding(behaviour: Behaviour, ...args: readonly string[]) {
    const registry = await mockRegistry(behaviour)
    const { project, env } = npmScratch(registry)
    const ended = await execa(process.execPath, [cli, 'add', ...args, '--yes'], {
      cwd: project,
      env: env as Record<string, string>,
      extendEnv: false,
      reject: false,
    })
    const stderr = ended.stderr.replaceAll(registry.host, 'npm.test')
    return { status: ended.exitCode, stderr, written: readdirSync(path.join(project, '.claude')), registry }
  }

  const cases: readonly [string, Behaviour, readonly string[], string][] = [
    ['without a token', { packument: status(401) }, ['npm:hello'], 'registry-auth'],
    ['that is forbidden', { tarball: status(403) }, ['npm:hello'], 'registry-auth'],
    ['that does not exist', {}, ['npm:absent'], 'pack-not-found'],
    ['in a version that does not exist', {}, ['npm:hello@^9'], 'version-not-found'],
    ['that is gone', { packument: status(410) }, ['npm:hello'], 'pack-not-found'],
    [
      'from a busy registry',
      { packument: status(429, { 'retry-after': '60' }) },
      ['npm:hello'],
      'registry-busy',
    ],
    ['from a broken registry', { tarball: status(500) }, ['npm:hello'], 'registry-busy'],
    ['behind a login page', { packument: loginPage }, ['npm:hello'], 'registry-answer'],
    ['that is cut off', { tarball: cutsOff }, ['npm:hello'], 'registry-answer'],
    [
      'with other bytes',
      { tarball: (response) => response.end('other') },
      ['npm:hello'],
      'integrity-mismatch',
    ],
    ['offline', {}, ['npm:hello', '--offline'], 'offline'],
  ]

  test.each(cases)('%s ends with an error, and nothing is written', async (_what, behaviour, args, code) => {
    const { status, stderr, written, registry } = await adding(behaviour, ...args)
    expect({ status, stderr }).toEqual({
      status: 1,
      stderr: expect.stringMatching(new RegExp(`^error\\[${code}\\]: .*\\nhint: `)),
    })
    expect(written).toEqual([])
    if (code === 'offline') expect(registry.connections()).toBe(0)
  })

  test('that is deprecated says so, and installs it', async () => {
    const { status, stderr, written } = await adding(
      { newest: (described) => ({ ...described, deprecated: 'use another' }) },
      'npm:hello',
    )
    expect({ status, stderr }).toEqual({
      status: 0,
      stderr: expect.stringContaining('warning: hello 1.1.0 is deprecated: use another'),
    })
    expect(written).toEqual(['hookpack', 'settings.json'])
  })
})
