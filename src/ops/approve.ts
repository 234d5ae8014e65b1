import { approvalsOf, type Unapproved, unapprovedIn } from '../core/approval.ts'
import type { Packs } from '../core/entries.ts'
import type { Note } from '../core/notes.ts'
import type { Plan } from '../core/plan.ts'
import type { Scope } from '../core/scope.ts'
import { HooksError } from '../errors.ts'
import { APPROVALS } from '../io/approvals.ts'
import { recall, remember } from '../io/user-memory.ts'
import type { Context } from './context.ts'
import { unpublishedFiles } from './published-files.ts'

/**
 * The plan, with what came with a project's files and nobody on this machine has agreed to. Where that is more than what
 * was agreed to last, it needs a yes of its own, as if a command had brought it. Whoever only takes packs away agrees to
 * nothing. Throws `integrity-mismatch` for a pack that is not what its registry has published.
 */
export async function withUnapproved(planned: Plan, packs: Packs, context: Context): Promise<Plan> {
  const { scope, changes, wider } = planned
  if (removesOnly(planned)) return planned
  const approvals = await recall(APPROVALS, scope, context.env)
  const approved = (all: Packs): ReadonlySet<string> => {
    const not = new Set(unapprovedIn(scope, all, approvals).map(({ name }) => name))
    return new Set(Object.keys(all).filter((name) => !not.has(name)))
  }
  const before = approved(
    Object.fromEntries(changes.flatMap((one) => (one.before ? [[one.name, one.before]] : []))),
  )
  // A change of what was agreed to is shown as such, and a new pack in full.
  const shown = changes.filter((one) => !one.before || before.has(one.name)).map(({ name }) => name)
  const unapproved = unapprovedIn(scope, packs, approvals).filter(({ name }) => !shown.includes(name))
  const notes: Note[] = []
  for (const one of unapproved) notes.push(...(await checkPublished(one, scope, context)))
  const more = unapproved.filter((one) => one.approved !== undefined && one.capabilities.length > 0)
  return {
    ...planned,
    notes: [...planned.notes, ...notes],
    unapproved,
    wider: [...wider, ...more.map(({ name, capabilities }) => ({ name, capabilities }))],
  }
}

/** Remembers that the user has agreed to a plan, and so to the packs that a scope then has. */
export async function rememberAgreed(planned: Plan, packs: Packs, { env }: Context): Promise<void> {
  const { scope } = planned
  if (!removesOnly(planned))
    await remember(APPROVALS, { scope, env }, approvalsOf(scope, packs, new Date().toISOString()))
}

/**
 * What came with a project as a pack of a registry has to be what that registry has published. Whoever is to agree is told
 * when that cannot be known.
 */
async function checkPublished(
  { name, pack }: Unapproved,
  scope: Scope,
  context: Context,
): Promise<readonly Note[]> {
  const { unpublished: [file] = [], notAsked } = (await unpublishedFiles(name, pack, context, scope)) ?? {}
  if (file !== undefined)
    throw new HooksError(
      'integrity-mismatch',
      `\`${file}\` of \`${name}@${pack.version}\` in ${scope.folder} is not what \`${pack.source}\` has published`,
      {
        hint: `somebody has changed the pack and its lockfile: \`hooks remove ${name} --force\`, then add it again`,
      },
    )
  return notAsked === undefined ? [] : [{ code: 'not-checked', pack: name, why: notAsked }]
}

function removesOnly(planned: Plan): boolean {
  const { changes, switched: { off, on } = { off: [], on: [] } } = planned
  const less = changes.length > 0 || off.length > 0
  return less && on.length === 0 && changes.every(({ after }) => after === null)
}
