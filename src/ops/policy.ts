import { DEFAULT_COOLDOWN } from '../core/age.ts'
import { whole } from '../core/disabled.ts'
import { durationText } from '../core/duration.ts'
import type { LockedPack } from '../core/lockfile.ts'
import {
  type Cooldown,
  type EffectivePolicy,
  type Healing,
  healingOf,
  isOfUser,
  mergePolicies,
  type PolicyLayer,
} from '../core/policy.ts'
import { SCOPE_NAMES, type Scope, type ScopeName } from '../core/scope.ts'
import type { Violation } from '../core/violations.ts'
import { violationsOf } from '../core/violations.ts'
import { HooksError } from '../errors.ts'
import { scopeNamed } from '../io/scopes.ts'
import { readState } from '../io/state.ts'
import type { Context } from './context.ts'
import { readPolicy } from './read-policy.ts'
import { missing, scopeOfRule } from './rules.ts'

/** One rule that counts, and who says it. */
export interface ShownRule {
  readonly rule: 'sources' | 'namespaces' | 'events' | 'evidence' | 'cooldown' | 'required' | 'heal'
  readonly value: unknown
  /** `default` for what counts because no file says anything. */
  readonly layer: PolicyLayer | 'default'
  readonly file: string | null
}

/** What `hooks policy` found. */
export interface ShownPolicy {
  /** Every file that was looked for. */
  readonly files: readonly { readonly layer: PolicyLayer; readonly file: string; readonly present: boolean }[]
  readonly rules: readonly ShownRule[]
  /** What is installed, or missing, and should not be so. */
  readonly violations: readonly (Violation & { readonly scope: ScopeName; readonly version: string | null })[]
}

/** The rules that count here, one by one with the file that sets each, and what is installed against them. Reads only. */
export async function shownPolicy(only: ScopeName | undefined, context: Context): Promise<ShownPolicy> {
  const scopes = await scopesHere(only, context)
  const read = await Promise.all(scopes.map((scope) => readPolicy(context, scope.name)))
  const files = distinct(read.flatMap((one) => one.files))
  const lockfiles = await Promise.all(
    scopes.map(async (scope) => [scope.name, (await readState(scope)).lockfile] as const),
  )
  const packs = new Map(lockfiles.map(([name, lockfile]) => [name, lockfile.packs]))
  const running = new Map(lockfiles.map(([name, one]) => [name, whole(one.packs, one.disabled)]))
  const violations = scopes.flatMap(({ name }, index) => {
    const own = packs.get(name) ?? {}
    const policy = read[index]?.policy
    return policy ? violationsIn(name, policy, own) : []
  })
  const policy = mergePolicies(files)
  return {
    files: files.map(({ layer, file, present }) => ({ layer, file, present })),
    rules: rulesOf(policy),
    violations: [...violations, ...missingIn(policy, packs, running)],
  }
}

async function scopesHere(only: ScopeName | undefined, context: Context): Promise<readonly Scope[]> {
  const scopes = await Promise.all(
    (only === undefined ? SCOPE_NAMES : [only]).map((name) =>
      scopeNamed(context, name).catch((error: unknown) => {
        if (only !== undefined || !(error instanceof HooksError)) throw error
        return undefined
      }),
    ),
  )
  return scopes.flatMap((scope) => (scope ? [scope] : []))
}

type Read = Awaited<ReturnType<typeof readPolicy>>['files'][number]

function distinct(files: readonly Read[]): readonly Read[] {
  const seen = new Map(files.map((one) => [JSON.stringify([one.layer, one.file, one.policy]), one] as const))
  return [...seen.values()]
}

type Packs = Readonly<Record<string, LockedPack>>

function violationsIn(scope: ScopeName, policy: EffectivePolicy, packs: Packs): ShownPolicy['violations'] {
  return Object.entries(packs).flatMap(([name, pack]) =>
    violationsOf(policy, name, pack).map((one) => ({ ...one, scope, version: pack.version })),
  )
}

/** A required pack may be in any scope whose hooks run here, if its rule does not name one by where it stands. */
function missingIn(
  policy: EffectivePolicy,
  packs: ReadonlyMap<ScopeName, Packs>,
  running: ReadonlyMap<ScopeName, Packs>,
): ShownPolicy['violations'] {
  const all: Packs = Object.assign({}, ...running.values())
  return policy.required.flatMap((rule) => {
    const scope = scopeOfRule(rule)
    const { name, range } = rule.value
    const there = rule.layer === 'project' ? (running.get('project') ?? {}) : all
    const alone = { ...policy, required: [rule] }
    const lacking = missing({ policy: alone, now: 0, elsewhere: {} }, scope, there)
    if (lacking.length === 0 || !packs.has(scope)) return []
    const version = (there[name] ?? packs.get(scope)?.[name])?.version ?? null
    const off = version !== null && !there[name]
    const says = off
      ? 'is disabled'
      : version === null
        ? 'is not installed'
        : `is ${version}, not \`${range}\``
    return [
      { rule: 'required', pack: name, says, layer: rule.layer, file: rule.file, scope, version } as const,
    ]
  })
}

function rulesOf(policy: EffectivePolicy): readonly ShownRule[] {
  const shown = (['sources', 'namespaces', 'events', 'evidence', 'cooldown', 'required'] as const).flatMap(
    (rule): ShownRule[] => policy[rule].map(({ value, layer, file }) => ({ rule, value, layer, file })),
  )
  const healing: Healing = healingOf(policy)
  const { layer = 'default', file = null } = policy.heal ?? {}
  return [
    ...shown.filter(({ rule }) => rule !== 'cooldown'),
    ...cooldowns(policy),
    { rule: 'heal', value: healing, layer, file },
  ]
}

/** The default counts for what neither the user nor the administrator has set. */
function cooldowns({ cooldown }: EffectivePolicy): readonly ShownRule[] {
  const isSet = (kind: 'first' | 'update'): boolean =>
    cooldown.some((rule) => isOfUser(rule) && rule.value[kind] !== undefined)
  const { first, update } = DEFAULT_COOLDOWN
  const left = { ...(isSet('first') ? {} : { first }), ...(isSet('update') ? {} : { update }) }
  return [
    ...cooldown.map(
      ({ value, layer, file }): ShownRule => ({ rule: 'cooldown', value: inWords(value), layer, file }),
    ),
    ...(Object.keys(left).length === 0
      ? []
      : [{ rule: 'cooldown', value: inWords(left), layer: 'default', file: null } as const]),
  ]
}

/** As it is written in files. */
function inWords(cooldown: Partial<Cooldown>): Readonly<Record<string, unknown>> {
  return Object.fromEntries(
    Object.entries(cooldown).map(([key, value]) => [
      key,
      typeof value === 'number' ? durationText(value) : value,
    ]),
  )
}
