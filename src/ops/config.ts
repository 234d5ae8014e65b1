import { didYouMean } from '../core/nearest.ts'
import { hasOption, type Options, withOptions, withoutOption } from '../core/options.ts'
import { editRequest } from '../core/request.ts'
import { ownName, type Wish } from '../core/requirements.ts'
import { SCOPE_NAMES, type Scope, type ScopeName } from '../core/scope.ts'
import type { State } from '../core/state.ts'
import { HooksError } from '../errors.ts'
import { chooseScope, scopeNamed } from '../io/scopes.ts'
import { readState } from '../io/state.ts'
import { readInstalled } from '../io/store.ts'
import type { Manifest } from '../schema/manifest.ts'
import { noteKept, wishOf } from './add.ts'
import { changeScope, type Mode, type Outcome } from './change.ts'
import type { Consent, Context } from './context.ts'
import type { Resolved } from './keep-pack.ts'
import { readPack } from './read-pack.ts'
import { resolveScope } from './resolve-scope.ts'
import { requiredHere } from './rules.ts'
import { type Wishes, wishesIn } from './wishes.ts'

/** The options of an installed pack. */
export interface PackOptions {
  readonly name: string
  readonly version: string
  readonly scope: Scope
  /** With the defaults of the pack's own schema. */
  readonly options: Options
  /** What hookpack.json sets. */
  readonly set: Options
  readonly schema: Manifest['options']
}

/** Where and of which pack. */
export interface ConfigRequest {
  readonly name: string
  readonly scope: ScopeName | undefined
}

/** Shows the options of an installed pack. */
export async function readOptions(request: ConfigRequest, context: Context): Promise<PackOptions> {
  const name = ownName(request.name)
  const scope = await scopeOf(name, request.scope, context)
  const state = await readState(scope)
  const locked = state.lockfile.packs[name]
  if (!locked) throw notInstalled(name, state)
  const pack = await readPack(await readInstalled(scope.folder, name, locked), () => locked.options)
  const { version, options } = locked
  return { name, version, scope, options, set: wishesIn(state).options(name), schema: pack.manifest.options }
}

/** What to change. */
export interface ConfigChange extends ConfigRequest, Mode {
  readonly set: Options
  /** Paths such as `groups.git`, which get their defaults back. */
  readonly unset: readonly string[]
}

/** Changes options of an installed pack, in hookpack.json and for the runtime. */
export async function changeOptions(
  request: ConfigChange,
  context: Context,
  consent: Consent,
): Promise<Outcome> {
  const name = ownName(request.name)
  const scope = await scopeOf(name, request.scope, context)
  return changeScope({ scope, mode: request, context, consent }, async (state, tools) => {
    if (!state.lockfile.packs[name]) throw notInstalled(name, state)
    const wishes = wishesIn(state)
    const options = optionsAfter(wishes.options(name), request)
    const resolved: readonly Resolved[] = await resolveScope({
      state,
      context,
      rules: tools.rules,
      registries: await tools.registries(),
      wanted: {
        direct: [...wishes.requirements, ...requiredHere(tools.rules, state, 'installed')],
        options: (one) => (one === name ? options : wishes.options(one)),
        refresh: () => false,
        force: request.force,
        only: new Set([name]),
      },
    })
    noteKept(resolved, new Set([name]), consent)
    return {
      ...wishOf(resolved, state),
      request: editRequest(state.files.request ?? null, [[name, wishWith(wishes.packs[name], options)]]),
      touched: new Set([name]),
      widening: 'of-installed',
    }
  })
}

function optionsAfter(before: Options, { name, set, unset }: ConfigChange): Options {
  const missing = unset.find((path) => !hasOption(before, path))
  if (missing !== undefined)
    throw new HooksError('options-invalid', `\`${missing}\` of \`${name}\` is not set in hookpack.json`, {
      hint: `\`hooks config ${name}\` shows what is set`,
    })
  return withOptions(
    unset.reduce((options, path) => withoutOption(options, path), before),
    set,
  )
}

/** What hookpack.json says then; undefined for nothing at all. */
function wishWith(before: Wishes['packs'][string] | undefined, options: Options): Wish | undefined {
  const { options: _, ...rest } =
    typeof before === 'string' ? { version: before, options: {} } : (before ?? {})
  if (Object.keys(options).length > 0) return { ...rest, options }
  if (Object.keys(rest).length === 0) return undefined
  return rest.version !== undefined && rest.from === undefined ? rest.version : rest
}

/** The named scope, else the usual one if the pack is there, else the only one that has it. */
async function scopeOf(name: string, named: ScopeName | undefined, context: Context): Promise<Scope> {
  if (named !== undefined) return scopeNamed(context, named)
  const usual = (await chooseScope(context, undefined)).scope
  const having: Scope[] = []
  for (const one of SCOPE_NAMES) {
    const scope = await scopeNamed(context, one).catch(() => undefined)
    if (scope && Object.hasOwn((await readState(scope)).lockfile.packs, name)) having.push(scope)
  }
  return having.find((scope) => scope.name === usual.name) ?? having[0] ?? usual
}

function notInstalled(name: string, { scope, lockfile }: State): HooksError {
  return new HooksError('not-installed', `\`${name}\` is not installed in the ${scope.name} scope`, {
    hint: didYouMean(name, Object.keys(lockfile.packs)) ?? `\`hooks add ${name}\` installs it`,
  })
}
