import type { Pack } from '../core/archive-pack.ts'
import type { Note } from '../core/notes.ts'
import { chooseVersion } from '../core/resolve.ts'
import type { Spec } from '../core/spec.ts'
import type { Context } from './context.ts'
import { fetchElsewhere, fetchVersion } from './fetch-pack.ts'
import { openRegistries } from './open-registries.ts'
import { readPack } from './read-pack.ts'
import { lookUp } from './sources.ts'

/** Resolves a spec, fetches and verifies its bytes, and reads the pack in them. Nothing is written. */
export async function findPack(
  spec: Spec,
  context: Context,
  optionsFor: (name: string) => Readonly<Record<string, unknown>> | undefined,
  note: (note: Note) => void = () => undefined,
): Promise<Pack> {
  if (!('range' in spec)) return readPack(await fetchElsewhere(spec, context), optionsFor)
  const found = await lookUp(spec, await openRegistries(context, undefined, note), undefined)
  return readPack(await fetchVersion(found, chooseVersion(found.packument, spec.range)), optionsFor)
}
