import { didYouMean } from '../core/nearest.ts'
import { SCOPE_NAMES, type Scope, type ScopeName } from '../core/scope.ts'
import type { State } from '../core/state.ts'
import { HooksError } from '../errors.ts'
import { chooseScope, scopeNamed } from '../io/scopes.ts'
import { readState } from '../io/state.ts'
import { editedFiles, isMissing } from '../io/store.ts'
import { editedByHand } from './add.ts'
import { changeScope, type Mode, type Outcome } from './change.ts'
import type { Consent, Context } from './context.ts'
import { ownName } from './read-pack.ts'

/** What `hooks remove` was asked to do. */
export interface RemoveRequest extends Mode {
  readonly names: readonly string[]
  readonly scope: ScopeName | undefined
}

/** What `hooks remove` did. */
export interface Removed extends Outcome {
  readonly names: readonly string[]
  readonly why: string | undefined
}

/** Takes packs out of one scope: the named one, else the one they are installed in. */
export async function remove(request: RemoveRequest, context: Context, consent: Consent): Promise<Removed> {
  const names = [...new Set(request.names.map(ownName))]
  const { scope, why } =
    request.scope === undefined
      ? await findScope(names, context)
      : { scope: await scopeNamed(context, request.scope), why: undefined }
  const outcome = await changeScope({ scope, mode: request, context, consent }, async (state) => {
    checkNames(names, state)
    for (const name of request.force ? [] : names) await checkEdited(name, state)
    return { install: [], remove: names }
  })
  return { ...outcome, names, why }
}

/** The default scope if the packs are there, else the only other one that has them all. */
async function findScope(
  names: readonly string[],
  context: Context,
): Promise<{ scope: Scope; why: string | undefined }> {
  const choice = await chooseScope(context, undefined)
  const having: Scope[] = []
  for (const name of SCOPE_NAMES) {
    const scope = await scopeNamed(context, name).catch(() => undefined)
    if (!scope) continue
    const { lockfile } = await readState(scope)
    if (names.every((pack) => Object.hasOwn(lockfile.packs, pack))) having.push(scope)
  }
  const [first, second] = having
  if (!first || having.some((scope) => scope.name === choice.scope.name)) return choice
  if (!second)
    return { scope: first, why: `${names.join(', ')} ${names.length === 1 ? 'is' : 'are'} installed there` }
  throw new HooksError(
    'usage',
    `${names.join(', ')} ${names.length === 1 ? 'is' : 'are'} installed in several scopes`,
    {
      hint: `say which one: ${having.map((scope) => `--scope ${scope.name}`).join(' or ')}`,
    },
  )
}

function checkNames(names: readonly string[], { scope, lockfile }: State): void {
  const installed = Object.keys(lockfile.packs)
  const unknown = names.find((name) => !installed.includes(name))
  if (unknown === undefined) return
  throw new HooksError(
    'not-installed',
    `\`${unknown}\` is not installed in the ${scope.name} scope (${scope.settingsFile})`,
    {
      hint: didYouMean(unknown, installed) ?? '`hooks list` shows what is installed where',
    },
  )
}

async function checkEdited(name: string, { scope, lockfile }: State): Promise<void> {
  const pack = lockfile.packs[name]
  if (!pack || (await isMissing(scope.folder, pack))) return
  const edited = await editedFiles(scope.folder, pack)
  if (edited.length > 0) throw editedByHand(name, edited)
}
