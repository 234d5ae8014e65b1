import { afterAll, beforeAll, describe, expect, test } from 'vitest'
import { tally } from '../tally.ts'
import { type Build, type ForgedSigstore, forgedSigstore } from './forged-sigstore.ts'
import {
  type Answering,
  type Behaviour,
  cutsOffChunks,
  json,
  loginPage,
  type MockRegistry,
  mockRegistry,
  silent,
  status,
} from './mock-registry.ts'
import { listing, signedBy, signingKey } from './registry-keys.ts'
import { type Project, projectOn } from './scope.ts'

const NAME = '@acme/hello'
const ONCE = ['fetch-retries=0']
const PATIENCE = 'fetch-timeout=300'

let sigstore: ForgedSigstore
let unknown: ForgedSigstore
beforeAll(async () => {
  sigstore = await forgedSigstore()
  unknown = await forgedSigstore()
})

const counts = { forged: 0, moved: 0, lost: [] as string[] }
afterAll(() => {
  const lost = (kind: string): number => counts.lost.filter((one) => one.startsWith(kind)).length
  for (const [sweep, kind, tried] of [
    ['npm: attestations that prove nothing', 'forged', counts.forged],
    ['npm: provenance that goes or moves', 'moved', counts.moved],
  ] as const)
    tally({ sweep, tried, kept: tried - lost(kind), lost: lost(kind) })
})

/** What a registry says of a version that was attested. */
const attested: NonNullable<Behaviour['newest']> = (described) => ({
  ...described,
  dist: { ...described.dist, attestations: { url: 'https://elsewhere.example/', provenance: {} } },
})

type Making = (registry: MockRegistry) => Promise<unknown>

const about = (registry: MockRegistry, version = '1.1.0') => ({
  name: NAME,
  version,
  bytes: registry.bytesOf(version),
})

/** Answers for 1.0.0 with a good attestation, and for 1.1.0 with another. */
function attestations(good: unknown, newest: unknown): Answering {
  return (response, given, request) =>
    json({ attestations: /1\.0\.0$/.test(request.url ?? '') ? [good] : newest })(response, given, request)
}

const roots = async (): Promise<unknown> => sigstore.root

/** A project with 1.0.0, which was built as it should be, on a registry that then goes on like this. */
async function withProvenance(goesOn: (registry: MockRegistry, good: unknown) => Promise<Behaviour>) {
  const registry = await mockRegistry()
  const good = await sigstore.attest(about(registry, '1.0.0'))
  registry.become({ oldest: attested, newest: attested, ...(await goesOn(registry, good)) })
  const project = await projectOn({}, { registry, settings: ONCE, roots })
  expect((await project.add(`${NAME}@1.0.0`)).error).toBeUndefined()
  expect(project.installed()?.evidence?.kind).toBe('provenance')
  return project
}

/** Changes something deep inside an attestation. */
function changed(attestation: object, change: (bundle: string) => string): unknown {
  return JSON.parse(change(JSON.stringify(attestation))) as unknown
}

const envelope = (one: object) =>
  (one as { bundle: { dsseEnvelope: { payload: string; signatures: { sig: string }[] } } }).bundle
    .dsseEnvelope

