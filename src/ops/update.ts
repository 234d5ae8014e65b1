import { didYouMean } from '../core/nearest.ts'
import { editRequest } from '../core/request.ts'
import { ownName, wishFor } from '../core/requirements.ts'
import type { ScopeName } from '../core/scope.ts'
import type { State } from '../core/state.ts'
import { HooksError } from '../errors.ts'
import { chooseScope } from '../io/scopes.ts'
import { noteKept, wishOf } from './add.ts'
import { changeScope, type Mode, type Outcome } from './change.ts'
import type { Consent, Context } from './context.ts'
import type { Resolved } from './keep-pack.ts'
import { resolveScope } from './resolve-scope.ts'
import { requiredHere } from './rules.ts'
import { type Wishes, wishesIn } from './wishes.ts'

/** What `hooks update` was asked to do. */
export interface UpdateRequest extends Mode {
  /** Empty for all packs. */
  readonly names: readonly string[]
  readonly scope: ScopeName | undefined
  /** Goes to the newest version, and changes the range in hookpack.json. */
  readonly latest: boolean
}

/** What `hooks update` did. */
export interface Updated extends Outcome {
  readonly why: string | undefined
}

/** Brings packs to the newest version that hookpack.json allows, from where they came from. */
export async function update(request: UpdateRequest, context: Context, consent: Consent): Promise<Updated> {
  const { scope, why } = await chooseScope(context, request.scope)
  const names = request.names.map(ownName)
  let resolved: readonly Resolved[] = []
  const outcome = await changeScope({ scope, mode: request, context, consent }, async (state, tools) => {
    checkNames(names, state)
    const wishes = wishesIn(state)
    const refresh = (name: string): boolean => names.length === 0 || names.includes(name)
    resolved = await resolveScope({
      state,
      context,
      rules: tools.rules,
      registries: await tools.registries(),
      wanted: {
        direct: [
          ...(request.latest ? latestOf(wishes, refresh) : wishes.requirements),
          ...requiredHere(tools.rules, state, 'installed'),
        ],
        options: wishes.options,
        refresh,
        force: request.force,
      },
    })
    noteKept(resolved, new Set(resolved.map(({ name }) => name).filter(refresh)), consent)
    return {
      ...wishOf(resolved, state),
      request: requestAfter(state, { resolved, wishes, refresh: request.latest ? refresh : () => false }),
      touched: new Set(resolved.map(({ name }) => name).filter(refresh)),
      widening: 'of-all',
    }
  })
  return { ...outcome, why }
}

function latestOf(wishes: Wishes, refresh: (name: string) => boolean): Wishes['requirements'] {
  return wishes.requirements.map((one) =>
    refresh(one.name) && 'range' in one.spec ? { ...one, spec: { ...one.spec, range: 'latest' } } : one,
  )
}

interface After {
  readonly resolved: readonly Resolved[]
  readonly wishes: Wishes
  readonly refresh: (name: string) => boolean
}

/** hookpack.json with the ranges of what went to its newest version. */
function requestAfter({ files }: State, { resolved, wishes, refresh }: After): string | null {
  const edits = wishes.requirements.flatMap(({ name, spec }) => {
    const version = resolved.find((one) => one.name === name)?.locked.version
    if (!refresh(name) || !('range' in spec) || version === undefined) return []
    return [[name, wishFor({ ...spec, range: 'latest' }, version, wishes.options(name))] as const]
  })
  return editRequest(files.request ?? null, edits)
}

function checkNames(names: readonly string[], { scope, lockfile }: State): void {
  const installed = Object.keys(lockfile.packs)
  const unknown = names.find((name) => !installed.includes(name))
  if (unknown === undefined) return
  throw new HooksError('not-installed', `\`${unknown}\` is not installed in the ${scope.name} scope`, {
    hint: didYouMean(unknown, installed) ?? '`hooks list` shows what is installed where',
  })
}
