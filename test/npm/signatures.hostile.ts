import { generateKeyPairSync } from 'node:crypto'
import { Readable } from 'node:stream'
import { afterAll, describe, expect, test } from 'vitest'
import type { ErrorCode } from '../../src/errors.ts'
import { FULL, tally } from '../tally.ts'
import { type Answering, type Behaviour, json, loginPage, mockRegistry, status } from './mock-registry.ts'
import {
  listing,
  type SigningKey,
  signatureOf,
  signedBy,
  signingKey,
  withSignatures,
} from './registry-keys.ts'
import { projectOn } from './scope.ts'

const NAME = '@acme/hello'
const key = signingKey()
const [good, keys] = [signedBy(key), listing(key)]

/** What was tried against a first installation, and what of it went wrong. */
const first = { tried: 0, lost: [] as string[] }
const later = { tried: 0, lost: [] as string[] }

afterAll(() => {
  for (const [sweep, { tried, lost }] of [
    ['npm: a first install from a hostile registry', first],
    ['npm: a loss of evidence by a later version', later],
  ] as const)
    tally({ sweep, tried, kept: tried - lost.length, lost: lost.length })
})

const signs = (text: (described: { version: string; dist: { integrity: string } }) => string, by = key) =>
  ((described) => withSignatures([signatureOf(text(described), by)])(described)) satisfies Behaviour['newest']

const REPLAYED: Readonly<Record<string, Behaviour['newest']>> = {
  'the signature of another version': signs(({ dist }) => `${NAME}@1.0.0:${dist.integrity}`),
  'the signature of another package': signs(
    ({ version, dist }) => `@acme/other@${version}:${dist.integrity}`,
  ),
  'the signature of other bytes': signs(({ version }) => `${NAME}@${version}:sha512-${'A'.repeat(86)}==`),
  'the signature of nothing': signs(() => ''),
  'another key of that name': signs(
    ({ version, dist }) => `${NAME}@${version}:${dist.integrity}`,
    signingKey(),
  ),
  'a key that it does not list': signedBy(signingKey('SHA256:unlisted')),
  'a good and a bad signature': (described) =>
    withSignatures([
      signatureOf(`${NAME}@1.1.0:${described.dist.integrity}`, key),
      { keyid: key.keyid, sig: 'AAAA' },
    ])(described),
  'no base64': withSignatures([{ keyid: key.keyid, sig: '\u0000' }]),
  'an empty signature': withSignatures([{ keyid: key.keyid, sig: '' }]),
  'signatures that are a text': withSignatures('signed'),
  'signatures that are numbers': withSignatures([1, 2]),
  'a thousand signatures': withSignatures(Array(1000).fill({ keyid: key.keyid, sig: 'AAAA' })),
}

function listed(other: string, change: (listed: SigningKey['listed']) => object): Behaviour {
  const own = signingKey(other)
  return { newest: signedBy(own), keys: json({ keys: [change(own.listed)] }) }
}

const rsa = generateKeyPairSync('rsa', { modulusLength: 2048 })
const spki = (one: typeof rsa): string =>
  one.publicKey.export({ format: 'der', type: 'spki' }).toString('base64')

const KEYS: Readonly<Record<string, Behaviour>> = {
  'that had expired when the version was published': {
    ...listed('SHA256:old', (own) => ({ ...own, expires: '2025-01-29T00:00:00.000Z' })),
    packument: (response, { packument }, request) =>
      json({ ...packument, time: { '1.1.0': '2026-01-01T00:00:00.000Z' } })(
        response,
        { packument, tarball: new Uint8Array() },
        request,
      ),
  },
  'that has expired, of a version of unknown age': listed('SHA256:old', (own) => ({
    ...own,
    expires: '2025-01-29T00:00:00.000Z',
  })),
  'that expires at no time that is one': listed('SHA256:odd', (own) => ({ ...own, expires: 'never' })),
  'of another kind': listed('SHA256:rsa', (own) => ({ ...own, key: spki(rsa) })),
  'that is none': listed('SHA256:none', (own) => ({ ...own, key: 'AAAA' })),
}

const drips: Answering = (response) => {
  response.writeHead(200, { 'content-type': 'application/json' })
  const timer = setInterval(() => response.write(' '), 20)
  response.on('close', () => clearInterval(timer))
}
const endless =
  (bytes: number): Answering =>
  (response) => {
    response.writeHead(200, { 'content-type': 'application/json' })
    const part = Buffer.alloc(1024 * 1024, ' ')
    Readable.from(Array(Math.ceil(bytes / part.length) + 1).fill(part))
      .on('error', () => undefined)
      .pipe(response)
  }

const announced =
  (bytes: number): Answering =>
  (response) => {
    response.writeHead(200, { 'content-type': 'application/json', 'content-length': bytes })
    response.write('{')
  }

const ANSWERS: Readonly<Record<string, readonly [Behaviour, ErrorCode]>> = {
  'keys as a web page': [{ newest: good, keys: loginPage }, 'registry-answer'],
  'keys as nonsense': [{ newest: good, keys: json({ keys: 'many' }) }, 'registry-answer'],
  'keys without end': [{ newest: good, keys: endless(512 * 1024) }, 'registry-answer'],
  'keys drop by drop': [{ newest: good, keys: drips }, 'registry-unreachable'],
  'a fault instead of keys': [{ newest: good, keys: status(500) }, 'registry-busy'],
  'keys for those who sign in': [{ newest: good, keys: status(401) }, 'registry-auth'],
  'the description of another package': [
    { packument: json({ name: '@acme/other', versions: {} }) },
    'registry-answer',
  ],
  'the version of another package': [
    { newest: (described) => ({ ...(good({ ...described, name: '@acme/other' }) as object) }), keys },
    'registry-answer',
  ],
  'a description that is too long': [{ packument: announced(64 * 1024 * 1024 + 1) }, 'registry-answer'],
  'a description drop by drop': [{ packument: drips }, 'registry-unreachable'],
  'a tarball drop by drop': [{ newest: good, keys, tarball: drips }, 'registry-unreachable'],
  'a tarball without end': [{ newest: good, keys, tarball: endless(10 * 1024 * 1024) }, 'registry-answer'],
}

