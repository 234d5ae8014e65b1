import { whole } from '../core/disabled.ts'
import type { LockedPack } from '../core/lockfile.ts'
import {
  type EffectivePolicy,
  isOfUser,
  type PolicyLayer,
  type Rule,
  requiredConflict,
} from '../core/policy.ts'
import type { Requirement } from '../core/requirements.ts'
import { isSatisfied } from '../core/resolve.ts'
import type { Scope, ScopeName } from '../core/scope.ts'
import { parseSpec } from '../core/spec.ts'
import type { State } from '../core/state.ts'
import { HooksError } from '../errors.ts'
import { scopeNamed } from '../io/scopes.ts'
import { readState } from '../io/state.ts'
import type { Context } from './context.ts'
import { readPolicy } from './read-policy.ts'

/** What a change of a scope has to keep. */
export interface Rules {
  readonly policy: EffectivePolicy
  /** Milliseconds since 1970. */
  readonly now: number
  /** What is installed, with no hook disabled, in scopes whose hooks run wherever those of this scope do. */
  readonly elsewhere: Readonly<Record<string, LockedPack>>
}

/** Scopes whose hooks run wherever those of a scope do, besides it. */
const ALONGSIDE: Readonly<Record<ScopeName, readonly ScopeName[]>> = {
  user: [],
  project: ['user'],
  local: ['user', 'project'],
}

/** Reads the rules for a scope. Throws when a policy cannot be read. */
export async function readRules(scope: Scope, context: Context): Promise<Rules> {
  const { policy } = await readPolicy(context, scope.name)
  const elsewhere = policy.required.length === 0 ? {} : await packsAlongside(scope.name, context)
  return { policy, now: context.now(), elsewhere }
}

async function packsAlongside(
  scope: ScopeName,
  context: Context,
): Promise<Readonly<Record<string, LockedPack>>> {
  const packs = await Promise.all(
    ALONGSIDE[scope].map(async (name) => {
      const other = await scopeNamed(context, name).catch(() => undefined)
      if (!other) return {}
      const { packs: all, disabled } = (await readState(other)).lockfile
      return whole(all, disabled)
    }),
  )
  return Object.assign({}, ...packs)
}

function checkRequired(policy: EffectivePolicy): void {
  const conflict = requiredConflict(policy)
  if (!conflict) return
  const [one, other] = conflict
  throw new HooksError(
    'policy-refused',
    `no version of \`${one.value.name}\` is what policies require: \`${one.value.range}\` (${one.file}), \`${other.value.range}\` (${other.file})`,
    { hint: 'change one of them' },
  )
}

type Required = EffectivePolicy['required'][number]

/** Where a required pack is brought to: to where whoever requires it has their own packs. */
export function scopeOfRule({ layer }: Pick<Rule<unknown>, 'layer'>): ScopeName {
  return layer === 'managed' ? 'user' : layer
}

/**
 * What policies require of a scope, as if its hookpack.json asked for it: all that is to be there for `install`, for other
 * commands only what is there. Throws when two policies require what cannot both be.
 */
export function requiredHere(
  { policy }: Rules,
  { scope, lockfile }: State,
  which: 'all' | 'installed',
): readonly Requirement[] {
  checkRequired(policy)
  return policy.required
    .filter((rule) => scopeOfRule(rule) === scope.name)
    .filter(({ value }) => which === 'all' || Object.hasOwn(lockfile.packs, value.name))
    .map(({ value: { name, range }, file }) => {
      const spec = parseSpec(name)
      if (!('range' in spec)) throw new Error(`\`${name}\` is required and no name`)
      return { name, spec: { ...spec, range }, options: {}, by: file }
    })
}

/** What policies require, and is not there. */
export function missing(
  rules: Rules,
  scope: ScopeName,
  packs: Readonly<Record<string, Pick<LockedPack, 'version'>>>,
): readonly Required[] {
  return rules.policy.required.filter((rule) => {
    const alongside = counts(rule.layer, scope) ? rules.elsewhere[rule.value.name] : undefined
    const there = [packs[rule.value.name], alongside]
    return !there.some((one) => one !== undefined && isSatisfied(one.version, rule.value.range))
  })
}

/** What a project requires has to be in its own files; what the user requires may be anywhere. */
function counts(layer: PolicyLayer, scope: ScopeName): boolean {
  return isOfUser({ layer }) || scope === 'local'
}
