import { readFile } from 'node:fs/promises'
import path from 'node:path'
import { approvalsOf, unapprovedIn } from '../core/approval.ts'
import { isEmpty } from '../core/is-empty.ts'
import { type Change, type Plan, plan } from '../core/plan.ts'
import type { Scope } from '../core/scope.ts'
import { FILES } from '../core/scope.ts'
import type { State } from '../core/state.ts'
import { HooksError } from '../errors.ts'
import { apply, settle } from '../io/apply.ts'
import { readApprovals, rememberApprovals } from '../io/approvals.ts'
import { rememberArchive } from '../io/archive-cache.ts'
import { checkSettingsFile } from '../io/files.ts'
import { rememberChange } from '../io/history.ts'
import { readState } from '../io/state.ts'
import { parseRequest } from '../schema/request.ts'
import type { Consent, Context } from './context.ts'
import { gate } from './gate.ts'

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
}

/**
 * Reads the state, plans, asks and applies. When somebody else changes the scope between reading and writing, all
 * of it is done again on what is there now, so that nobody's change is lost.
 */
export async function changeScope(
  { scope, mode, context, consent, check, read = readState }: Work,
  changeFor: (state: State) => Promise<Wish>,
): Promise<Outcome> {
  const runtime = await readRuntime(context.runtimeDir)
  if (!mode.dryRun && (await settle(scope))) consent.note({ code: 'recovered', folder: scope.folder })
  for (let attempt = 1; ; attempt++) {
    await checkSettingsFile(scope.settingsFile)
    const state = await read(scope)
    checkRequest(state)
    const wish = await changeFor(state)
    const bare = plan(state, { ...wish, force: mode.force, runtime })
    check?.(bare)
    await gate(bare, { allowWeaker: consent.allowWeaker || wish.widening === 'of-none' })
    const planned = await withUnapproved(bare, wish, context)
    const empty = isEmpty(planned)
    if (mode.dryRun || (empty && planned.unapproved.length === 0))
      return { plan: planned, applied: false, agreed: false }
    await consent.confirm(planned)
    try {
      if (!empty) await apply(planned, () => rememberChange(planned, context.env))
      await rememberArchives(planned, context)
      if (!removesOnly(planned))
        await rememberApprovals(scope, context.env, approvalsOf(scope, wish.packs, new Date().toISOString()))
      return { plan: planned, applied: !empty, agreed: true }
    } catch (error) {
      if (!(error instanceof HooksError) || error.code !== 'changed-meanwhile' || attempt === 10) throw error
      consent.note({ code: 'planned-again', file: scope.settingsFile })
    }
  }
}

/**
 * The plan, with what nobody on this machine has agreed to. More than what was agreed to last needs a yes of its own, as
 * if it had been installed by a command: it came with the files of a project. Whoever only takes packs away agrees to
 * nothing.
 */
async function withUnapproved(planned: Plan, { packs }: Wish, { env }: Context): Promise<Plan> {
  const { scope, changes, wider } = planned
  if (removesOnly(planned)) return planned
  const all = unapprovedIn(scope, packs, await readApprovals(scope, env))
  const unapproved = all.filter(({ name }) => changes.every((change) => change.name !== name))
  const more = unapproved.filter(
    ({ approved, capabilities }) => approved !== undefined && capabilities.length > 0,
  )
  return {
    ...planned,
    unapproved,
    wider: [...wider, ...more.map(({ name, capabilities }) => ({ name, capabilities }))],
  }
}

function removesOnly({ changes }: Plan): boolean {
  return changes.length > 0 && changes.every(({ after }) => after === null)
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

async function readRuntime(folder: string): Promise<Change['runtime']> {
  const text = (name: string): Promise<string> =>
    readFile(path.join(folder, name), 'utf8').catch((error: unknown) => {
      throw new HooksError(
        'unexpected',
        `the runtime is missing from this installation of hookpack: ${path.join(folder, name)}`,
        { hint: 'install hookpack again', cause: error },
      )
    })
  return {
    runtime: await text(FILES.runtime),
    runtimeEngine: await text(FILES.runtimeEngine),
    runtimeMore: await text(FILES.runtimeMore),
  }
}