const ONCE = ['fetch-retries=0']
const PATIENCE = [...ONCE, 'fetch-timeout=300']

async function refusedAtFirst(what: string, behaviour: Behaviour, code: ErrorCode): Promise<void> {
  first.tried++
  const settings = code === 'registry-unreachable' ? PATIENCE : ONCE
  const project = await projectOn(behaviour, { settings })
  const before = project.everything()
  const { error } = await project.add(NAME)
  const after = project.everything()
  if (error?.code !== code || JSON.stringify(before) !== JSON.stringify(after))
    first.lost.push(`${what}: ${error?.code ?? 'was installed'}`)
  expect({ code: error?.code, hint: typeof error?.hint }).toEqual({ code, hint: 'string' })
  expect(after).toEqual(before)
}

describe('a first install', () => {
  test.each(Object.entries(REPLAYED))('with %s is refused', async (what, newest) => {
    await refusedAtFirst(what, { ...(newest ? { newest } : {}), keys }, 'signature-invalid')
  })

  test.each(Object.entries(KEYS))('signed with a key %s is refused', async (what, behaviour) => {
    await refusedAtFirst(what, behaviour, 'signature-invalid')
  })

  test.each(Object.entries(ANSWERS))(
    'from a registry that sends %s is refused',
    async (what, [behaviour, code]) => {
      await refusedAtFirst(what, behaviour, code)
    },
  )

  test('asks no other host for keys, and tells it nothing', async () => {
    first.tried++
    const other = await mockRegistry({ keys })
    const away = status(302, { location: `${other.url}-/npm/v1/keys` })
    const project = await projectOn({ newest: good, keys: away }, { settings: ONCE })
    const { error } = await project.add(NAME)
    if (error?.code !== 'registry-answer' || other.connections() > 0) first.lost.push('keys from elsewhere')
    expect(error?.code).toBe('registry-answer')
    expect(other.connections()).toBe(0)
    expect(project.installed()).toBeUndefined()
  })

  test.runIf(FULL)('from a registry that sends a description without end is refused', async () => {
    first.tried++
    const project = await projectOn({ packument: endless(64 * 1024 * 1024) })
    const { error } = await project.add(NAME)
    if (error?.code !== 'registry-answer') first.lost.push('a description without end')
    expect(error?.code).toBe('registry-answer')
    expect(project.installed()).toBeUndefined()
  })

  test('of what a key signed while it was in use is fine', async () => {
    const old = signingKey('SHA256:old', '2025-01-29T00:00:00.000Z')
    const project = await projectOn({
      newest: signedBy(old),
      keys: listing(old, key),
      // Only the whole description says when.
      packument: (response, good, request) =>
        json(
          /install-v1/.test(request.headers.accept ?? '')
            ? good.packument
            : { ...good.packument, time: { '1.1.0': '2024-06-01T00:00:00.000Z' } },
        )(response, good, request),
    })
    expect((await project.add(NAME)).error).toBeUndefined()
    expect(project.installed()?.evidence).toMatchObject({ keyid: 'SHA256:old' })
  })

  test('from a registry that gives out no keys is noted, and has no evidence', async () => {
    const project = await projectOn({ newest: good, keys: status(404) })
    const { error, notes } = await project.add(NAME)
    expect(error).toBeUndefined()
    expect(notes).toEqual([
      { code: 'signature-unchecked', pack: NAME, version: '1.1.0', why: 'its registry gives out no keys' },
    ])
    expect(project.installed()).not.toHaveProperty('evidence')
  })
})

const evil = signingKey('SHA256:evil')
const LOST: Readonly<Record<string, [Behaviour, RegExp]>> = {
  'its signature stripped': [{ keys }, /it had the registry's signature, and now has no signature/],
  'no signatures in a list': [{ newest: withSignatures([]), keys }, /now has no signature/],
  'null for signatures': [{ newest: withSignatures(null), keys }, /now has no signature/],
  'another key': [
    { newest: signedBy(evil), keys: listing(key, evil) },
    /its registry signed with the key `SHA256:test`, and now with `SHA256:evil`/,
  ],
}

describe('a later version', () => {
  test.each(Object.entries(LOST))(
    'with %s is refused, and what is installed stays',
    async (what, [behaviour, words]) => {
      later.tried++
      const project = await projectOn({ oldest: good, ...behaviour })
      expect((await project.add(`${NAME}@1.0.0`)).error).toBeUndefined()
      const before = project.everything()
      const { error } = await project.add(`${NAME}@1.1.0`)
      if (error?.code !== 'evidence-lost') later.lost.push(what)
      expect(error?.code).toBe('evidence-lost')
      expect(error?.message).toMatch(words)
      expect(project.everything()).toEqual(before)
      expect((await project.add(`${NAME}@1.1.0`, { allowWeaker: true })).error).toBeUndefined()
      expect(project.installed()?.version).toBe('1.1.0')
    },
  )
})
