import type { Explained } from '../core/seen/explain.ts'
import { HooksError } from '../errors.ts'
import type { Context } from './context.ts'
import type { Explanation } from './explain.ts'
import { verify } from './verify.ts'

/** True for a hook that no project brings. */
export function isOwn({ hook: { source } }: Explained): boolean {
  return source.kind !== 'project' && source.kind !== 'local' && source.owner !== 'project'
}

/**
 * The hooks among these that a general yes is not about, as in `hooks install`: a project brings them, and the user has
 * neither trusted the folder in Claude Code, which then runs them without asking, nor approved the pack that they are of.
 */
export async function heldBack(
  hooks: Explanation['hooks'],
  context: Context,
): Promise<ReadonlySet<Explained>> {
  const foreign = hooks.filter((one) => !isOwn(one) && isUntrusted(one))
  const approved = new Set<Explained>()
  for (const name of ['project', 'local'] as const) {
    const ofScope = foreign.filter(
      ({ hook: { source, putBy } }) => source.kind === name && putBy.by === 'pack',
    )
    if (ofScope.length === 0) continue
    const [found] = await verify(name, context).catch(toldElsewhere)
    // What was approved is bytes: it has to be those that are there, down to the runtime that starts them.
    if (found === undefined || found.differences.length > 0) continue
    const not = new Set(found.unapproved.map((one) => one.name))
    for (const one of ofScope)
      if (one.hook.source.file === found.settings && packsOf(one).every((pack) => !not.has(pack)))
        approved.add(one)
  }
  return new Set(foreign.filter((one) => !approved.has(one)))
}

/** In a folder that is trusted no hook has this reason. */
function isUntrusted({ hook: { reasons } }: Explained): boolean {
  return reasons.some(({ code }) => code === 'untrusted' || code === 'agent-untrusted')
}

function packsOf({ hook: { putBy } }: Explained): readonly string[] {
  return putBy.by === 'pack' ? putBy.packs : []
}

/** A scope that cannot be verified has nothing that is known to be approved. */
function toldElsewhere(error: unknown): readonly never[] {
  if (error instanceof HooksError) return []
  throw error
}
