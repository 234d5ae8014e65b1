import path from 'node:path'
import type { LockedEntry, LockedPack, TakenEntry } from '../core/lockfile.ts'
import { type Options, withOptions } from '../core/options.ts'
import type { Plan } from '../core/plan.ts'
import { editRequest } from '../core/request.ts'
import { ownName, type Requirement, wishFor } from '../core/requirements.ts'
import type { Scope, ScopeName } from '../core/scope.ts'
import { parseSpec, type Spec } from '../core/spec.ts'
import type { State } from '../core/state.ts'
import { HooksError } from '../errors.ts'
import { portable } from '../io/portable.ts'
import { chooseScope } from '../io/scopes.ts'
import { changeScope, type Mode, type Outcome, type Wish } from './change.ts'
import type { Consent, Context } from './context.ts'
import { fetchElsewhere } from './fetch-pack.ts'
import type { Resolved } from './keep-pack.ts'
import { ownNameOf, type PackSource } from './read-pack.ts'
import { nameIn, resolveScope } from './resolve-scope.ts'
import { requiredHere } from './rules.ts'
import { wishesIn } from './wishes.ts'

/** What `hooks add` was asked to do. */
export interface AddRequest extends Mode {
  readonly specs: readonly string[]
  readonly scope: ScopeName | undefined
  readonly options: Readonly<Record<string, unknown>>
  /** Entries of the user's own that the pack comes in the place of. */
  readonly taking?: readonly LockedEntry[]
}

/** A pack of a scope, as the lockfile has it. */
interface NamedPack {
  readonly name: string
  readonly locked: LockedPack
}

/** What `hooks add` did. */
export interface Added extends Outcome {
  /** The packs that were asked for. */
  readonly packs: readonly NamedPack[]
  /** Why this scope was chosen, when the user did not name one. */
  readonly why: string | undefined
}

interface Asked {
  readonly name: string
  readonly spec: Spec
  readonly source: PackSource | undefined
}

/** Resolves, verifies and installs packs into one scope, and the packs that they bring. */
export async function add(request: AddRequest, context: Context, consent: Consent): Promise<Added> {
  const specs = request.specs.map(parseSpec)
  if (specs.length > 1 && Object.keys(request.options).length > 0) {
    throw new HooksError('usage', '`--set` works with one pack at a time', {
      hint: 'add the packs one by one',
    })
  }
  const { scope, why } = await chooseScope(context, request.scope)
  const asked = await Promise.all(specs.map((spec) => askedFor(spec, context, consent)))
  checkTwice(asked)
  let resolved: readonly Resolved[] = []
  const outcome = await changeScope({ scope, mode: request, context, consent }, async (state, tools) => {
    const wishes = wishesIn(state)
    const names = new Set(asked.map(({ name }) => name))
    const optionsFor = (name: string): Options =>
      names.has(name) ? withOptions(wishes.options(name), request.options) : wishes.options(name)
    const direct: readonly Requirement[] = [
      ...wishes.requirements.filter(({ name }) => !names.has(name)),
      ...requiredHere(tools.rules, state, 'installed'),
      ...asked.map(({ name, spec }) => ({ name, spec, options: {}, by: undefined })),
    ]
    resolved = await resolveScope({
      state,
      context,
      rules: tools.rules,
      registries: await tools.registries(),
      wanted: {
        direct,
        options: optionsFor,
        refresh: (name) => names.has(name),
        force: request.force,
        only: names,
        given: new Map(asked.flatMap(({ name, source }) => (source ? [[name, source] as const] : []))),
      },
    })
    noteKept(resolved, names, consent)
    const edits = asked.map(
      ({ name, spec }) =>
        [
          name,
          wishFor(writtenIn(scope, spec, context), versionOf(resolved, name), optionsFor(name)),
        ] as const,
    )
    return {
      ...wishOf(resolved, state),
      request: editRequest(state.files.request ?? null, edits),
      touched: touchedBy(names, resolved),
      widening: 'of-installed',
      ...(request.taking ? { taking: takenBy(asked, request.taking) } : {}),
    }
  })
  const plan = withInstalled(outcome.plan, resolved, asked)
  return {
    ...outcome,
    plan,
    packs: asked.map(({ name }) => ({ name, locked: lockedOf(resolved, name) })),
    why,
  }
}

