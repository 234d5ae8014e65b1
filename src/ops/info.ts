import type { Pack } from '../core/archive-pack.ts'
import { SCOPE_NAMES, type ScopeName } from '../core/scope.ts'
import { parseSpec } from '../core/spec.ts'
import { scopeNamed } from '../io/scopes.ts'
import { readState } from '../io/state.ts'
import type { Context } from './context.ts'
import { findPack } from './find-pack.ts'
import { usualScope } from './usual-scope.ts'

/** A pack as its source has it, and where it is installed. */
export interface Info {
  readonly pack: Pack
  readonly installed: readonly { readonly scope: ScopeName; readonly version: string }[]
}

/** Looks a pack up and reads it, without installing it. */
export async function info(spec: string, scope: ScopeName | undefined, context: Context): Promise<Info> {
  const pack = await findPack(parseSpec(spec), context, await usualScope(scope, context))
  const found = await Promise.all(
    (scope === undefined ? SCOPE_NAMES : [scope]).map((name) => installedIn(name, pack.name, context)),
  )
  return { pack, installed: found.flat() }
}

async function installedIn(
  scope: ScopeName,
  pack: string,
  context: Context,
): Promise<readonly { scope: ScopeName; version: string }[]> {
  const place = await scopeNamed(context, scope).catch(() => undefined)
  const version = place && (await readState(place)).lockfile.packs[pack]?.version
  return version === undefined ? [] : [{ scope, version }]
}
