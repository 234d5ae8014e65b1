import { isDeepStrictEqual } from 'node:util'
import { lockedPack, type Pack } from '../core/archive-pack.ts'
import { EMPTY_LOCKFILE, type LockedPack, type Lockfile } from '../core/lockfile.ts'
import { FILES, type Scope, type ScopeName } from '../core/scope.ts'
import type { State } from '../core/state.ts'
import { HooksError } from '../errors.ts'
import { type Earlier, readHistory, textHash } from '../io/history.ts'
import { chooseScope } from '../io/scopes.ts'
import { editedFiles, isMissing } from '../io/store.ts'
import { parseLockfile } from '../schema/lockfile.ts'
import { changeScope, type Mode, type Outcome } from './change.ts'
import type { Consent, Context } from './context.ts'
import { refetch } from './keep-pack.ts'
import { readPack } from './read-pack.ts'
import { editedByHand } from './resolve-scope.ts'
import { lastMend, undoMend } from './undo-mend.ts'

/** What `hooks rollback` was asked to do. */
export interface RollbackRequest extends Mode {
  readonly scope: ScopeName | undefined
}

/** What `hooks rollback` did. */
export interface RolledBack extends Outcome {
  readonly why: string | undefined
  /** When the change was made that is undone, RFC 3339. */
  readonly until: string
  /** Whether that was a change by `hooks doctor --fix`. */
  readonly mended: boolean
}

/** Puts a scope back to what its lockfile said before its last change on this machine: the very same bytes. */
export async function rollback(
  request: RollbackRequest,
  context: Context,
  consent: Consent,
): Promise<RolledBack> {
  const { scope, why } = await chooseScope(context, request.scope)
  const mend = await lastMend(scope, context.env)
  if (mend) {
    const outcome = await undoMend(scope, request, { context, consent })
    return { ...outcome, why, until: mend.until, mended: true }
  }
  let until = ''
  const outcome = await changeScope({ scope, mode: request, context, consent }, async (state, tools) => {
    // Read here, when a change that was interrupted has been finished, and remembered.
    const earlier = (await readHistory(scope, context.env)).at(-1)
    if (!earlier) throw nothing(scope)
    const lockfile = lockfileOf(earlier, scope)
    until = earlier.until
    const registries = await tools.registries()
    const changed = Object.entries(lockfile.packs).filter(
      ([name, pack]) => !isDeepStrictEqual(state.lockfile.packs[name], pack),
    )
    if (!request.force) {
      checkFollows(earlier, state)
      await checkEdited(state, lockfile)
    }
    const place = await Promise.all(
      changed.map(async ([name, pack]): Promise<readonly Pack[]> => {
        const here = state.lockfile.packs[name]?.folder === pack.folder
        if (here && !(await isMissing(scope.folder, pack))) return []
        return [await earlierPack(name, pack, { state, registries, context })]
      }),
    )
    return {
      packs: lockfile.packs,
      place: place.flat(),
      request: earlier.request,
      touched: new Set([...Object.keys(lockfile.packs), ...Object.keys(state.lockfile.packs)]),
      widening: 'of-none',
    }
  })
  return { ...outcome, why, until, mended: false }
}

function lockfileOf({ lockfile }: Earlier, scope: Scope): Lockfile {
  return lockfile === null ? EMPTY_LOCKFILE : parseLockfile(lockfile, `${scope.folder}/${FILES.lockfile}`)
}

/** The pack of that time, which must be what the lockfile of that time says. */
async function earlierPack(
  name: string,
  locked: LockedPack,
  around: Parameters<typeof refetch>[2],
): Promise<Pack> {
  const pack = await readPack(await refetch(name, locked, around), () => locked.options)
  const now = lockedPack(pack)
  if (isDeepStrictEqual(now.files, locked.files) && now.folder === locked.folder) return pack
  throw new HooksError('integrity-mismatch', `\`${name}@${locked.version}\` is not what it was`, {
    hint: 'nothing was changed',
  })
}

async function checkEdited({ scope, lockfile }: State, target: Lockfile): Promise<void> {
  for (const [name, pack] of Object.entries(lockfile.packs)) {
    const goes = target.packs[name]?.folder !== pack.folder
    if (!goes || (await isMissing(scope.folder, pack))) continue
    const edited = await editedFiles(scope.folder, pack)
    if (edited.length > 0) throw editedByHand(name, edited)
  }
}

/** What is remembered must be what the scope was before its last change, not before one that came earlier. */
function checkFollows({ made }: Earlier, { scope, files }: State): void {
  if (made === undefined || made === textHash(files.lockfile ?? null)) return
  throw new HooksError(
    'nothing-to-roll-back',
    `the ${scope.name} scope (${scope.settingsFile}) is not what its last known change has made of it`,
    {
      hint: 'if it is in git, check out an earlier commit; `--force` goes back to before the last known change',
    },
  )
}

function nothing(scope: Scope): HooksError {
  return new HooksError(
    'nothing-to-roll-back',
    `no earlier state of the ${scope.name} scope (${scope.settingsFile}) is known on this machine`,
    { hint: 'if the scope is in git, check out an earlier commit of it and run `hooks install`' },
  )
}
