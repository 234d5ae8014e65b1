import { mkdirSync, writeFileSync } from 'node:fs'
import path from 'node:path'
import { beforeAll, describe, expect, test } from 'vitest'
import { npmRegistry } from '../../src/io/registry-npm.ts'
import { sigstoreRoots } from '../../src/io/sigstore-root.ts'
import { noteLine } from '../../src/views/notes.ts'
import { failure, fetching } from './fetching.ts'
import { type ForgedSigstore, forgedSigstore } from './forged-sigstore.ts'
import { type Behaviour, type Described, json, mockRegistry, status } from './mock-registry.ts'
import { npmScratch } from './npm-scratch.ts'
import { listing, signatureOf, signedBy, signingKey, withSignatures } from './registry-keys.ts'

const NAME = '@acme/hello'

describe('a signature of the registry', () => {
  test('that holds is evidence, with the key by its content', async () => {
    const key = signingKey()
    const registry = await mockRegistry({ newest: signedBy(key), keys: listing(key) })
    const npm = npmRegistry(npmScratch(registry).options)
    expect((await npm.fetch(NAME, '1.1.0')).evidence).toEqual({
      kind: 'registry-signature',
      keyid: 'SHA256:test',
      key: key.fingerprint,
    })
  })

  test('that is not there is none, and the keys are not asked for', async () => {
    const registry = await mockRegistry({ keys: listing(signingKey()) })
    const { options, notes } = npmScratch(registry)
    expect(await npmRegistry(options).fetch(NAME, '1.1.0')).not.toHaveProperty('evidence')
    expect(registry.seen).toHaveLength(2)
    expect(notes).toEqual([])
  })

  test('costs one request for the keys, whatever is fetched', async () => {
    const key = signingKey()
    const registry = await mockRegistry({ newest: signedBy(key), keys: listing(key) })
    const npm = npmRegistry(npmScratch(registry).options)
    await npm.fetch(NAME, '1.1.0')
    await npm.fetch('@acme/other', '1.1.0')
    expect(registry.seen.filter(({ path }) => path.endsWith('/keys'))).toHaveLength(1)
  })
})

describe('a signature that does not hold', () => {
  const key = signingKey()
  const keys = listing(key)

  test('of something else', async () => {
    const newest = withSignatures([signatureOf('@acme/hello@1.0.0:sha512-x', key)])
    expect(await fetching({ newest, keys })).toMatchInlineSnapshot(`
      "signature-invalid: \`npm.test\` names a signature of \`@acme/hello@1.1.0\` that does not hold
      nothing was installed; the registry, or something on the way to it, is damaged or lies: tell whoever runs it"
    `)
  })

  test('with an unknown key', async () => {
    const newest = signedBy(signingKey('SHA256:other'))
    expect(await fetching({ newest, keys })).toMatchInlineSnapshot(`
    "signature-invalid: \`@acme/hello@1.1.0\` is signed with a key that \`npm.test\` does not have: \`SHA256:other\`
    nothing was installed; the registry, or something on the way to it, is damaged or lies: tell whoever runs it"
  `)
  })

  test('with a key that had expired', async () => {
    const old = signingKey('SHA256:old', '2025-01-29T00:00:00.000Z')
    expect(await fetching({ newest: signedBy(old), keys: listing(old) })).toMatchInlineSnapshot(`
      "signature-invalid: \`@acme/hello@1.1.0\` is signed with a key of \`npm.test\` that was out of use by then: \`SHA256:old\`, until 2025-01-29T00:00:00.000Z
      nothing was installed; the registry, or something on the way to it, is damaged or lies: tell whoever runs it"
    `)
  })

  test('while its keys cannot be had', async () => {
    const other = status(302, { location: 'https://other.test/keys' })
    expect(await fetching({ newest: signedBy(key), keys: other })).toMatchInlineSnapshot(`
      "registry-answer: \`npm.test\` sends the request for \`-/npm/v1/keys\` on to \`https://other.test/keys\`, which is not followed
      keys and attestations are taken from the registry itself; tell whoever runs it"
    `)
    expect(await fetching({ newest: signedBy(key), keys: json({}) })).toMatchInlineSnapshot(`
      "registry-answer: what \`npm.test\` says of \`-/npm/v1/keys\` is not a list of keys
      check that \`npm config get registry\` is the address of an npm registry"
    `)
  })

  test('of the version of another package', async () => {
    const newest = (described: Described) => ({ ...described, name: '@acme/other' })
    expect(await fetching({ newest })).toMatchInlineSnapshot(`
      "registry-answer: what \`npm.test\` says of \`@acme/hello@1.1.0\` is not of that package: it says \`@acme/other\`
      nothing was installed; tell whoever runs the registry"
    `)
  })
})

