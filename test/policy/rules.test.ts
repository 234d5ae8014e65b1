import fc from 'fast-check'
import { describe, expect, test } from 'vitest'
import { DEFAULT_COOLDOWN, type Waiter, waitFor } from '../../src/core/age.ts'
import { durationText, parseDuration } from '../../src/core/duration.ts'
import { EVIDENCE_KINDS, type Evidence } from '../../src/core/evidence.ts'
import { managedFile } from '../../src/core/managed-place.ts'
import { matchesName } from '../../src/core/name-pattern.ts'
import {
  HEALING,
  healingOf,
  mergePolicies,
  POLICY_LAYERS,
  type Policy,
  type PolicyFile,
  type PolicyLayer,
  requiredConflict,
} from '../../src/core/policy.ts'
import { type Judged, violationsOf } from '../../src/core/violations.ts'

const EVENTS = ['PreToolUse', 'Stop', 'UserPromptSubmit']
const SOURCES = ['hookpack', 'npm', 'folder', 'git', 'https://packs.acme.test/']
const NAMES = ['guard', 'acme-guard', '@acme/guard', '@evil/guard']
const PATTERNS = [...NAMES, '*', 'acme-*', '@acme/*', '@*/*']

const some = (values: readonly string[]) => fc.uniqueArray(fc.constantFrom(...values))
const maybe = <T>(value: fc.Arbitrary<T>) => fc.option(value, { nil: undefined })
const duration = maybe(fc.integer({ min: 0, max: 10 }).map((days) => days * 86_400_000))

const policies: fc.Arbitrary<Policy> = fc
  .record({
    sources: maybe(some(SOURCES)),
    namespaces: maybe(some(PATTERNS)),
    events: maybe(fc.record({ allow: maybe(some(EVENTS)), deny: maybe(some(EVENTS)) })),
    evidence: maybe(fc.dictionary(fc.constantFrom('npm', 'registry'), fc.constantFrom(...EVIDENCE_KINDS))),
    cooldown: maybe(fc.record({ first: duration, update: duration, exclude: some(PATTERNS) })),
    required: maybe(fc.dictionary(fc.constantFrom(...NAMES), fc.constantFrom('^1', '^2', '*'))),
    heal: maybe(fc.constantFrom(...HEALING)),
  })
  .map((policy) => JSON.parse(JSON.stringify(policy)) as Policy)

const files = (layers: readonly PolicyLayer[] = POLICY_LAYERS): fc.Arbitrary<PolicyFile> =>
  fc
    .constantFrom(...layers)
    .chain((layer) => policies.map((policy) => ({ layer, file: `/${layer}/hookpack.json`, policy })))

const evidence: fc.Arbitrary<Evidence | undefined> = fc.constantFrom(
  undefined,
  { kind: 'registry-signature', keyid: 'k' },
  { kind: 'provenance', issuer: 'i', repository: 'r', workflow: 'w' },
) as fc.Arbitrary<Evidence | undefined>

const packs = fc.record({
  name: fc.constantFrom(...NAMES),
  pack: fc
    .record({
      source: fc.constantFrom(
        'registry:hookpack',
        'npm',
        'folder',
        'registry+https://packs.acme.test/',
        'git+https://x/',
      ),
      evidence,
      event: fc.constantFrom(...EVENTS),
    })
    .map(({ source, evidence: proof, event }) => {
      const hooks = [{ id: 'one', event, timeout: 1, failure: 'block' as const, handler: { module: 'x' } }]
      return { source, hooks, ...(proof ? { evidence: proof } : {}) } as Judged
    }),
})

const waiters: fc.Arbitrary<Waiter> = fc.record({
  kind: fc.constantFrom('first', 'update'),
  name: fc.constantFrom(...NAMES),
  mappedBy: fc.constantFrom(undefined, 'user', 'project'),
})

