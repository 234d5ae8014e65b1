import { betterEvidence, evidenceLost } from '../core/evidence.ts'
import type { LockedPack } from '../core/lockfile.ts'
import type { PackChange, Plan } from '../core/plan.ts'
import { HooksError } from '../errors.ts'
import { PROVEN } from '../io/evidence-memory.ts'
import { recall, remember } from '../io/user-memory.ts'
import type { Context } from './context.ts'

/**
 * Throws `evidence-lost` for a pack of which less is known than before: than the lockfile says of what is installed, or
 * than the user has seen of it, in whatever project, and whether or not it is installed.
 */
export async function checkEvidence({ scope, changes }: Plan, { env }: Pick<Context, 'env'>): Promise<void> {
  const fetched = changes.flatMap(fetchedIn)
  if (fetched.length === 0) return
  const proven = await recall(PROVEN, scope, env)
  for (const { name, before, after } of fetched) {
    const { source } = after
    const remembered = proven.findLast((one) => one.name === name && one.source === source)?.evidence
    const lost = evidenceLost(betterEvidence(before?.evidence, remembered), after.evidence)
    if (lost === undefined) continue
    throw new HooksError(
      'evidence-lost',
      `\`${name}@${after.version}\` is proven worse than it was before: ${lost}`,
      { hint: 'stay with what you have, and ask its author; `--allow-weaker` takes it all the same' },
    )
  }
}

/** Remembers what proved the packs that a change has brought, in the place of what did before. */
export async function rememberEvidence(
  { scope, changes }: Plan,
  { env }: Pick<Context, 'env'>,
): Promise<void> {
  const packs = changes
    .flatMap(fetchedIn)
    .map(({ name, after }) => ({ name, source: after.source, evidence: after.evidence }))
  await remember(PROVEN, { scope, env }, packs)
}

/** A pack with other bytes than before, which were fetched and checked; what stays is only the lockfile's word. */
function fetchedIn(one: PackChange): readonly (PackChange & { readonly after: LockedPack })[] {
  const { before, after } = one
  return after && before?.integrity !== after.integrity ? [{ ...one, after }] : []
}
