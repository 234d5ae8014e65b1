import { disabledIn, packOf } from '../core/disabled.ts'
import type { Packs } from '../core/entries.ts'
import type { LockedPack } from '../core/lockfile.ts'
import { didYouMean } from '../core/nearest.ts'
import { editDisabled, editRequest } from '../core/request.ts'
import { ownName } from '../core/requirements.ts'
import type { ScopeName } from '../core/scope.ts'
import type { State } from '../core/state.ts'
import { HooksError } from '../errors.ts'
import { editedFiles, isMissing } from '../io/store.ts'
import { changeScope, type Mode, type Outcome } from './change.ts'
import type { Consent, Context } from './context.ts'
import { editedByHand } from './resolve-scope.ts'
import { scopeHaving } from './scope-having.ts'
import { wishesIn } from './wishes.ts'

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
  const has = (name: string, packs: Packs): boolean => Object.hasOwn(packs, name)
  const { scope, why } = await scopeHaving({ names, scope: request.scope, has }, context)
  const outcome = await changeScope({ scope, mode: request, context, consent }, async (state) => {
    checkNames(names, state)
    const asked = new Set(wishesIn(state).requirements.map(({ name }) => name))
    const kept = neededWithout(names, state, asked)
    for (const name of names.filter((one) => kept.has(one))) keepOrRefuse(name, { state, asked, consent })
    const gone = Object.keys(state.lockfile.packs).filter((name) => !kept.has(name))
    for (const name of request.force ? [] : gone) await checkEdited(name, state)
    return {
      packs: Object.fromEntries(Object.entries(state.lockfile.packs).filter(([name]) => kept.has(name))),
      place: [],
      request: requestWithout(state.files.request ?? null, { names, gone }),
      touched: new Set(gone),
      widening: 'of-none',
    }
  })
  return { ...outcome, names, why }
}

/** What is set for a pack that goes with them is of no use to anybody either. */
function requestWithout(
  text: string | null,
  { names, gone }: Readonly<Record<'names' | 'gone', readonly string[]>>,
): string | null {
  const left = disabledIn(text).filter((word) => !gone.some((name) => word === name || packOf(word) === name))
  const packs = [...new Set([...names, ...gone])].map((name) => [name, undefined] as const)
  return editDisabled(editRequest(text, packs), left)
}

/** The installed packs that somebody still wants when these names go: hookpack.json, or a pack that brings them. */
function neededWithout(
  names: readonly string[],
  { lockfile }: State,
  asked: ReadonlySet<string>,
): ReadonlySet<string> {
  const { packs } = lockfile
  const brought = broughtBy(Object.values(packs))
  const roots = Object.keys(packs).filter(
    (name) => !names.includes(name) && (asked.has(name) || !brought.has(name)),
  )
  const needed = new Set(roots)
  // A Set may grow while it is walked.
  for (const name of needed)
    for (const one of broughtBy([packs[name]])) if (Object.hasOwn(packs, one)) needed.add(one)
  return needed
}

function broughtBy(packs: readonly (LockedPack | undefined)[]): ReadonlySet<string> {
  return new Set(packs.flatMap((pack) => Object.keys(pack?.packs ?? {}).map(ownName)))
}

/** A pack that another one brings stays; only that hookpack.json asks for it can be taken back. */
function keepOrRefuse(
  name: string,
  { state, asked, consent }: { state: State; asked: ReadonlySet<string>; consent: Consent },
): void {
  const by = Object.entries(state.lockfile.packs).find(([, pack]) => broughtBy([pack]).has(name))?.[0] ?? ''
  if (asked.has(name)) {
    consent.note({ code: 'still-brought', pack: name, by })
    return
  }
  throw new HooksError('pack-conflict', `\`${name}\` is brought by \`${by}\``, {
    hint: `remove \`${by}\`, or turn the hook off with HOOKS_SKIP=${name}`,
  })
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
