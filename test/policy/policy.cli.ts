import { rmSync } from 'node:fs'
import path from 'node:path'
import { describe, expect, test } from 'vitest'
import { packFolder, put, readJson, refused } from '../scenarios/cli.ts'
import { record, site } from './site.ts'

describe('without a policy', () => {
  test('a version that is new waits, and an exact number takes it at once', async () => {
    const at = await site({ hello: { '1.0.0': 100, '1.1.0': 2 } })
    const added = await at.done(['add', 'hello', '--yes'])
    expect(at.locked()).toEqual({ hello: '1.0.0' })
    expect(added.stderr).toMatch(/note: hello 1\.0\.0 is taken; 1\.1\.0 waits until .* UTC \(by default\)/)
    const outdated = await at.done(['outdated', '--json'])
    expect(JSON.parse(outdated.stdout)).toMatchObject({
      packs: [{ name: 'hello', wanted: '1.0.0', latest: '1.0.0', waiting: [{ version: '1.1.0' }] }],
      due: false,
    })
    expect((await at.done(['outdated'])).stdout).toMatch(/1\.1\.0 waits until/)
    expect((await at.done(['update', '--yes'])).stderr).toMatch(/1\.1\.0 waits until/)
    await at.done(['add', 'hello@1.1.0', '--yes'])
    expect(at.locked()).toEqual({ hello: '1.1.0' })
    await at.done(['update', '--yes'])
    expect(at.locked()).toEqual({ hello: '1.1.0' })
  })

  test('a pack of which every version is new is refused with the time and the way out', async () => {
    const at = await site({ hello: { '1.0.0': 2 } })
    await refused(at, ['add', 'hello', '--yes'], {
      code: 'too-new',
      says: [/no version of `hello` that would do is 1d old yet, by default/],
      hint: /`1\.0\.0` will be at \d{4}-.*Z; `hooks add hello@1\.0\.0` takes that version at once/,
    })
    at.says({ packs: { hello: '1.0.0' } })
    await at.done(['install', '--yes'])
    expect(at.locked()).toEqual({ hello: '1.0.0' })
  })

  test('updates wait longer than first installs, and what comes from a registry of its own does not wait', async () => {
    const at = await site({ hello: { '1.0.0': 30 }, '@acme/own': { '1.0.0': 100, '1.1.0': 0 } })
    at.user({ registries: { acme: at.server.url, '@acme': at.server.url } })
    await at.done(['add', 'hello', '@acme/own', '--yes'])
    expect(at.locked()).toEqual({ hello: '1.0.0', '@acme/own': '1.1.0' })
  })
})

