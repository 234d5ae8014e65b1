import { isEmpty } from '../core/is-empty.ts'
import type { Scope } from '../core/scope.ts'
import { unpatched } from '../core/text-patch.ts'
import { HooksError } from '../errors.ts'
import { checkSettingsFile, checkWritable } from '../io/files.ts'
import { type Earlier, readHistory, textHash } from '../io/history.ts'
import { changedMeanwhile } from '../io/journal.ts'
import { readState } from '../io/state.ts'
import type { Mode, Outcome } from './change.ts'
import type { Consent, Context } from './context.ts'
import { settingsPlan } from './mend.ts'
import { inTurns } from './turns.ts'

/** A change of `hooks doctor --fix`, as it is remembered. */
export type EarlierMend = Earlier & { readonly mended: NonNullable<Earlier['mended']> }

/** The last change of a scope if `hooks doctor --fix` has made it. */
export async function lastMend(scope: Scope, env: Context['env']): Promise<EarlierMend | undefined> {
  const last = (await readHistory(scope, env)).at(-1)
  return last?.mended === undefined ? undefined : { ...last, mended: last.mended }
}

/** Takes back what `hooks doctor --fix` has done to a settings file: the very same bytes as before, or nothing. */
export async function undoMend(
  scope: Scope,
  mode: Mode,
  { context, consent }: { readonly context: Context; readonly consent: Consent },
): Promise<Outcome> {
  return inTurns({ scope, mode, context, consent, read: readState }, async ({ state, apply }) => {
    await checkSettingsFile(scope.settingsFile)
    // Read here, when a change that was interrupted has been finished, and remembered.
    const last = await lastMend(scope, context.env)
    if (!last) throw changedMeanwhile(scope.settingsFile)
    const now = state.settings ?? ''
    const before = textHash(now) === last.mended.made ? unpatched(now, last.mended) : undefined
    if (before === undefined) throw editedSince(scope)
    const plan = settingsPlan(state, before, { mends: 'alone', notes: [] })
    if (mode.dryRun || isEmpty(plan)) return { plan, applied: false, agreed: false }
    await checkWritable(scope.settingsFile)
    await consent.confirm(plan)
    await apply(plan)
    return { plan, applied: true, agreed: true }
  })
}

function editedSince({ settingsFile }: Scope): HooksError {
  return new HooksError(
    'nothing-to-roll-back',
    `${settingsFile} is not what \`hooks doctor --fix\` has made of it, which was its last known change`,
    { hint: 'if it is in git, look at what has changed there, and put back what you want back' },
  )
}
