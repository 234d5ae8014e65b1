import { evidenceLost } from '../core/evidence.ts'
import type { Plan } from '../core/plan.ts'
import { HooksError } from '../errors.ts'

/** What a person may insist on. */
export interface Insisting {
  /** Takes packs whose origin is proven worse than it was. */
  readonly allowWeaker: boolean
}

/**
 * What must hold of a change before anybody is asked whether to make it, each with its own error. Nothing is written
 * here, and nobody is asked.
 */
export async function gate(plan: Plan, { allowWeaker }: Insisting): Promise<void> {
  if (!allowWeaker) checkEvidence(plan)
}

/** Throws `evidence-lost` for a pack that would be replaced by one of which less is known. */
function checkEvidence({ changes }: Plan): void {
  for (const { name, before, after } of changes) {
    const lost = before && after ? evidenceLost(before.evidence, after.evidence) : undefined
    if (lost === undefined || !after) continue
    throw new HooksError(
      'evidence-lost',
      `\`${name}@${after.version}\` is proven worse than what is installed: ${lost}`,
      {
        hint: 'stay with what you have, and ask its author; `--allow-weaker` takes it all the same',
      },
    )
  }
}
