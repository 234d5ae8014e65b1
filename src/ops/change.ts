import { readFile } from 'node:fs/promises'
import path from 'node:path'
import { isEmpty } from '../core/is-empty.ts'
import { type Change, type Plan, plan } from '../core/plan.ts'
import type { Scope } from '../core/scope.ts'
import { FILES } from '../core/scope.ts'
import type { State } from '../core/state.ts'
import { HooksError } from '../errors.ts'
import { apply, settle } from '../io/apply.ts'
import { rememberArchive } from '../io/archive-cache.ts'
import { checkSettingsFile } from '../io/files.ts'
import { rememberChange } from '../io/history.ts'
import { readState } from '../io/state.ts'
import { parseRequest } from '../schema/request.ts'
import type { Consent, Context } from './context.ts'

/** What a writing command did, or would do (`applied` is false). */
export interface Outcome {
  readonly plan: Plan
  readonly applied: boolean
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
    const planned = plan(state, { ...(await changeFor(state)), force: mode.force, runtime })
    check?.(planned)
    if (mode.dryRun || isEmpty(planned)) return { plan: planned, applied: false }
    await consent.confirm(planned)
    try {
      await apply(planned, () => rememberChange(planned, context.env))
      await rememberArchives(planned, context)
      return { plan: planned, applied: true }
    } catch (error) {
      if (!(error instanceof HooksError) || error.code !== 'changed-meanwhile' || attempt === 10) throw error
      consent.note({ code: 'planned-again', file: scope.settingsFile })
    }
  }
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
