import { unmetNeeds } from '../core/needs.ts'
import type { Note } from '../core/notes.ts'
import type { Plan } from '../core/plan.ts'
import { clientVersion } from '../io/doctor/client-version.ts'
import { findProgram } from '../io/doctor/programs.ts'
import type { Context } from './context.ts'

/**
 * What packs that are written require and this machine does not have. A warning only, as with npm's `engines`: what is
 * missing can be installed afterwards, and a project is worked on by many machines.
 */
export async function needNotes({ packs }: Pick<Plan, 'packs'>, { env }: Context): Promise<readonly Note[]> {
  const needing = packs.filter(({ manifest }) => manifest.requires !== undefined)
  if (needing.length === 0) return []
  const machine = {
    platform: process.platform,
    client: await clientVersion(env),
    has: (program: string) => findProgram(program, env) !== undefined,
  }
  return needing.flatMap(({ name, manifest }) =>
    unmetNeeds(manifest.requires, machine).map((need) => ({ code: 'need-unmet' as const, pack: name, need })),
  )
}
