import type { Pack } from '../core/archive-pack.ts'
import { SCOPE_NAMES, type ScopeName } from '../core/scope.ts'
import { parseSpec } from '../core/spec.ts'
import { HooksError } from '../errors.ts'
import { scopeNamed } from '../io/scopes.ts'
import { readState } from '../io/state.ts'
import { isMissing, readInstalled } from '../io/store.ts'
import { checkOptions } from '../schema/options.ts'
import type { Context } from './context.ts'
import { findPack } from './find-pack.ts'
import { readPack } from './read-pack.ts'
import { usualScope } from './usual-scope.ts'

interface Wanted {
  readonly spec: string
  readonly scope: ScopeName | undefined
  readonly options: Readonly<Record<string, unknown>>
}

/** A pack with the options that it is to be tried with, and where it was found. */
export interface FoundPack {
  readonly pack: Pack
  readonly where: string
}

/**
 * The pack as it is installed, with its options, if its bare name was given and a scope has it; else as its source has
 * it. Nothing is written.
 */
export async function packToBacktest(
  { spec: raw, scope, options }: Wanted,
  context: Context,
): Promise<FoundPack> {
  const spec = parseSpec(raw)
  const name = 'range' in spec && spec.range === '*' && spec.kind !== 'npm' ? spec.name : undefined
  const installed = name === undefined ? undefined : await installedPack(name, { scope, options, context })
  if (installed) return installed
  const found = await findPack(spec, context, await usualScope(scope, context))
  const pack = { ...found, options: await checkOptions(found.name, found.manifest.options, options) }
  return { pack, where: `${found.artifact.source}, not installed` }
}

async function installedPack(
  name: string,
  { scope, options, context }: Omit<Wanted, 'spec'> & { readonly context: Context },
): Promise<FoundPack | undefined> {
  // The scope that is nearest to the project first, as people mean it.
  for (const one of scope === undefined ? SCOPE_NAMES.toReversed() : [scope]) {
    const place = await scopeNamed(context, one).catch(unlessUnavailable)
    if (!place) continue
    const locked = (await readState(place)).lockfile.packs[name]
    if (!locked || (await isMissing(place.folder, locked))) continue
    const source = await readInstalled(place.folder, name, locked)
    const pack = await readPack(source, () => ({ ...locked.options, ...options }))
    return { pack, where: `installed in the ${one} scope` }
  }
  return undefined
}

/** No home, or the home folder itself. */
function unlessUnavailable(error: unknown): undefined {
  if (!(error instanceof HooksError)) throw error
}