test('an answer that comes drop by drop ends with the time that npm allows', async () => {
  const drips: Behaviour['tarball'] = (response) => {
    response.writeHead(200)
    const timer = setInterval(() => response.write(' '), 20)
    response.on('close', () => clearInterval(timer))
  }
  const settings = () => ['fetch-timeout=500']
  expect(await fetching({ tarball: drips }, { settings })).toMatchInlineSnapshot(`
    "registry-unreachable: the answer of \`npm.test\` for \`@acme/hello@1.1.0\` was not there after 1.5 s
    try again later; \`fetch-timeout\` in your user .npmrc says how long to wait"
  `)
})

describe('an attestation of the build', () => {
  let sigstore: ForgedSigstore
  beforeAll(async () => {
    sigstore = await forgedSigstore()
  })

  const named: NonNullable<Behaviour['newest']> = (described: Described) => ({
    ...described,
    dist: { ...described.dist, attestations: { url: 'https://elsewhere.example/-/npm/v1/attestations/x' } },
  })

  test('that holds is evidence of issuer, repository and workflow', async () => {
    const registry = await mockRegistry({ newest: named })
    const about = { name: NAME, version: '1.1.0', bytes: registry.bytesOf('1.1.0') }
    registry.become({ newest: named, attestations: json({ attestations: [await sigstore.attest(about)] }) })
    const { options, notes } = npmScratch(registry)
    const roots = async () => sigstore.root
    const { evidence } = await npmRegistry({ ...options, roots }).fetch(NAME, '1.1.0')
    expect(notes).toEqual([])
    expect(evidence).toEqual({
      kind: 'provenance',
      issuer: 'https://token.actions.githubusercontent.com',
      repository: 'https://github.com/acme/hello',
      workflow: '.github/workflows/release.yml',
    })
  })

  test('of something else is refused', async () => {
    const registry = await mockRegistry({ newest: named })
    const about = { name: '@acme/other', version: '1.1.0', bytes: registry.bytesOf('1.1.0') }
    const unknown = await forgedSigstore()
    const { options } = npmScratch(registry)
    const roots = async () => sigstore.root
    const refusal = async (attestation: object): Promise<string> => {
      registry.become({ newest: named, attestations: json({ attestations: [attestation] }) })
      const npm = npmRegistry({ ...options, roots })
      return failure(npm.fetch(NAME, '1.1.0'), { [registry.host]: 'npm.test' })
    }
    expect(await refusal(await sigstore.attest(about))).toMatchInlineSnapshot(`
      "signature-invalid: the attestation of \`@acme/hello@1.1.0\` that \`npm.test\` has does not belong to it: it is about \`pkg:npm/%40acme/other@1.1.0\`
      nothing was installed; the registry, or something on the way to it, is damaged or lies: tell whoever runs it"
    `)
    expect(await refusal(await unknown.attest({ ...about, name: NAME }))).toMatchInlineSnapshot(`
      "signature-invalid: the attestation of \`@acme/hello@1.1.0\` that \`npm.test\` has is not signed as it must be: Failed to verify certificate chain
      nothing was installed; the registry, or something on the way to it, is damaged or lies: tell whoever runs it"
    `)
  })

  test('that does not say where is noted', async () => {
    const registry = await mockRegistry({ newest: named })
    const about = { name: NAME, version: '1.1.0', bytes: registry.bytesOf('1.1.0') }
    const one = await sigstore.attest(about, { repository: '' })
    registry.become({ newest: named, attestations: json({ attestations: [one] }) })
    const { options, notes } = npmScratch(registry)
    const roots = async () => sigstore.root
    expect(await npmRegistry({ ...options, roots }).fetch(NAME, '1.1.0')).not.toHaveProperty('evidence')
    expect(notes.map(noteLine)).toEqual([
      'note: where @acme/hello 1.1.0 was built was not checked: its attestation does not say of which repository it is',
    ])
  })

  test('is checked with what came along when Sigstore cannot be asked', async () => {
    const registry = await mockRegistry({ newest: named })
    const one = await sigstore.attest({ name: NAME, version: '1.1.0', bytes: registry.bytesOf('1.1.0') })
    registry.become({ newest: named, attestations: json({ attestations: [one] }) })
    const { root, options, notes } = npmScratch(registry)
    // What npm and Hookpack keep of Sigstore's root, if they can.
    const kept = path.join(root, 'home/.npm/_tuf/tuf-repo-cdn.sigstore.dev/targets')
    mkdirSync(kept, { recursive: true })
    const ours = sigstoreRoots({ folder: path.join(root, 'home/.npm/_tuf'), offline: true })
    const npm = npmRegistry({ ...options, roots: ours })
    expect(await npm.fetch(NAME, '1.1.0')).not.toHaveProperty('evidence')
    expect(notes.map(noteLine)).toEqual([
      'note: where @acme/hello 1.1.0 was built was not checked: it is not what the kept root of Sigstore trusts, and its servers cannot be asked',
    ])
    writeFileSync(path.join(kept, 'trusted_root.json'), JSON.stringify(sigstore.root))
    expect((await npm.fetch(NAME, '1.1.0')).evidence?.kind).toBe('provenance')
  })
})
