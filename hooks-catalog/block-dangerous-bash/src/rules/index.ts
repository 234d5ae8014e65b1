import { disk } from './disk.ts'
import { filesystem } from './filesystem.ts'
import { git } from './git.ts'
import { permissions } from './permissions.ts'
import { process } from './process.ts'
import { remote } from './remote.ts'
import type { Rule } from './rule.ts'
import { secrets } from './secrets.ts'
import { system } from './system.ts'

// Adding a family of rules: one file beside these, one row here, one name in `Group` and in hooks.json.
const FAMILIES: readonly (readonly Rule[])[] = [
  filesystem,
  git,
  disk,
  permissions,
  remote,
  secrets,
  process,
  system,
]

/** The rules of each program. */
export const rules: ReadonlyMap<string, readonly Rule[]> = byProgram(FAMILIES.flat())

function byProgram(list: readonly Rule[]): Map<string, Rule[]> {
  const map = new Map<string, Rule[]>()
  for (const rule of list) {
    for (const program of rule.programs.split(' ')) map.set(program, [...(map.get(program) ?? []), rule])
  }
  return map
}
