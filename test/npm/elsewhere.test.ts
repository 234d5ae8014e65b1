import { writeFileSync } from 'node:fs'
import path from 'node:path'
import { describe, expect, test } from 'vitest'
import { integrityOf } from '../../src/core/integrity.ts'
import { npmRegistry } from '../../src/io/registry-npm.ts'
import { CERTIFICATE } from './certificate.ts'
import { failure, fetching, withToken } from './fetching.ts'
import { type Behaviour, type MockRegistry, mockRegistry, silent, status } from './mock-registry.ts'
import { type NpmScratch, npmScratch } from './npm-scratch.ts'

/** A user whose npm knows the certificate. */
function trusting(registry: MockRegistry): NpmScratch {
  const scratch = npmScratch(registry, `cafile=\${HOME}/ca.pem`)
  writeFileSync(path.join(scratch.home, 'ca.pem'), CERTIFICATE)
  return scratch
}

describe('a redirect', () => {
  test('to another host is followed, and no token goes there', async () => {
    const other = await mockRegistry()
    const registry = await mockRegistry({
      newest: ({ dist, ...rest }) => ({
        ...rest,
        dist: { ...dist, integrity: integrityOf(other.bytesOf('1.1.0')) },
      }),
      tarball: status(302, { location: `${other.url}@acme/hello/-/1.1.0.tgz` }),
    })
    const { options } = npmScratch(registry, ...withToken(registry), ...withToken(other))
    const { bytes } = await npmRegistry(options).fetch('@acme/hello', '1.1.0')
    expect(bytes).toEqual(Buffer.from(other.bytesOf('1.1.0')))
    expect(registry.seen.map(({ headers }) => headers.authorization)).toEqual([
      'Bearer secret-token',
      'Bearer secret-token',
    ])
    expect(other.seen.map(({ headers }) => headers.authorization)).toEqual([undefined])
  })

  test('to a host that then wants a token names both', async () => {
    const other = await mockRegistry({ packument: status(401) })
    const registry = await mockRegistry({ packument: status(302, { location: `${other.url}@acme%2fhello` }) })
    const { options } = npmScratch(registry, ...withToken(registry))
    const hosts = { [registry.host]: 'npm.test', [other.host]: 'other.test' }
    expect(await failure(npmRegistry(options).packument('@acme/hello'), hosts)).toMatchInlineSnapshot(`
      "registry-auth: \`other.test\`, where \`npm.test\` sends to, gives \`@acme/hello\` only to those who sign in (401)
      run \`npm login --registry=http://npm.test/\`, or put a token into your user .npmrc"
    `)
  })

  test('from https to plain http is not followed', async () => {
    const registry = await mockRegistry({
      secure: true,
      packument: status(302, { location: 'http://registry.invalid/@acme%2fhello' }),
    })
    const { options } = trusting(registry)
    expect(
      await failure(npmRegistry(options).packument('@acme/hello'), { [registry.host]: 'npm.test' }),
    ).toMatchInlineSnapshot(`
      "registry-answer: \`npm.test\` sends the request for \`@acme/hello\` on to \`http://registry.invalid/@acme%2fhello\`, which is not followed
      redirects are followed to https only, and at most ten; tell whoever runs it"
    `)
  })

  test('without end is left', async () => {
    const registry = await mockRegistry({ packument: status(302, { location: '/@acme%2fhello' }) })
    const { options } = npmScratch(registry)
    expect(
      await failure(npmRegistry(options).packument('@acme/hello'), { [registry.host]: 'npm.test' }),
    ).toMatchInlineSnapshot(`
      "registry-answer: \`npm.test\` sends the request for \`@acme/hello\` on to \`http://npm.test/@acme%2fhello\`, which is not followed
      redirects are followed to https only, and at most ten; tell whoever runs it"
    `)
    expect(registry.seen).toHaveLength(11)
  })
})

describe('a registry that cannot be reached', () => {
  test('because its name is not found', async () => {
    const { options } = npmScratch({ url: 'http://registry.invalid/' })
    const text = await failure(npmRegistry(options).packument('@acme/hello'), {})
    expect(text.replace(/EAI_AGAIN/, 'ENOTFOUND')).toMatchInlineSnapshot(`
      "registry-unreachable: \`registry.invalid\` is not found, so \`@acme/hello\` cannot be looked up (ENOTFOUND)
      check the network, and the name of the host in \`npm config get registry\`"
    `)
  })

  test('because nobody listens there', async () => {
    const { options } = npmScratch({ url: 'http://127.0.0.1:9/' })
    expect(await failure(npmRegistry(options).packument('@acme/hello'), {})).toMatchInlineSnapshot(`
      "registry-unreachable: nobody answers at \`127.0.0.1:9\`, so \`@acme/hello\` cannot be looked up (ECONNREFUSED)
      check the network, \`npm config get registry\`, and a proxy in your npm settings"
    `)
  })

  test('because its certificate is not trusted, and is once `cafile` names it', async () => {
    const registry = await mockRegistry({ secure: true })
    const { options } = npmScratch(registry)
    expect(
      await failure(npmRegistry(options).packument('@acme/hello'), { [registry.host]: 'npm.test' }),
    ).toMatchInlineSnapshot(`
      "registry-unreachable: \`npm.test\` cannot prove who it is, so \`@acme/hello\` is not taken from it (DEPTH_ZERO_SELF_SIGNED_CERT)
      if your company has certificates of its own, name them with \`cafile\` in your user .npmrc; leave \`strict-ssl\` on"
    `)
    expect((await npmRegistry(trusting(registry).options).packument('@acme/hello'))?.name).toBe('@acme/hello')
  })

  test('because it does not speak TLS', async () => {
    const registry = await mockRegistry()
    const { options } = npmScratch({ url: registry.url.replace('http:', 'https:') })
    expect(
      await failure(npmRegistry(options).packument('@acme/hello'), { [registry.host]: 'npm.test' }),
    ).toMatch(/^registry-unreachable: `npm\.test` cannot prove who it is/)
  })

  test('because it says nothing', async () => {
    expect(
      await fetching({ packument: silent }, { settings: () => ['fetch-timeout=200', 'fetch-retries=0'] }),
    ).toMatchInlineSnapshot(`
      "registry-unreachable: \`npm.test\` said nothing for 0.2 s when asked for \`@acme/hello\`
      try again later; \`fetch-timeout\` in your user .npmrc says how long to wait"
    `)
  })

  test('because it stops in the middle', async () => {
    const stalls: Behaviour['tarball'] = (response, { tarball }) => {
      response.writeHead(200, { 'content-length': tarball.length })
      response.write(tarball.subarray(0, 10))
    }
    expect(
      await fetching({ tarball: stalls }, { settings: () => ['fetch-timeout=200', 'fetch-retries=0'] }),
    ).toMatchInlineSnapshot(`
      "registry-unreachable: \`npm.test\` said nothing for 0.2 s when asked for \`@acme/hello@1.1.0\`
      try again later; \`fetch-timeout\` in your user .npmrc says how long to wait"
    `)
  })

  test('because of a proxy', async () => {
    const text = await fetching({}, { settings: () => ['proxy=http://127.0.0.1:9/', 'fetch-retries=0'] })
    expect(text).toMatchInlineSnapshot(`
      "registry-unreachable: nobody answers at \`npm.test\`, so \`@acme/hello\` cannot be looked up (ECONNREFUSED)
      check the network, \`npm config get registry\`, and the proxy \`127.0.0.1:9\` of your npm settings"
    `)
  })
})
