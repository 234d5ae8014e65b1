import { describe, expect, test } from 'vitest'
import { scratch } from '../scenarios/cli.ts'
import { scratchFolder, writeRegistry } from './fixture.ts'
import { type StaticServer, serve } from './static-server.ts'

async function registry(packs: Readonly<Record<string, string[]>>): Promise<StaticServer> {
  return serve(await writeRegistry(scratchFolder(), packs))
}

interface Hit {
  readonly name: string
  readonly registry: string
}
const hitsIn = (stdout: string): string[] =>
  JSON.parse(stdout).packs.map(({ name, registry }: Hit) => `${registry}/${name}`)

describe('hooks search', () => {
  test('looks in all registries, and says which one a pack is from unless it is the embedded one', async () => {
    const [at, acme] = [scratch(), await registry({ 'acme-guard': ['1.0.0', '1.1.0'] })]
    await at.done(['registry', 'add', 'acme', acme.url, '--yes'])
    const { stdout, stderr } = await at.done(['search'])
    expect(stderr).toBe('')
    expect(stdout).toMatch(/^acme-guard +1\.1\.0 +Stop +from acme$/m)
    expect(stdout).toMatch(/^format-on-edit +1\.0\.0 +PostToolUse$/m)
  })

  test('shows of a name that several have the one that `hooks add` takes', async () => {
    const [at, acme] = [scratch(), await registry({ 'notify-done': ['9.0.0'], own: ['1.0.0'] })]
    await at.done(['registry', 'add', 'acme', acme.url, '--yes'])
    const hits = hitsIn((await at.done(['search', '--json', 'done'])).stdout)
    expect(hits.filter((hit) => hit.endsWith('/notify-done'))).toEqual(['hookpack/notify-done'])
    expect(hitsIn((await at.done(['search', '--json', '--registry', 'acme'])).stdout)).toEqual([
      'acme/notify-done',
      'acme/own',
    ])
  })

  test('shows of the registry of a namespace what is in the namespace', async () => {
    const [at, acme] = [scratch(), await registry({ '@acme/guard': ['1.0.0'], stray: ['1.0.0'] })]
    await at.done(['registry', 'add', '@acme', acme.url, '--yes'])
    expect(hitsIn((await at.done(['search', '--json', '--registry', '@acme'])).stdout)).toEqual([
      '@acme/@acme/guard',
    ])
  })

  test('leaves out a registry that cannot be reached, and says so', async () => {
    const [at, acme] = [scratch(), await registry({ own: ['1.0.0'] })]
    await at.done(['registry', 'add', 'acme', acme.url, '--yes'])
    await acme.close()
    const { stdout, stderr } = await at.done(['search', 'notify'])
    expect(stdout).toContain('notify-done')
    expect(stderr).toMatch(/^warning: the registry `acme` is left out: .*nobody answers there/)
    const { status, stderr: alone } = await at.run(['search', '--registry', 'acme'])
    expect([status, alone]).toEqual([1, expect.stringContaining('error[registry-unreachable]')])
  })

  test('offline takes what is in the cache', async () => {
    const [at, acme] = [scratch(), await registry({ own: ['1.0.0'] })]
    await at.done(['registry', 'add', 'acme', acme.url, '--yes'])
    await at.done(['search'])
    await acme.close()
    const { stdout, stderr } = await at.done(['search', 'hello', '--offline', '--json'])
    expect([hitsIn(stdout), stderr]).toEqual([['acme/own'], ''])
  })

  test('knows which registries there are', async () => {
    const at = scratch()
    const { status, stderr } = await at.run(['search', '--registry', 'hookpak'])
    expect(status).toBe(1)
    expect(stderr).toContain('no registry `hookpak` is configured in the project scope')
    expect(stderr).toContain('did you mean `hookpack`?')
    await at.done(['registry', 'add', '@corp', 'https://npm.corp.example', '--npm', '--yes'])
    expect((await at.run(['search', '--registry', '@corp'])).stderr).toContain(
      '`@corp` is a registry of npm, which cannot be searched here',
    )
  })

  test('prints nothing of a registry that a terminal would obey', async () => {
    const at = scratch()
    const server = await serve(
      await writeRegistry(scratchFolder(), { own: ['1.0.0'] }, { info: { search: ['search/odd.gz'] } }),
    )
    const { gzipSync } = await import('node:zlib')
    const row = {
      name: 'own\u001B[2J',
      latest: '1',
      events: ['\u001B]0;x'],
      tags: [],
      description: '\u202Eown',
    }
    server.fault = (name, response) => {
      if (name !== 'search/odd.gz') return false
      response.end(gzipSync(`${JSON.stringify(row)}\n`))
      return true
    }
    await at.done(['registry', 'add', 'acme', server.url, '--yes'])
    expect((await at.done(['search', '--registry', 'acme'])).stdout).not.toMatch(/[\u001B\u202E]/)
  })
})
