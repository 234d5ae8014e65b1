import { type Advisory, advised, affects } from '../core/advisories.ts'
import { whole } from '../core/disabled.ts'
import type { LockedPack } from '../core/lockfile.ts'
import type { Note } from '../core/notes.ts'
import type { Plan } from '../core/plan.ts'
import { type Violation, violationsOf } from '../core/violations.ts'
import { HooksError } from '../errors.ts'
import { knownMalware } from './choose-version.ts'
import { judgedOf } from './claims.ts'
import type { Context } from './context.ts'
import { missing, type Rules, scopeOfRule } from './rules.ts'
import type { Registries } from './sources.ts'

/** What a plan is judged by. */
export interface Judging {
  readonly rules: Rules
  readonly context: Pick<Context, 'env'>
  readonly registries: () => Promise<Registries>
  /** The packs that the scope has afterwards. */
  readonly packs: Readonly<Record<string, LockedPack>>
  /** Whether packs that stay as they are have to keep the rules as well. */
  readonly which: 'all' | 'changed'
}

/**
 * Whether a plan keeps the policies, and brings nothing that is known to be harmful. Throws `policy-refused` or
 * `known-malware`; gives what is worth knowing all the same. Taking packs away needs no registry.
 */
export async function judge(plan: Plan, judging: Judging): Promise<readonly Note[]> {
  const judged = judgedPacks(plan, judging)
  const { policy } = judging.rules
  const claims = await judgedOf(judged, plan, { ...judging, policy })
  const violations = claims.flatMap(([name, pack]) => violationsOf(policy, name, pack))
  if (violations[0]) throw refusal(violations[0], plan)
  const notes = await faultsOf(judged, judging)
  return [...notes, ...(await requiredNotes(plan, judging))]
}

function judgedPacks(
  { changes }: Plan,
  { packs, which }: Judging,
): readonly (readonly [string, LockedPack])[] {
  if (which === 'all') return Object.entries(packs)
  return changes.flatMap(({ name, after }) => (after ? [[name, after] as const] : []))
}

async function faultsOf(
  judged: readonly (readonly [string, LockedPack])[],
  { registries }: Judging,
): Promise<readonly Note[]> {
  if (judged.length === 0) return []
  const { advisories } = await registries()
  const found = await Promise.all(
    judged.map(async ([name, pack]) => {
      const known = (await advisories(advised(name, pack))).filter((one) => affects(one, pack.version))
      return { name, version: pack.version, known }
    }),
  )
  for (const { name, version, known } of found) {
    const malware = known.find((one) => one.malware)
    if (malware) throw knownMalware(name, { ...malware, version }, `\`hooks remove ${name}\` takes it out`)
  }
  return found.flatMap(({ name, version, known }) => known.map((one) => faultNote(name, version, one)))
}

function faultNote(pack: string, version: string, { id, summary, ranges }: Advisory): Note {
  const fixed = ranges.map((one) => one.fixed).find((one) => one !== undefined)
  return { code: 'known-fault', pack, version, id, summary, fixed }
}

/** A required pack stays, unless it may not be there itself. What is missing already is no reason to do nothing. */
async function requiredNotes(plan: Plan, judging: Judging): Promise<readonly Note[]> {
  const { rules, packs } = judging
  const before = { ...packs }
  for (const change of plan.changes) {
    if (change.before) before[change.name] = change.before
    else delete before[change.name]
  }
  const { disabled } = plan
  const was = new Set(missing(rules, plan.scope.name, whole(before, disabled.before)))
  const now = missing(rules, plan.scope.name, whole(packs, disabled.after))
  for (const rule of now) {
    const { name, range } = rule.value
    const pack = before[name]
    if (was.has(rule) || (pack && (await isRefused(name, pack, judging)))) continue
    const off = packs[name] && !whole(packs, disabled.after)[name]
    const says = off
      ? 'would be disabled'
      : packs[name]
        ? `would be ${packs[name].version}, not \`${range}\``
        : 'would be gone'
    throw refusal({ rule: 'required', pack: name, says, layer: rule.layer, file: rule.file }, plan)
  }
  return now.map((rule) => {
    const { value, file } = rule
    const off = packs[value.name] && !whole(packs, disabled.after)[value.name]
    const note = { code: 'required-missing', pack: value.name, file, scope: scopeOfRule(rule) } as const
    return off ? { ...note, scope: plan.scope.name, disabled: true } : note
  })
}

async function isRefused(name: string, pack: LockedPack, { rules, registries }: Judging): Promise<boolean> {
  if (violationsOf(rules.policy, name, pack).length > 0) return true
  const known = await (await registries()).advisories(advised(name, pack))
  return known.some((one) => one.malware && affects(one, pack.version))
}

function refusal({ rule, pack, says, file }: Violation, { scope, changes }: Plan): HooksError {
  const isThere = changes.every((one) => one.name !== pack || one.before !== null)
  const who = `whoever wrote ${file} decides that`
  return new HooksError('policy-refused', `\`${pack}\` ${says}: \`${rule}\` in ${file} does not allow that`, {
    hint:
      rule === 'required' || !isThere
        ? who
        : `${who}; \`hooks remove ${pack} --scope ${scope.name}\` takes the pack out`,
  })
}
