import { advised } from '../core/advisories.ts'
import { unapprovedIn } from '../core/approval.ts'
import type { LockedPack } from '../core/lockfile.ts'
import type { Plan } from '../core/plan.ts'
import { type EffectivePolicy, isOfUser } from '../core/policy.ts'
import type { Judged } from '../core/violations.ts'
import { HooksError } from '../errors.ts'
import { APPROVALS } from '../io/approvals.ts'
import { recall } from '../io/user-memory.ts'
import type { Context } from './context.ts'
import { type Registries, registryOf } from './sources.ts'

interface Claiming {
  readonly context: Pick<Context, 'env'>
  readonly registries: () => Promise<Registries>
  readonly policy: EffectivePolicy
}

/**
 * What is judged of packs. Where a pack comes from and what proves it stands in a lockfile that came with the project, and
 * whoever wrote that could have written anything: for rules of the user and the administrator, the registry is asked, once
 * until the user has approved the pack.
 */
export async function judgedOf(
  packs: readonly (readonly [name: string, pack: LockedPack])[],
  plan: Plan,
  claiming: Claiming,
): Promise<readonly (readonly [name: string, judged: Judged])[]> {
  const { policy } = claiming
  const rules = [...policy.sources, ...policy.namespaces, ...policy.evidence]
  if (!rules.some(isOfUser)) return packs
  const claimed = packs.filter(([name, pack]) => isClaim(plan, name, pack))
  const approvals = await recall(APPROVALS, plan.scope, claiming.context.env)
  const open = new Set(
    unapprovedIn(plan.scope, Object.fromEntries(claimed), approvals).map(({ name }) => name),
  )
  return Promise.all(
    packs.map(async ([name, pack]) =>
      open.has(name) ? ([name, await asked(name, pack, claiming)] as const) : ([name, pack] as const),
    ),
  )
}

/** True for what only the lockfile says, and this command has not looked up. */
function isClaim({ changes }: Plan, name: string, { source, integrity }: LockedPack): boolean {
  const change = changes.find((one) => one.name === name)
  const isOld = !change || (change.before?.integrity === integrity && change.before.source === source)
  return isOld && /^(registry|npm)/.test(source)
}

async function asked(name: string, pack: LockedPack, { registries }: Claiming): Promise<Judged> {
  const registry = registryOf(name, pack, await registries())
  const { integrity, evidence } = await registry.fetch(advised(name, pack).nameThere, pack.version)
  if (integrity === pack.integrity) {
    const { evidence: _, ...rest } = pack
    return evidence ? { ...rest, evidence } : rest
  }
  throw new HooksError(
    'policy-refused',
    `\`${name}@${pack.version}\` is not what \`${pack.source}\` has, though the lockfile says that it comes from there`,
    { hint: `somebody has changed the lockfile: \`hooks remove ${name} --force\`, then add it again` },
  )
}