function takenBy(asked: readonly Asked[], entries: readonly LockedEntry[]): readonly TakenEntry[] {
  const pack = asked[0]?.name ?? ''
  return entries.map(({ hooks: _, ...entry }) => ({ pack, ...entry }))
}

async function askedFor(spec: Spec, context: Context, { note }: Consent): Promise<Asked> {
  const name = nameIn(spec)
  if (name !== undefined || 'range' in spec) return { name: name ?? '', spec, source: undefined }
  const source = await fetchElsewhere(spec, context, { note })
  return { name: ownNameOf(source), spec, source }
}

/** The spec as hookpack.json is to have it: a path is meant from the scope's own folder. */
function writtenIn(scope: Scope, spec: Spec, context: Context): Spec {
  if (spec.kind !== 'folder' && spec.kind !== 'archive') return spec
  return spec.path.startsWith('~')
    ? spec
    : { ...spec, path: portable(path.resolve(context.cwd, spec.path), scope) }
}

function checkTwice(asked: readonly Asked[]): void {
  const twice = asked.find(({ name }, index) => asked.findIndex((other) => other.name === name) !== index)
  if (twice)
    throw new HooksError('usage', `\`${twice.name}\` is named twice`, { hint: 'name every pack once' })
}

/**
 * What `changeScope` is to be given of resolved packs. With `state`, installed packs that hookpack.json does not name
 * stay, unless they were there only because another pack had brought them: `install` is what makes the two agree.
 */
export function wishOf(resolved: readonly Resolved[], state?: State): Pick<Wish, 'packs' | 'place'> {
  const before = state?.lockfile.packs ?? {}
  const brought = new Set(Object.values(before).flatMap(({ packs = {} }) => Object.keys(packs).map(ownName)))
  const others = Object.entries(before).filter(([name]) => !brought.has(name))
  return {
    packs: Object.fromEntries([...others, ...resolved.map(({ name, locked }) => [name, locked] as const)]),
    place: resolved.flatMap(({ place }) => (place ? [place] : [])),
  }
}

/** The named packs and those that they bring. */
function touchedBy(names: ReadonlySet<string>, resolved: readonly Resolved[]): ReadonlySet<string> {
  const touched = new Set(names)
  // A Set may grow while it is walked.
  for (const name of touched)
    for (const brought of Object.keys(lockedOf(resolved, name).packs ?? {})) touched.add(ownName(brought))
  return touched
}

/** Says which edited files stay. */
export function noteKept(resolved: readonly Resolved[], names: ReadonlySet<string>, consent: Consent): void {
  for (const { name, edited } of resolved)
    if (names.has(name) && edited.length > 0) consent.note({ code: 'files-kept', pack: name, files: edited })
}

/** The plan, and of packs for which nothing is to do, that they are installed. */
function withInstalled(plan: Plan, resolved: readonly Resolved[], asked: readonly Asked[]): Plan {
  if (plan.writes.length > 0 || plan.packs.length > 0) return plan
  const notes = asked.map(({ name }) => {
    return { code: 'already-installed' as const, pack: name, version: versionOf(resolved, name) }
  })
  return { ...plan, notes: [...plan.notes, ...notes] }
}

function lockedOf(resolved: readonly Resolved[], name: string): LockedPack {
  const found = resolved.find((one) => one.name === name)
  if (!found) throw new Error(`\`${name}\` was not resolved`)
  return found.locked
}

function versionOf(resolved: readonly Resolved[], name: string): string {
  return lockedOf(resolved, name).version
}
