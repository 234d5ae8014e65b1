import type { Plan } from '../core/plan.ts'
import { FILES, type ScopeName } from '../core/scope.ts'
import { HooksError } from '../errors.ts'
import { readMended } from '../io/mended-state.ts'
import { chooseScope } from '../io/scopes.ts'
import { noteKept, wishOf } from './add.ts'
import { changeScope, type Mode, type Outcome } from './change.ts'
import type { Consent, Context } from './context.ts'
import type { Resolved } from './keep-pack.ts'
import { editedByHand, resolveScope } from './resolve-scope.ts'
import { requiredHere } from './rules.ts'
import { wishesIn } from './wishes.ts'

/** What `hooks install` was asked to do. */
export interface InstallRequest extends Mode {
  readonly scope: ScopeName | undefined
  /** Fails where the lockfile, hookpack.json, the settings and the files do not agree. */
  readonly frozen: boolean
}

/** What `hooks install` did. */
export interface Installed extends Outcome {
  readonly why: string | undefined
  /** All packs of the scope now. */
  readonly packs: readonly { readonly name: string; readonly version: string }[]
}

/**
 * Makes a scope what its lockfile says, and the lockfile what hookpack.json asks for: packs that are missing are fetched
 * again, entries that are gone are put back, packs that nobody asks for any more go, and conflicts that git left are
 * settled.
 */
export async function install(
  request: InstallRequest,
  context: Context,
  consent: Consent,
): Promise<Installed> {
  const { frozen } = request
  const { scope, why } = await chooseScope(context, request.scope)
  let resolved: readonly Resolved[] = []
  const read = async (): Promise<Awaited<ReturnType<typeof readMended>>['state']> => {
    const { state, files } = await readMended(scope)
    if (files.length > 0 && frozen) throw conflicted(files)
    if (files.length > 0) consent.note({ code: 'conflict-settled', files })
    return state
  }
  const check = frozen ? (plan: Plan): void => checkFrozen(plan, resolved) : undefined
  const outcome = await changeScope(
    { scope, mode: request, context, consent, read, judgeAll: true, ...(check ? { check } : {}) },
    async (state, tools) => {
      const wishes = wishesIn(state)
      resolved = await resolveScope({
        state,
        context,
        rules: tools.rules,
        registries: await tools.registries(),
        wanted: {
          direct: [...wishes.requirements, ...requiredHere(tools.rules, state, 'all')],
          options: wishes.options,
          refresh: () => false,
          force: request.force,
          frozen,
        },
      })
      const names = new Set(resolved.map(({ name }) => name))
      if (!frozen) noteKept(resolved, names, consent)
      return {
        ...wishOf(resolved),
        request: state.files.request ?? null,
        touched: names,
        widening: 'of-installed',
      }
    },
  )
  return { ...outcome, why, packs: resolved.map(({ name, locked }) => ({ name, version: locked.version })) }
}

/** Everything that a scope whose files were all committed would not need. */
function checkFrozen(plan: Plan, resolved: readonly Resolved[]): void {
  const edited = resolved.find((one) => one.edited.length > 0)
  if (edited) throw editedByHand(edited.name, edited.edited)
  const kept = plan.notes.find((note) => note.code === 'entry-kept')
  const [change] = plan.changes
  const lockfile = plan.writes.some(({ path }) => path.endsWith(`/${FILES.lockfile}`))
  const settings = plan.settings.before !== plan.settings.after
  // What is missing is put back; what is there and would be replaced is a difference.
  const replaced = plan.writes.find(({ before }) => before !== null)
  if (!kept && !change && !lockfile && !settings && !replaced) return
  const what = change
    ? `\`${change.name}\` would ${change.after === null ? 'go' : change.before === null ? 'come' : 'change'}`
    : kept || settings
      ? `${plan.scope.settingsFile} does not have the entries that it names`
      : lockfile || !replaced
        ? 'its text would change'
        : `${replaced.path} is not what this version of hookpack writes`
  throw new HooksError(
    'lockfile-outdated',
    `the lockfile of the ${plan.scope.name} scope is not what is asked for: ${what}`,
    {
      hint: 'run `hooks install` without --frozen, and commit what it changes',
    },
  )
}

function conflicted(files: readonly string[]): HooksError {
  return new HooksError('merge-conflict', `there is a merge conflict in ${files.join(', ')}`, {
    hint: '`hooks install` without --frozen settles it',
  })
}
