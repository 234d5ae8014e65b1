import { Readable } from 'node:stream'
import { describe, expect, test } from 'vitest'
import { defaultLimits } from '../../src/core/archive/limits.ts'
import { npmRegistry } from '../../src/io/registry-npm.ts'
import { failure, fetching, withToken } from './fetching.ts'
import {
  type Behaviour,
  cutsOff,
  cutsOffChunks,
  json,
  loginPage,
  mockRegistry,
  status,
} from './mock-registry.ts'
import { npmScratch } from './npm-scratch.ts'

describe('who asks', () => {
  test('a registry that wants a token says so, and how to get one (401)', async () => {
    expect(await fetching({ packument: status(401) })).toMatchInlineSnapshot(`
      "registry-auth: \`npm.test\` gives \`@acme/hello\` only to those who sign in (401)
      run \`npm login --registry=http://npm.test/\`, or put a token into your user .npmrc"
    `)
  })

  test('a token that is not accepted is told from none (401)', async () => {
    expect(await fetching({ packument: status(401) }, { settings: withToken })).toMatchInlineSnapshot(`
      "registry-auth: \`npm.test\` does not accept your token for \`@acme/hello\` (401)
      it may have expired: run \`npm login --registry=http://npm.test/\`, or put a token into your user .npmrc"
    `)
  })

  test('a refusal quotes the reason that the registry gives (403)', async () => {
    const blocked = status(403, {}, '{"error":"quarantined by\\n policy 7"}')
    expect(await fetching({ packument: blocked }, { settings: withToken })).toMatchInlineSnapshot(`
      "registry-auth: \`npm.test\` does not let you have \`@acme/hello\` (403): quarantined by policy 7
      ask its owner for the right to read it, or sign in as somebody else"
    `)
  })

  test('a refusal without a token names the way to one (403)', async () => {
    expect(await fetching({ tarball: status(403) })).toMatchInlineSnapshot(`
      "registry-auth: \`npm.test\` does not let you have \`@acme/hello@1.1.0\` (403)
      ask its owner for the right to read it, then run \`npm login --registry=http://npm.test/\`, or put a token into your user .npmrc"
    `)
  })
})

describe('what is not there', () => {
  test('a package without a token may be private (404)', async () => {
    expect(await fetching({}, { name: 'absent' })).toMatchInlineSnapshot(`
      "pack-not-found: \`npm.test\` has no package \`absent\`
      check the name; a private one also looks absent without a token: run \`npm login --registry=http://npm.test/\`, or put a token into your user .npmrc"
    `)
  })

  test('a package with a token is not (404)', async () => {
    expect(await fetching({}, { name: 'absent', settings: withToken })).toMatchInlineSnapshot(`
      "pack-not-found: \`npm.test\` has no package \`absent\`
      check the name, and whether your token may read it"
    `)
  })

  test('a lookup gives nothing, and can say why', async () => {
    const registry = await mockRegistry()
    const npm = npmRegistry(npmScratch(registry).options)
    expect(await npm.packument('absent')).toBeUndefined()
    expect((await npm.absent('absent')).message).toBe(`\`${registry.host}\` has no package \`absent\``)
    expect(registry.seen).toHaveLength(1)
  })

  test('a version is named, with those there are', async () => {
    expect(await fetching({}, { version: '9.9.9' })).toMatchInlineSnapshot(`
      "version-not-found: \`npm.test\` has no version \`9.9.9\` of \`@acme/hello\`
      newest versions: 1.1.0, 1.0.0"
    `)
  })

  test('a version that is listed without its bytes is a fault of the registry', async () => {
    expect(await fetching({ tarball: status(404) })).toMatchInlineSnapshot(`
      "registry-answer: \`npm.test\` lists \`@acme/hello@1.1.0\`, but does not have its bytes (404)
      try again later, or choose another version; tell whoever runs the registry"
    `)
  })

  test('a package that is gone (410)', async () => {
    expect(await fetching({ packument: status(410) })).toMatchInlineSnapshot(`
      "pack-not-found: \`npm.test\` had \`@acme/hello\` and does not have it any more (410)
      it was taken back: ask its author, or take another pack"
    `)
  })

  test('a package whose versions were all taken back', async () => {
    const gone = json({ name: '@acme/hello', time: { unpublished: { time: '2026-01-01T00:00:00.000Z' } } })
    expect(await fetching({ packument: gone })).toMatchInlineSnapshot(`
      "pack-not-found: all versions of \`@acme/hello\` were taken back from \`npm.test\`
      ask its author, or take another pack"
    `)
  })
})

describe('a registry that is busy', () => {
  test('says when to come back (429 with Retry-After)', async () => {
    expect(await fetching({ packument: status(429, { 'retry-after': '37' }) })).toMatchInlineSnapshot(`
      "registry-busy: \`npm.test\` was asked for too much from here (429), also for \`@acme/hello\`
      try again in 37 s"
    `)
  })

  test('does not say when (429)', async () => {
    expect(await fetching({ tarball: status(429) })).toMatchInlineSnapshot(`
      "registry-busy: \`npm.test\` was asked for too much from here (429), also for \`@acme/hello@1.1.0\`
      try again later"
    `)
  })

  test.each([500, 502, 503])('is asked again as often as npm is configured to (%i)', async (code) => {
    const registry = await mockRegistry({ packument: status(code) })
    const { options } = npmScratch(registry, 'fetch-retries=3')
    const text = await failure(npmRegistry(options).packument('@acme/hello'), { [registry.host]: 'npm.test' })
    expect(text).toBe(
      `registry-busy: \`npm.test\` has a fault of its own (${code}); it was asked for \`@acme/hello\` 4 times\n` +
        'try again later; nothing is wrong here',
    )
    expect(registry.seen).toHaveLength(4)
  })

  test('may answer at the second attempt', async () => {
    const registry = await mockRegistry()
    let asked = 0
    registry.become({
      packument: (response, good, request) =>
        (++asked === 1 ? status(503) : json(good.packument))(response, good, request),
    })
    expect((await npmRegistry(npmScratch(registry).options).fetch('@acme/hello', '1.1.0')).bytes).toEqual(
      Buffer.from(registry.bytesOf('1.1.0')),
    )
  })
})

