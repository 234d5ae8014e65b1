import { isDeepStrictEqual } from 'node:util'
import intersects from 'semver/ranges/intersects.js'
import type { EvidenceKind } from './evidence.ts'
import type { ScopeName } from './scope.ts'

/** Who says something: the administrator of the machine, then the user, the project, and this clone of it. */
export type PolicyLayer = 'managed' | ScopeName

/** Strongest first. */
export const POLICY_LAYERS: readonly PolicyLayer[] = ['managed', 'user', 'project', 'local']

/** What the check for drift does, from the least to the most. */
export const HEALING = ['off', 'report', 'restore'] as const
export type Healing = (typeof HEALING)[number]

/** How long new versions wait, in milliseconds: of packs that are not installed yet, and of those that are. */
export interface Cooldown {
  readonly first?: number
  readonly update?: number
  /** Names, or patterns of names, that do not wait. */
  readonly exclude: readonly string[]
}

/** What one file says. Rules that it does not name are not there. */
export interface Policy {
  /** Kinds of sources, and addresses of registries. */
  readonly sources?: readonly string[]
  readonly namespaces?: readonly string[]
  readonly events?: { readonly allow?: readonly string[]; readonly deny?: readonly string[] }
  /** The least evidence, by kind of source or address. */
  readonly evidence?: Readonly<Record<string, EvidenceKind>>
  readonly cooldown?: Cooldown
  /** Ranges by name. */
  readonly required?: Readonly<Record<string, string>>
  readonly heal?: Healing
}

/** A policy, and the file that has it. */
export interface PolicyFile {
  readonly layer: PolicyLayer
  readonly file: string
  readonly policy: Policy
}

/** What one file says about one thing. */
export interface Rule<T> {
  readonly value: T
  readonly layer: PolicyLayer
  readonly file: string
}

/** All rules that count. Each holds by itself, so that none can take back what another says. */
export interface EffectivePolicy {
  readonly sources: readonly Rule<readonly string[]>[]
  readonly namespaces: readonly Rule<readonly string[]>[]
  readonly events: readonly Rule<NonNullable<Policy['events']>>[]
  readonly evidence: readonly Rule<Readonly<Record<string, EvidenceKind>>>[]
  readonly cooldown: readonly Rule<Cooldown>[]
  readonly required: readonly Rule<{ readonly name: string; readonly range: string }>[]
  /** The most that any file asks for. */
  readonly heal: Rule<Healing> | undefined
}

/** The rules of all files: every one of them, each once, the strongest first, in whatever order the files come. */
export function mergePolicies(files: readonly PolicyFile[]): EffectivePolicy {
  const sorted = files.toSorted(
    (a, b) => rankOfLayer(a.layer) - rankOfLayer(b.layer) || order(a.file, b.file),
  )
  const rules = <T>(said: (policy: Policy) => T | undefined): readonly Rule<T>[] =>
    distinct(
      sorted.flatMap(({ layer, file, policy }) => {
        const value = said(policy)
        return value === undefined ? [] : [{ value, layer, file }]
      }),
    )
  const healing = rules(({ heal }) => heal)
  return {
    sources: rules(({ sources }) => sources),
    namespaces: rules(({ namespaces }) => namespaces),
    events: rules(({ events }) => events),
    evidence: rules(({ evidence }) => evidence),
    cooldown: rules(({ cooldown }) => cooldown),
    required: rules(({ required }) => required).flatMap(({ value, ...from }) =>
      Object.entries(value).map(([name, range]) => ({ value: { name, range }, ...from })),
    ),
    heal: healing.toSorted((a, b) => HEALING.indexOf(b.value) - HEALING.indexOf(a.value))[0],
  }
}

/** What the check for drift is to do: `report`, unless files say otherwise; of these, the one that asks for most. */
export function healingOf({ heal }: EffectivePolicy): Healing {
  return heal?.value ?? 'report'
}

/** 0 for the strongest. */
export function rankOfLayer(layer: PolicyLayer): number {
  return POLICY_LAYERS.indexOf(layer)
}

/** True for a rule that no project can have written. */
export function isOfUser({ layer }: Pick<Rule<unknown>, 'layer'>): boolean {
  return layer === 'managed' || layer === 'user'
}

type Required = EffectivePolicy['required'][number]

/** Two files that require the same pack in versions of which none is both; undefined if there are none such. */
export function requiredConflict({ required }: EffectivePolicy): readonly [Required, Required] | undefined {
  for (const [index, one] of required.entries())
    for (const other of required.slice(index + 1))
      if (one.value.name === other.value.name && !intersects(one.value.range, other.value.range))
        return [one, other]
  return undefined
}

/** Equal texts sort by what they are compared with next. */
function order(one: string, other: string): number {
  return one === other ? 0 : one < other ? -1 : 1
}

function distinct<T>(rules: readonly Rule<T>[]): readonly Rule<T>[] {
  const sorted = rules.toSorted(
    (a, b) =>
      rankOfLayer(a.layer) - rankOfLayer(b.layer) ||
      order(a.file, b.file) ||
      order(JSON.stringify(a.value), JSON.stringify(b.value)),
  )
  return sorted.filter((one, index) => !isDeepStrictEqual(one, sorted[index - 1]))
}
