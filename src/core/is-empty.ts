import type { Plan } from './plan.ts'

/** True when a plan has nothing to do. */
export function isEmpty(plan: Plan): boolean {
  return plan.writes.length === 0 && plan.packs.length === 0
}
