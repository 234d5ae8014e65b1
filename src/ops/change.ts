import path from 'node:path'
import { isDeepStrictEqual } from 'node:util'
import { isEmpty } from '../core/is-empty.ts'
import { type Change, type Plan, plan } from '../core/plan.ts'
import type { Scope } from '../core/scope.ts'
import { FILES } from '../core/scope.ts'
import type { State } from '../core/state.ts'
import { rememberArchive } from '../io/archive-cache.ts'
import { checkSettingsFile, checkWritable } from '../io/files.ts'
import { rememberProgram } from '../io/own-program.ts'
import { readRuntime } from '../io/runtime-files.ts'
import { readState } from '../io/state.ts'
import { parseRequest } from '../schema/request.ts'
import { rememberAgreed, withUnapproved } from './approve.ts'
import type { Consent, Context } from './context.ts'
import { rememberEvidence } from './evidence.ts'
import { gate } from './gate.ts'
import { needNotes } from './needs.ts'
import { openRegistries } from './open-registries.ts'
import { type Rules, readRules } from './rules.ts'
import type { Registries } from './sources.ts'
import { inTurns } from './turns.ts'

/** What a writing command did, or would do (`applied` is false). */
export interface Outcome {
  readonly plan: Plan
  readonly applied: boolean
  /** True when a person has agreed to it, or said `--yes`. */
  readonly agreed: boolean
}

/** What a command wants of a scope. */
export type Wish = Omit<Change, 'force' | 'runtime'>

/** How a change is to be made. */
export interface Mode {
  readonly dryRun: boolean
  readonly force: boolean
}

/** What a command changes, and where. */
export interface Work {
  readonly scope: Scope
  readonly mode: Mode
  readonly context: Context
  readonly consent: Consent
  /** Looks at the plan before anybody is asked; throws to call it off. */
  readonly check?: (plan: Plan) => void
  /** How the state is read. */
  readonly read?: (scope: Scope) => Promise<State>
  /** Every pack has to keep the policies, and not only those that come or change. */
  readonly judgeAll?: boolean
}

/** What a change is worked out with. */
export interface Tools {
  readonly rules: Rules
  /** Opened when they are asked for. */
  readonly registries: () => Promise<Registries>
}

/** Reads the state, plans, asks and applies. */
export async function changeScope(
  work: Work,
  changeFor: (state: State, tools: Tools) => Promise<Wish>,
): Promise<Outcome> {
  const { scope, mode, context, consent, check } = work
  const runtime = await readRuntime(context.runtimeDir)
  let last: { readonly state: State; readonly wish: Wish } | undefined
  const read = async (): Promise<State> => {
    await checkSettingsFile(scope.settingsFile)
    return (work.read ?? readState)(scope)
  }
  return inTurns({ ...work, read }, async ({ state, apply }) => {
    checkRequest(state)
    const tools = await toolsFor(work)
    const wish = last && sameButSettings(last.state, state) ? last.wish : await changeFor(state, tools)
    last = { state, wish }
    const bare = plan(state, { ...wish, force: mode.force, runtime })
    check?.(bare)
    const notes = await gate(bare, context, {
      allowWeaker: consent.allowWeaker || wish.widening === 'of-none',
      judging: { ...tools, context, packs: wish.packs, which: work.judgeAll ? 'all' : 'changed' },
    })
    const needs = await needNotes(bare, context)
    const told = { ...bare, notes: [...bare.notes, ...notes, ...needs] }
    const planned = await withUnapproved(told, wish.packs, context)
    const empty = isEmpty(planned)
    if (mode.dryRun || (empty && planned.unapproved.length === 0))
      return { plan: planned, applied: false, agreed: false }
    if (planned.settings.before !== planned.settings.after) await checkWritable(scope.settingsFile)
    await consent.confirm(planned)
    if (!empty) await apply(planned)
    await rememberArchives(planned, context)
    await rememberAgreed(planned, wish.packs, context)
    await rememberProgram(path.dirname(context.registryDir), context.env)
    // What comes back by a rollback is the word of files.
    if (wish.widening !== 'of-none') await rememberEvidence(planned, context)
    return { plan: planned, applied: !empty, agreed: true }
  })
}

async function toolsFor({ scope, context, consent }: Work): Promise<Tools> {
  let opened: Promise<Registries> | undefined
  return {
    rules: await readRules(scope, context),
    registries: () => (opened ??= openRegistries(context, scope, consent.note)),
  }
}

/** What a scope is to have does not depend on its settings: after an edit of these, only the plan is made again. */
function sameButSettings(one: State, other: State): boolean {
  return (
    one.onDisk === undefined &&
    other.onDisk === undefined &&
    isDeepStrictEqual({ ...one, settings: null }, { ...other, settings: null })
  )
}

/** What was installed can be installed again without its registry. The embedded one is always there. */
async function rememberArchives({ packs }: Plan, { env }: Context): Promise<void> {
  for (const { artifact } of packs) {
    const { archive, integrity, source } = artifact
    if (archive && source !== 'registry:hookpack') await rememberArchive(integrity, archive, env)
  }
}

/** People edit `hookpack.json`: a fault in it is told before anything is worked out. */
function checkRequest({ scope, files }: State): void {
  if (files.request !== undefined) parseRequest(files.request, `${scope.folder}/${FILES.request}`)
}