describe('merged policies', () => {
  test('refuse whatever one of them refuses, whatever the others say', () => {
    fc.assert(
      fc.property(fc.array(files()), files(), packs, (others, one, { name, pack }) => {
        const alone = violationsOf(mergePolicies([one]), name, pack)
        const together = violationsOf(mergePolicies([...others, one]), name, pack)
        for (const violation of alone) expect(together).toContainEqual(violation)
      }),
    )
  })

  test('of weaker layers never shorten a wait', () => {
    const strong = fc.array(files(['managed', 'user']))
    fc.assert(
      fc.property(strong, fc.array(files(['project', 'local'])), waiters, (own, others, waiter) => {
        const alone = waitFor(mergePolicies(own), waiter).milliseconds
        expect(waitFor(mergePolicies([...own, ...others]), waiter).milliseconds).toBeGreaterThanOrEqual(alone)
      }),
    )
  })

  test("keep the administrator's wait, whatever the user says", () => {
    const user = fc.array(files(['user', 'project', 'local']))
    fc.assert(
      fc.property(files(['managed']), user, waiters, (managed, others, waiter) => {
        const { cooldown } = managed.policy
        fc.pre(cooldown?.[waiter.kind] !== undefined && waiter.mappedBy === undefined)
        const alone = waitFor(mergePolicies([managed]), waiter).milliseconds
        const together = waitFor(mergePolicies([managed, ...others]), waiter).milliseconds
        expect(together).toBeGreaterThanOrEqual(alone)
      }),
    )
  })

  test('are the same in whatever order they come, and however often', () => {
    fc.assert(
      fc.property(fc.array(files()), fc.integer(), (all, seed) => {
        const mixed = all.toSorted(
          (a, b) => ((JSON.stringify(a).length * seed) % 7) - ((JSON.stringify(b).length * seed) % 7),
        )
        const merged = mergePolicies(all)
        expect(mergePolicies([...mixed, ...all])).toEqual(merged)
      }),
    )
  })

  test('require all that one of them requires, and heal as much as any of them asks for', () => {
    fc.assert(
      fc.property(fc.array(files()), files(), (others, one) => {
        const merged = mergePolicies([...others, one])
        for (const [name, range] of Object.entries(one.policy.required ?? {}))
          expect(merged.required).toContainEqual({ value: { name, range }, layer: one.layer, file: one.file })
        const { heal } = one.policy
        if (heal) expect(HEALING.indexOf(healingOf(merged))).toBeGreaterThanOrEqual(HEALING.indexOf(heal))
      }),
    )
  })
})

test('two files that require what cannot both be are found', () => {
  const file = (layer: PolicyLayer, range: string): PolicyFile => ({
    layer,
    file: layer,
    policy: { required: { guard: range } },
  })
  const conflict = requiredConflict(mergePolicies([file('user', '^1'), file('project', '^2')]))
  expect(conflict?.map(({ file: name }) => name)).toEqual(['user', 'project'])
  expect(requiredConflict(mergePolicies([file('user', '^1'), file('project', '^1.2')]))).toBeUndefined()
})

test('the default wait holds against a project, and gives way to the user', () => {
  const waiter = { kind: 'update', name: 'guard', mappedBy: undefined } as const
  const none = { cooldown: { first: 0, update: 0, exclude: ['*', '@*/*'] } }
  const said = (layer: PolicyLayer) => mergePolicies([{ layer, file: layer, policy: none }])
  expect(waitFor(said('project'), waiter)).toEqual({ milliseconds: DEFAULT_COOLDOWN.update, file: undefined })
  expect(waitFor(said('user'), waiter).milliseconds).toBe(0)
  expect(waitFor(mergePolicies([]), { ...waiter, mappedBy: 'project' }).milliseconds).toBe(0)
})

test.each([
  ['guard', 'guard', true],
  ['guard', 'guards', false],
  ['acme-*', 'acme-guard', true],
  ['*', '@acme/guard', false],
  ['@acme/*', '@acme/guard', true],
  ['@acme/*', '@acme-evil/guard', false],
  ['@*/guard', '@evil/guard', true],
  ['a*b*c', 'abc', true],
  ['a*b*c', 'acb', false],
  ['ab*ba', 'aba', false],
])('the pattern %s and the name %s: %s', (pattern, name, matches) => {
  expect(matchesName(pattern, name)).toBe(matches)
})

test('a pattern of many stars takes no time', () => {
  expect(matchesName('a*'.repeat(100), `${'a'.repeat(200)}b`)).toBe(true)
  expect(matchesName(`${'*a'.repeat(100)}c`, 'a'.repeat(213))).toBe(false)
})

test.each([
  ['0', 0],
  ['90m', 5_400_000],
  ['24h', 86_400_000],
  ['3d', 259_200_000],
  ['1w', 604_800_000],
])('the duration %s', (text, milliseconds) => {
  expect(parseDuration(text)).toBe(milliseconds)
  expect(parseDuration(durationText(milliseconds))).toBe(milliseconds)
})

test.each(['', '3', '3 d', '-1d', '0d', '1.5d', '3D', '99999d'])('`%s` is no duration', (text) => {
  expect(parseDuration(text)).toBeUndefined()
})

test("the administrator's file is beside the client's managed settings, on each platform", () => {
  expect(['linux', 'darwin', 'win32'].map(managedFile)).toEqual([
    '/etc/claude-code/hookpack/hookpack.json',
    '/Library/Application Support/ClaudeCode/hookpack/hookpack.json',
    'C:\\Program Files\\ClaudeCode\\hookpack\\hookpack.json',
  ])
})