describe('an answer that is not what a registry says', () => {
  test('a login page with status 200', async () => {
    expect(await fetching({ packument: loginPage })).toMatchInlineSnapshot(`
      "registry-answer: \`npm.test\` answers with a web page instead of \`@acme/hello\`
      it may be a login page: open it in a browser, and check \`npm config get registry\`"
    `)
  })

  test('a login page instead of a tarball', async () => {
    expect(await fetching({ tarball: loginPage })).toMatchInlineSnapshot(`
      "registry-answer: \`npm.test\` answers with a web page instead of \`@acme/hello@1.1.0\`
      it may be a login page: open it in a browser, and check \`npm config get registry\`"
    `)
  })

  test('a login page that npm has kept is not asked again', async () => {
    const registry = await mockRegistry({ packument: json('<html>', { 'cache-control': 'max-age=9999' }) })
    const { options } = npmScratch(registry)
    await expect(npmRegistry(options).packument('@acme/hello')).rejects.toThrow()
    registry.become({})
    expect((await npmRegistry(options).packument('@acme/hello'))?.tags).toEqual({ latest: '1.1.0' })
  })

  test('JSON that is no list of versions', async () => {
    expect(await fetching({ packument: json({ name: '@acme/hello', ok: true }) })).toMatchInlineSnapshot(`
      "registry-answer: what \`npm.test\` says of \`@acme/hello\` is not a list of versions
      check that \`npm config get registry\` is the address of an npm registry"
    `)
  })

  test('the description of another package', async () => {
    const other = json({ name: '@acme/other', versions: {} })
    expect(await fetching({ packument: other })).toMatchInlineSnapshot(`
      "registry-answer: what \`npm.test\` says of \`@acme/hello\` is not of that package: it says \`@acme/other\`
      check that \`npm config get registry\` is the address of an npm registry"
    `)
  })

  test('a list of versions that is cut off', async () => {
    expect(await fetching({ packument: cutsOffChunks })).toMatchInlineSnapshot(`
      "registry-answer: the answer of \`npm.test\` for \`@acme/hello\` was cut off (ECONNRESET)
      try again; if it stays so, something on the way ends the connection"
    `)
  })

  test('a tarball that is cut off', async () => {
    expect(await fetching({ tarball: cutsOff })).toMatchInlineSnapshot(`
      "registry-answer: the answer of \`npm.test\` for \`@acme/hello@1.1.0\` was cut off (ECONNRESET)
      try again; if it stays so, something on the way ends the connection"
    `)
  })

  test('a tarball that is longer than was declared', async () => {
    const longer: Behaviour['tarball'] = (response, { tarball }) => {
      response.writeHead(200, { 'content-length': tarball.length - 1 })
      response.socket?.write(Buffer.from(tarball))
      response.flushHeaders()
    }
    expect(await fetching({ tarball: longer })).toMatch(/^(registry-answer|integrity-mismatch): /)
  })

  test('a tarball that is larger than a pack may be', async () => {
    // One byte more than is allowed, and no word about its length before.
    const size = defaultLimits.archiveBytes + 1
    const huge: Behaviour['tarball'] = (response) => Readable.from([Buffer.alloc(size)]).pipe(response)
    expect(await fetching({ tarball: huge })).toMatchInlineSnapshot(`
      "registry-answer: what \`npm.test\` sends as \`@acme/hello@1.1.0\` is too large to be that
      packs are small: check that it is one"
    `)
  })

  test('a tarball with another hash', async () => {
    const other: Behaviour['tarball'] = (response) => response.end('other bytes')
    expect(await fetching({ tarball: other })).toMatchInlineSnapshot(`
      "integrity-mismatch: the bytes of \`@acme/hello@1.1.0\` from \`npm.test\` are not what they have to be
      nothing was installed; try again, and if it stays so tell whoever runs the registry"
    `)
  })

  test('a version without a sha512', async () => {
    const old: Behaviour['newest'] = ({ dist, ...rest }) => ({
      ...rest,
      dist: { tarball: dist.tarball, shasum: '0' },
    })
    expect(await fetching({ newest: old })).toMatchInlineSnapshot(`
      "integrity-mismatch: \`npm.test\` names no sha512 integrity for \`@acme/hello@1.1.0\`
      choose a newer version"
    `)
  })

  test('an address of bytes that is not fetched', async () => {
    const odd: Behaviour['newest'] = (described) => ({
      ...described,
      dist: { ...described.dist, tarball: 'ftp://x/y.tgz' },
    })
    expect(await fetching({ newest: odd })).toMatchInlineSnapshot(`
      "registry-answer: \`npm.test\` names no address of \`@acme/hello@1.1.0\` that can be used
      it has to be https; tell whoever runs the registry"
    `)
  })
})