const FORGED: Readonly<Record<string, Making>> = {
  'of another package': (registry) => sigstore.attest({ ...about(registry), name: '@acme/other' }),
  'of another version': (registry) => sigstore.attest({ ...about(registry), version: '1.0.0' }),
  'of another version, replayed': (registry) => sigstore.attest(about(registry, '1.0.0')),
  'of other bytes': (registry) => sigstore.attest({ ...about(registry), bytes: registry.bytesOf('1.0.0') }),
  'of nothing': (registry) => sigstore.attest(about(registry), {}, (one) => ({ ...one, subject: [] })),
  'of something else than a build': (registry) =>
    sigstore.attest(about(registry), {}, (one) => ({ ...one, predicateType: 'https://example.com/review' })),
  'that is no statement': (registry) => sigstore.attest(about(registry), {}, () => ({ hello: 'world' })),
  'by an authority that nobody trusts': (registry) => unknown.attest(about(registry)),
  'whose text was changed': async (registry) => {
    const one = await sigstore.attest(about(registry))
    const { payload } = envelope(one)
    const text = Buffer.from(payload, 'base64').toString().replace('"runDetails":{}', '"runDetails":{"a":1}')
    return changed(one, (all) => all.replaceAll(payload, Buffer.from(text).toString('base64')))
  },
  'with the signature of another': async (registry) => {
    const [one, other] = await Promise.all([
      sigstore.attest(about(registry)),
      sigstore.attest(about(registry)),
    ])
    const [sig = '', of = ''] = [one, other].map((each) => envelope(each).signatures[0]?.sig)
    return changed(one, (all) => all.replaceAll(sig, of))
  },
  'without its entry in the log': async (registry) =>
    changed(await sigstore.attest(about(registry)), (all) =>
      all.replace(/"tlogEntries":\[.*?\],"timestampVer/, '"tlogEntries":[],"timestampVer'),
    ),
  'whose log does not promise it': async (registry) =>
    changed(await sigstore.attest(about(registry)), (all) =>
      all.replace(/("signedEntryTimestamp":")[^"]{8}/, '$1AAAAAAAA'),
    ),
  'from another time than its log says': async (registry) =>
    changed(await sigstore.attest(about(registry)), (all) =>
      all.replace(/("integratedTime":")\d/, (_all, start: string) => `${start}2`),
    ),
  'that is empty': async () => ({ predicateType: 'https://slsa.dev/provenance/v1', bundle: {} }),
  'that is null': async () => ({ predicateType: 'https://slsa.dev/provenance/v1', bundle: null }),
  'that is a text': async () => ({ predicateType: 'https://slsa.dev/provenance/v1', bundle: 'x' }),
}

describe('a first install', () => {
  test.each(Object.entries(FORGED))('with an attestation %s is refused', async (what, making) => {
    counts.forged++
    const registry = await mockRegistry()
    registry.become({ newest: attested, attestations: json({ attestations: [await making(registry)] }) })
    const project = await projectOn({}, { registry, roots })
    const before = project.everything()
    const { error } = await project.add(NAME)
    if (error?.code !== 'signature-invalid') counts.lost.push(`forged: ${what}`)
    expect({ code: error?.code, message: error?.message }).toEqual({
      code: 'signature-invalid',
      message: expect.stringContaining('the attestation of `@acme/hello@1.1.0`'),
    })
    expect(project.everything()).toEqual(before)
  })

  test('with a good and a forged attestation is refused', async () => {
    counts.forged++
    const registry = await mockRegistry()
    const both = [await sigstore.attest(about(registry)), await unknown.attest(about(registry))]
    registry.become({ newest: attested, attestations: json({ attestations: both }) })
    const project = await projectOn({}, { registry, roots })
    const { error } = await project.add(NAME)
    if (error?.code !== 'signature-invalid') counts.lost.push('forged: both')
    expect(error?.code).toBe('signature-invalid')
    expect(project.installed()).toBeUndefined()
  })

  test('by what only a newer root trusts is fine once that can be had, and noted before', async () => {
    const registry = await mockRegistry()
    const one = await unknown.attest(about(registry))
    registry.become({ newest: attested, attestations: json({ attestations: [one] }) })
    const offline = await projectOn(
      {},
      { registry, roots: async (which) => (which === 'kept' ? sigstore.root : undefined) },
    )
    const { error, notes } = await offline.add(NAME)
    expect(error).toBeUndefined()
    expect(notes.map(({ code }) => code)).toEqual(['provenance-unchecked'])
    expect(offline.installed()).not.toHaveProperty('evidence')
    const online = await projectOn(
      {},
      { registry, roots: async (which) => (which === 'kept' ? sigstore : unknown).root },
    )
    expect((await online.add(NAME)).error).toBeUndefined()
    expect(online.installed()?.evidence?.kind).toBe('provenance')
  })
})

const UNHAD: Readonly<Record<string, Answering>> = {
  'nothing (404)': status(404),
  'a fault (500)': status(500),
  'a web page': loginPage,
  nonsense: json({ attestations: 'many' }),
  'no attestation': json({ attestations: [] }),
  'only others': json({ attestations: [{ predicateType: 'https://example.com/', bundle: {} }] }),
  'too much': (response) => {
    response.writeHead(200, { 'content-length': 3 * 1024 * 1024 })
    response.write('{')
  },
  'half of it': cutsOffChunks,
  'no answer': silent,
  'a byte now and then': (response) => {
    response.writeHead(200, { 'content-type': 'application/json' })
    const timer = setInterval(() => response.write(' '), 20)
    response.on('close', () => clearInterval(timer))
  },
}

async function refusedLater(what: string, project: Project, words: RegExp): Promise<void> {
  counts.moved++
  const before = project.everything()
  const { error } = await project.add(`${NAME}@1.1.0`)
  if (error?.code !== 'evidence-lost') counts.lost.push(`moved: ${what}`)
  expect(error?.code).toBe('evidence-lost')
  expect(error?.message).toMatch(words)
  expect(project.everything()).toEqual(before)
}

describe('a registry that names an attestation, and sends', () => {
  test.each(Object.entries(UNHAD))('%s is noted at first, and refused later', async (what, answering) => {
    const newest = async (_registry: MockRegistry, good: unknown): Promise<Behaviour> => ({
      attestations: (response, given, request) =>
        (/1\.0\.0$/.test(request.url ?? '') ? json({ attestations: [good] }) : answering)(
          response,
          given,
          request,
        ),
    })
    const project = await withProvenance(newest)
    project.setNpm(PATIENCE)
    await refusedLater(what, project, /it had provenance from .*, and now has no signature/)
    const first = await projectOn({}, { registry: project.registry, settings: [...ONCE, PATIENCE], roots })
    const { error, notes } = await first.add(`${NAME}@1.1.0`)
    expect({ error, notes }).toMatchObject({ error: undefined, notes: [{ code: 'provenance-unchecked' }] })
    expect(first.installed()).not.toHaveProperty('evidence')
  })

  test('to another host is not followed there', async () => {
    const other = await mockRegistry()
    const registry = await mockRegistry({
      newest: attested,
      attestations: status(307, { location: `${other.url}-/npm/v1/attestations/x` }),
    })
    const settings = [...ONCE, `//${registry.host}/:_authToken=secret-token`]
    const project = await projectOn({}, { registry, settings, roots })
    const { error, notes } = await project.add(NAME)
    expect({ error, codes: notes.map(({ code }) => code) }).toEqual({
      error: undefined,
      codes: ['provenance-unchecked'],
    })
    expect(other.connections()).toBe(0)
  })
})

const MOVED: Readonly<Record<string, readonly [Build, RegExp]>> = {
  issuer: [
    { issuer: 'https://gitlab.com' },
    /its issuer was `https:\/\/token.*`, and is now `https:\/\/gitlab/,
  ],
  repository: [
    { repository: 'https://github.com/evil/hello' },
    /its repository was .* is now `.*evil\/hello`/,
  ],
  workflow: [{ workflow: '.github/workflows/evil.yml' }, /its workflow was .*release.* is now `.*evil.yml`/],
}

describe('a version that was built', () => {
  test.each(Object.entries(MOVED))('by another %s is refused, and told', async (what, [build, words]) => {
    const project = await withProvenance(async (registry, good) => ({
      attestations: attestations(good, [await sigstore.attest(about(registry), build)]),
    }))
    await refusedLater(what, project, words)
  })

  test('nobody knows where is refused, signed by the registry or not', async () => {
    const key = signingKey()
    const project = await withProvenance(async (_registry, good) => ({
      newest: signedBy(key),
      keys: listing(key),
      attestations: attestations(good, []),
    }))
    await refusedLater('stripped', project, /and now has the registry's signature/)
  })

  test('elsewhere is refused until the user has insisted, and remembered then', async () => {
    const project = await withProvenance(async (registry, good) => ({
      attestations: attestations(good, [
        await sigstore.attest(about(registry), { repository: 'https://github.com/moved/hello' }),
      ]),
    }))
    expect((await project.add(`${NAME}@1.1.0`)).error?.code).toBe('evidence-lost')
    expect((await project.add(`${NAME}@1.1.0`, { allowWeaker: true })).error).toBeUndefined()
    await project.remove(NAME)
    expect((await project.add(`${NAME}@1.1.0`)).error).toBeUndefined()
    expect(project.installed()?.evidence).toMatchObject({ repository: 'https://github.com/moved/hello' })
  })

  test('as the one before is fine, whatever its ref', async () => {
    const project = await withProvenance(async (registry, good) => ({
      attestations: attestations(good, [await sigstore.attest(about(registry))]),
    }))
    expect((await project.add(`${NAME}@1.1.0`)).error).toBeUndefined()
    expect(project.installed()).toMatchObject({ version: '1.1.0', evidence: { kind: 'provenance' } })
  })
})
