import path from 'node:path'
import { isEmpty } from '../core/is-empty.ts'
import type { Plan, Write } from '../core/plan.ts'
import { FILES, type Scope } from '../core/scope.ts'
import type { State } from '../core/state.ts'
import { parseRequest, type Request } from '../schema/request.ts'
import type { Mode, Outcome } from './change.ts'
import type { Consent, Context } from './context.ts'
import { inTurns } from './turns.ts'

/** Which scope's hookpack.json to change, and how. */
export interface RequestWork {
  readonly scope: Scope
  readonly mode: Mode
  readonly context: Context
  readonly consent: Consent
}

/**
 * Changes hookpack.json of a scope and nothing else of it. `edit` gets the text that is there, and what it says, and
 * gives the text to have. When somebody else changes the file meanwhile, all of it is done again.
 */
export async function changeRequest(
  { scope, mode, context, consent }: RequestWork,
  edit: (text: string | null, request: Request) => string | null,
): Promise<Outcome> {
  return inTurns({ scope, mode, context, consent }, async ({ state, apply }) => {
    const file = path.join(scope.folder, FILES.request)
    const text = state.files.request ?? null
    const plan = planOf(state, edit(text, parseRequest(text ?? '{}', file)))
    if (mode.dryRun || isEmpty(plan)) return { plan, applied: false, agreed: false }
    await consent.confirm(plan)
    await apply(plan)
    return { plan, applied: true, agreed: true }
  })
}

function planOf(state: State, request: string | null): Plan {
  const { scope, lockfile, settings } = state
  return {
    scope,
    packs: [],
    changes: [],
    wider: [],
    writes: writesOf(state, request),
    settings: { before: settings, after: settings },
    disabled: { before: lockfile.disabled ?? [], after: lockfile.disabled ?? [] },
    folders: Object.values(lockfile.packs).map(({ folder }) => folder),
    createdHome: lockfile.createdHome || isLast(state, request),
    unapproved: [],
    notes: [],
  }
}

/**
 * True when nothing of ours is left in a project's scope. No lockfile says then whether its folder was made for this
 * file; if it is empty now, it was.
 */
function isLast({ scope, files }: State, request: string | null): boolean {
  return request === null && files.lockfile === undefined && scope.name !== 'user'
}

function writesOf({ scope, files }: State, request: string | null): readonly Write[] {
  const own = (name: keyof typeof FILES, after: string | null): Write => ({
    path: path.join(scope.folder, FILES[name]),
    before: files[name] ?? null,
    after,
  })
  const written = own('request', request)
  if (written.before === written.after) return []
  // What is of this clone only is not for git, also when there is nothing but this file.
  const alone = scope.name === 'local' && files.lockfile === undefined
  const ignore = alone ? own('ignore', request === null ? null : '*\n') : own('ignore', files.ignore ?? null)
  // The lockfile stays; that it is still the same is checked before anything is written, as of all files of a plan.
  return [ignore, own('lockfile', files.lockfile ?? null), written]
}
