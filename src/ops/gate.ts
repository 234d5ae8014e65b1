import type { Note } from '../core/notes.ts'
import type { Plan } from '../core/plan.ts'
import type { Context } from './context.ts'
import { checkEvidence } from './evidence.ts'
import { type Judging, judge } from './judge.ts'
import { scanNotes } from './scan-pack.ts'

/** What a person may insist on. */
export interface Insisting {
  /** Takes packs whose origin is proven worse than it was. */
  readonly allowWeaker: boolean
  /** What policies and advisories are looked up with. */
  readonly judging: Judging
}

/**
 * What must hold of a change before anybody is asked whether to make it, each with its own error. Nothing is written
 * here, and nobody is asked. Gives what is worth knowing all the same.
 */
export async function gate(
  plan: Plan,
  context: Pick<Context, 'env'>,
  { allowWeaker, judging }: Insisting,
): Promise<readonly Note[]> {
  const notes = await judge(plan, judging)
  if (!allowWeaker) await checkEvidence(plan, context)
  return [...notes, ...plan.packs.flatMap(scanNotes)]
}
