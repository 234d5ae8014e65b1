import type { Found } from './rule.ts'

/** A finding about git; irreversible ones are denied, the rest is asked about. */
export function gitFound(rule: string, harm: string, safer: string): Found {
  return { group: 'git', rule, verdict: 'deny', harm, safer }
}