describe('a policy of the user', () => {
  const cases: readonly (readonly [rule: string, policy: object, says: RegExp])[] = [
    ['sources', { sources: ['hookpack', 'npm'] }, /`hello` comes from `registry\+http:.*: `sources` in /],
    [
      'namespaces',
      { namespaces: ['acme-*', '@acme/*'] },
      /`hello` has a name that is not allowed: `namespaces`/,
    ],
    ['events', { events: { deny: ['Stop'] } }, /`hello` has a hook on Stop: `events`/],
    ['allowed events', { events: { allow: ['PreToolUse'] } }, /`hello` has a hook on Stop: `events`/],
    ['evidence', { evidence: { registry: 'signed' } }, /`hello` has no signature, and `signed` is the least/],
  ]
  test.each(cases)(
    '%s: refuses what it does not allow, names its file, and lets it be removed',
    async (_rule, policy, says) => {
      const at = await site({ hello: { '1.0.0': 100 } })
      await at.done(['add', 'hello', '--yes'])
      at.user({ policy })
      const file = path.join(at.home, '.claude/hookpack/hookpack.json')
      await refused(at, ['install', '--frozen', '--yes'], {
        code: 'policy-refused',
        says: [says, file],
        hint: /hooks remove hello/,
      })
      const shown = await at.run(['policy', '--json'])
      expect(shown.status).toBe(1)
      expect(JSON.parse(shown.stdout).violations).toMatchObject([{ scope: 'project', pack: 'hello', file }])
      await at.done(['remove', 'hello', '--yes'])
      await refused(at, ['add', 'hello', '--yes'], {
        code: 'policy-refused',
        says: [says],
        hint: /whoever wrote/,
      })
      expect((await at.done(['policy'])).stdout).toContain('what is installed keeps the policy')
    },
  )

  test('sources may name registries, and a registry by its address', async () => {
    const at = await site({ hello: { '1.0.0': 100 } })
    at.user({ policy: { sources: ['acme'] } })
    await at.done(['add', 'hello', '--yes'])
    at.user({ policy: { sources: [at.server.url] } })
    await at.done(['install', '--frozen', '--yes'])
    expect((await at.run(['add', packFolder(at.root, 'other'), '--yes'])).stderr).toContain(
      'comes from `folder`',
    )
  })

  test('a required pack is brought by install, noted by others, and not removed', async () => {
    const at = await site({ hello: { '1.0.0': 100, '2.0.0': 100 }, other: { '1.0.0': 100 } })
    at.user({ policy: { required: { hello: '^1' } } })
    const added = await at.done(['add', 'other', '--yes'])
    expect(added.stdout + added.stderr).toMatch(/hello is required by .*hooks install --scope user/)
    expect((await at.run(['policy'])).stdout).toMatch(/user: hello is not installed \(`required` in/)
    await at.done(['install', '--scope', 'user', '--yes'])
    expect((await at.run(['remove', 'hello', '--scope', 'user', '--yes'])).stderr).toMatch(
      /error\[policy-refused\]: `hello` would be gone/,
    )
    expect((await at.run(['add', 'hello@2.0.0', '--scope', 'user', '--yes'])).stderr).toMatch(
      /error\[(pack-conflict|policy-refused)\]/,
    )
    await at.done(['update', '--scope', 'user', '--yes'])
    await at.done(['policy'])
    // A pack that may not be there may go, whoever requires it.
    at.user({ policy: { required: { hello: '^1' }, sources: ['hookpack'] } })
    await at.done(['remove', 'hello', '--scope', 'user', '--yes'])
  })
})

test('a policy of the project counts for the project, and is shown with its file', async () => {
  const at = await site({ hello: { '1.0.0': 100 } })
  at.says({ policy: { events: { deny: ['Stop'] }, cooldown: { first: '1w' }, heal: 'restore' } })
  expect((await at.run(['add', 'hello', '--yes'])).stderr).toMatch(/error\[(policy-refused|too-new)\]/)
  await at.done(['add', 'hello', '--scope', 'user', '--yes'])
  const { rules } = JSON.parse((await at.done(['policy', '--json'])).stdout)
  const file = path.join(at.folder, 'hookpack.json')
  expect(rules).toContainEqual({ rule: 'events', value: { deny: ['Stop'] }, layer: 'project', file })
  expect(rules).toContainEqual({ rule: 'heal', value: 'restore', layer: 'project', file })
  expect(rules).toContainEqual({
    rule: 'cooldown',
    value: { first: '1d', update: '3d' },
    layer: 'default',
    file: null,
  })
})

test.each([
  ['a rule that does not exist', { policy: { source: ['npm'] } }, /source/],
  ['a misspelt policy', { Policy: {} }, /`policy` is/],
  ['an event that does not exist', { policy: { events: { deny: ['PretoolUse'] } } }, /policy\.events\.deny/],
  ['a registry that does not exist', { policy: { sources: ['acmee'] } }, /policy\.sources\[0\]: is none of/],
  [
    'evidence that npm cannot have',
    { policy: { evidence: { npm: 'signed' } } },
    /nothing that npm could have/,
  ],
  ['a duration that is none', { policy: { cooldown: { first: '3 days' } } }, /must be `0`, or a number/],
  ['a range that is none', { policy: { required: { hello: 'newest' } } }, /must be a version or a range/],
])('%s is an error that names file and field', async (_what, content, says) => {
  const at = await site({ hello: { '1.0.0': 100 } })
  put(path.join(at.home, '.claude/hookpack/hookpack.json'), content)
  await refused(at, ['add', 'block-dangerous-bash', '--yes'], {
    code: 'request-invalid',
    says: [says, at.home],
    hint: /mend it/,
  })
})

describe('advisories', () => {
  test('of a registry: malware is passed over, refused even when it is locked, and can be removed', async () => {
    const at = await site({ hello: { '1.0.0': 100, '1.1.0': 100 }, fine: { '1.0.0': 100 } })
    await at.done(['add', 'hello', 'fine', '--yes'])
    const info = readJson<object>(path.join(at.registry, 'registry.json'))
    put(path.join(at.registry, 'registry.json'), { ...info, advisories: 'advisories/all.json' })
    const all = {
      hello: [record('MAL-1', 'hello', [{ introduced: '1.1.0' }])],
      fine: [record('GHSA-1', 'fine', [{ introduced: '0' }, { fixed: '1.0.1' }])],
    }
    put(path.join(at.registry, 'advisories/all.json'), { v: 1, advisories: all })
    const malware = {
      code: 'known-malware',
      says: [/`hello@1\.1\.0` is known as malware: MAL-1, MAL-1 of hello/],
      hint: /hooks remove hello/,
    } as const
    await refused(at, ['install', '--frozen', '--yes'], malware)
    const outdated = await at.run(['outdated'])
    expect(outdated.stdout).toMatch(/hello .*malware: MAL-1/)
    expect(outdated.stdout).toMatch(/fine .*known fault: GHSA-1/)
    // What was known counts when the registry cannot be asked, or has lost it.
    at.server.fault = (_path, response) => {
      response.writeHead(503).end()
      return true
    }
    const kept = await at.run(['install', '--frozen', '--yes'])
    expect(kept.stderr).toMatch(/warning: advisories of .* could not be asked for anew/)
    expect(kept.stderr).toMatch(/error\[known-malware\]/)
    at.server.fault = undefined
    put(path.join(at.registry, 'advisories/all.json'), { v: 1, advisories: {} })
    expect((await at.run(['install', '--frozen', '--yes'])).stderr).toMatch(
      /there are none any more[\s\S]*error\[known-malware\]/,
    )
    put(path.join(at.registry, 'advisories/all.json'), { v: 1, advisories: all })
    await at.done(['remove', 'hello', '--yes'])
    const added = await at.done(['add', 'hello', '--yes'])
    expect(added.stderr).toMatch(/warning: hello 1\.1\.0 is known as malware \(MAL-1\) and is passed over/)
    expect(at.locked()).toMatchObject({ hello: '1.0.0' })
  })

  test('that the user names count, a fix need not wait, and a place without any is an error', async () => {
    const at = await site({ hello: { '1.0.0': 100, '1.1.0': 2 } })
    await at.done(['add', 'hello', '--yes'])
    const osv = path.join(at.home, 'osv')
    put(path.join(osv, 'one.json'), record('GHSA-1', 'hello', [{ introduced: '0' }, { fixed: '1.1.0' }]))
    at.user({ advisories: osv })
    expect((await at.done(['install', '--yes'])).stdout).toMatch(
      /hello 1\.0\.0 has a known fault, GHSA-1: .*\(mended in 1\.1\.0\)/,
    )
    await at.done(['update', '--yes'])
    expect(at.locked()).toEqual({ hello: '1.1.0' })
    rmSync(path.join(osv, 'one.json'))
    await refused(at, ['install', '--yes'], {
      code: 'advisories-unusable',
      says: [/there are none/],
      hint: /take `advisories` out/,
    })
    await at.done(['remove', 'hello', '--yes'])
  })

  test('are built into a registry from a folder, and do not vanish from it', async () => {
    const at = await site({ hello: { '1.0.0': 100 } })
    const catalog = path.join(at.root, 'packs')
    packFolder(at.root, 'guard')
    put(path.join(catalog, '_advisories/one.json'), record('MAL-1', 'guard', [{ introduced: '0' }]))
    const out = path.join(at.root, 'built')
    await at.done(['registry', 'build', catalog, '--out', out, '--name', 'mine'])
    expect(readJson(path.join(out, 'registry.json'))).toMatchObject({ advisories: 'advisories/all.json' })
    at.user({ registries: { mine: `file://${out}/` } })
    await refused(at, ['add', 'guard', '--yes'], {
      code: 'known-malware',
      says: [/MAL-1/],
      hint: /take another pack/,
    })
    put(path.join(catalog, '_advisories/one.json'), '{}')
    expect((await at.run(['registry', 'build', catalog, '--out', out])).stderr).toMatch(
      /error\[advisories-unusable\].*id/,
    )
    rmSync(path.join(catalog, '_advisories/one.json'))
    expect((await at.run(['registry', 'build', catalog, '--out', out])).stderr).toMatch(
      /it has no records, and the registry has some/,
    )
  })
})
