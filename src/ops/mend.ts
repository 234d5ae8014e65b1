import { mended } from '../core/doctor/mend.ts'
import type { Fix } from '../core/doctor/rule.ts'
import { isEmpty } from '../core/is-empty.ts'
import type { Note } from '../core/notes.ts'
import type { Plan } from '../core/plan.ts'
import type { ScopeName } from '../core/scope.ts'
import type { State } from '../core/state.ts'
import { makeExecutable } from '../io/doctor/make-executable.ts'
import { checkSettingsFile, checkWritable } from '../io/files.ts'
import { changedMeanwhile } from '../io/journal.ts'
import { scopeNamed } from '../io/scopes.ts'
import { readState } from '../io/state.ts'
import type { Mode, Outcome } from './change.ts'
import type { Consent, Context } from './context.ts'
import { doctor } from './doctor.ts'
import { inTurns } from './turns.ts'

/** Which scope is to be mended; `again` after it was mended just now. */
export interface MendRequest extends Mode {
  readonly scope: ScopeName
  readonly again?: boolean
}

/**
 * Mends in one scope what can be mended without a choice: planned, shown, asked for and applied like every other change.
 * Scripts are never edited; at most they become executable.
 */
export async function mend(
  { scope: name, again = false, ...mode }: MendRequest,
  context: Context,
  consent: Consent,
): Promise<Outcome> {
  const scope = await scopeNamed(context, name)
  return inTurns({ scope, mode, context, consent, read: readState }, async ({ state, apply }) => {
    await checkSettingsFile(scope.settingsFile)
    const { plan, scripts } = await planFor(state, context, again ? 'more' : 'alone')
    const nothing = isEmpty(plan) && scripts.length === 0
    if (mode.dryRun || nothing) return { plan, applied: false, agreed: false }
    if (!isEmpty(plan)) await checkWritable(scope.settingsFile)
    await consent.confirm(plan)
    if (!isEmpty(plan)) await apply(plan)
    for (const script of scripts) makeExecutable(script)
    return { plan, applied: true, agreed: true }
  })
}

async function planFor(
  state: State,
  context: Context,
  mends: 'alone' | 'more',
): Promise<{ readonly plan: Plan; readonly scripts: readonly string[] }> {
  const { scope, settings } = state
  const { findings, texts } = await doctor(context, scope.name)
  // What was found is about the text as it was then.
  if (settings !== (texts.get(scope.settingsFile) ?? null)) throw changedMeanwhile(scope.settingsFile)
  const mending = findings.filter(({ file, fix }) => fix && file === scope.settingsFile)
  const fixes = mending.flatMap(({ fix }) => (fix ? [fix] : []))
  const inText = fixes.filter((fix): fix is Exclude<Fix, { kind: 'executable' }> => fix.kind !== 'executable')
  const scripts = [...new Set(fixes.flatMap((fix) => (fix.kind === 'executable' ? [fix.script] : [])))]
  const after = settings === null ? null : mended(settings, scope.settingsFile, inText)
  const notes = scripts.map((file): Note => ({ code: 'makes-executable', file }))
  return { plan: { ...settingsPlan(state, after, { mends, notes }), mending }, scripts }
}

/** A plan that changes a settings file and nothing else, and that `rollback` can take back. */
export function settingsPlan(
  { scope, settings, lockfile }: State,
  after: string | null,
  { mends, notes }: { readonly mends: 'alone' | 'more'; readonly notes: readonly Note[] },
): Plan {
  const disabled = lockfile.disabled ?? []
  return {
    scope,
    ...{ packs: [], changes: [], wider: [], unapproved: [], notes },
    writes: settings === after ? [] : [{ path: scope.settingsFile, before: settings, after, mends }],
    settings: { before: settings, after },
    folders: Object.values(lockfile.packs).map(({ folder }) => folder),
    createdHome: lockfile.createdHome,
    disabled: { before: disabled, after: disabled },
  }
}
