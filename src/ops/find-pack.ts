import type { Pack } from '../core/archive-pack.ts'
import { chooseVersion } from '../core/resolve.ts'
import type { Scope } from '../core/scope.ts'
import type { Spec } from '../core/spec.ts'
import type { Context } from './context.ts'
import { fetchElsewhere, fetchVersion } from './fetch-pack.ts'
import { openRegistries } from './open-registries.ts'
import { readPack } from './read-pack.ts'
import { lookUp } from './sources.ts'

/** Resolves a spec as it is meant in a scope, fetches and verifies its bytes, and reads the pack in them. Nothing is written. */
export async function findPack(spec: Spec, context: Context, scope?: Scope): Promise<Pack> {
  const optionsFor = (): undefined => undefined
  if (!('range' in spec)) return readPack(await fetchElsewhere(spec, context), optionsFor)
  const found = await lookUp(spec, await openRegistries(context, scope, () => undefined), {})
  return readPack(await fetchVersion(found, chooseVersion(found.packument, spec.range)), optionsFor)
}
