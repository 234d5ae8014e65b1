import { filesOf } from '../bash-files/resolve.ts'
import { targetsIn } from '../bash-files/targets.ts'
import { check, type Finding, strongest } from './check.ts'
import type { Place } from './locate.ts'
import type { Rule } from './rule.ts'

/** What a command line would do to protected files. */
export interface Reading {
  readonly finding?: Finding & { readonly by: string }
  /** Why it could not be read to its end. */
  readonly unclear?: string
}

const MOST_CHECKS = 2000

/** Reads a command line and looks up every file that it names. */
export function readCommand(command: string, rules: readonly Rule[], place: Place): Reading {
  const { targets, unclear } = targetsIn(command)
  const found: (Finding & { readonly by: string })[] = []
  let checks = 0
  for (const target of targets) {
    for (const file of filesOf(target, place)) {
      checks += 1
      if (checks > MOST_CHECKS) return { unclear: 'it names too many files' }
      const finding = check({ file, access: target.access }, rules, place)
      if (finding) found.push({ ...finding, by: target.by })
    }
  }
  const finding = strongest(found)
  return { ...(finding ? { finding } : {}), ...(unclear === undefined ? {} : { unclear }) }
}
