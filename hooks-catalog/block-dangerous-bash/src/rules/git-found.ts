import type { Found } from './rule.ts'

/** A finding about git; irreversible ones are denied, the rest is asked about. */
export function gitFound(rule: string, harm: string, safer: string): Found {
  return { group: 'git', rule, verdict: 'deny', harm, safer }
}

/** The finding for a branch that is pointed at other commits. */
export function branchMoved(name: string): Found {
  return {
    ...gitFound(
      'branch-move',
      `points the branch ${name} elsewhere, and commits that only it had are lost`,
      'make a branch with a name of its own',
    ),
    verdict: 'ask',
  }
}
